"""What this hall does when something happened: a file for each kind of fact."""

from changlai.halls.gatherings.receivers import changes, clinics, signups, sittings

__all__ = ["changes", "clinics", "signups", "sittings"]
