"""What this hall does when something happened: a file for each kind of fact."""

from changlai.halls.gatherings.receivers import signups, sittings

__all__ = ["signups", "sittings"]
