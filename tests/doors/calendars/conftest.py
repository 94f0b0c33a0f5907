"""The village with a hall, activities, and residents who want them on their telephones."""

from tests.insights.figures.conftest import place, signed_in

__all__ = ["place", "signed_in"]
