"""What the brands hall does when something happened."""

from changlai.halls.brands.receivers import following, pieces, telling

__all__ = ["following", "pieces", "telling"]
