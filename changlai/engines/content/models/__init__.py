"""The piece, its versions and pictures, and who agreed to stand in it."""

from changlai.engines.content.models.agreements import Agreement
from changlai.engines.content.models.pieces import Piece, Version, VersionPicture

__all__ = ["Agreement", "Piece", "Version", "VersionPicture"]
