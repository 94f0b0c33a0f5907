"""What the gatherings hall keeps beside the engine: themes, decisions of meetings, works."""

from changlai.halls.gatherings.models.decisions import Decision
from changlai.halls.gatherings.models.themes import Theme, ThemeItem
from changlai.halls.gatherings.models.works import Work

__all__ = ["Decision", "Theme", "ThemeItem", "Work"]
