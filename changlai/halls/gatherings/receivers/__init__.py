"""What this hall does when something happened: a file for each kind of fact."""

from changlai.halls.gatherings.receivers import changes, signups, sittings

__all__ = ["changes", "signups", "sittings"]
