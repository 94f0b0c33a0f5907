"""What the gatherings hall keeps beside the engine: themes, decisions, works, games, notices."""

from changlai.halls.gatherings.models.decisions import Decision
from changlai.halls.gatherings.models.fixtures import Fixture
from changlai.halls.gatherings.models.notices import Notice
from changlai.halls.gatherings.models.themes import Theme, ThemeItem
from changlai.halls.gatherings.models.works import Work

__all__ = ["Decision", "Fixture", "Notice", "Theme", "ThemeItem", "Work"]
