"""Named reads of the three figures."""

from changlai.insights.figures.queries import cards, coming, holding, panel, tags, using

__all__ = ["cards", "coming", "holding", "panel", "tags", "using"]
