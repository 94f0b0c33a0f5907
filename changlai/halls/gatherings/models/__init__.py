"""What the gatherings hall keeps beside the engine: themes, and decisions of review meetings."""

from changlai.halls.gatherings.models.decisions import Decision
from changlai.halls.gatherings.models.themes import Theme, ThemeItem

__all__ = ["Decision", "Theme", "ThemeItem"]
