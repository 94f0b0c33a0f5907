"""Wiring of the three figures."""

from django.apps import AppConfig


class FiguresConfig(AppConfig):
    """The figures of the motto: rooms used, activities held, people who came."""

    name = "changlai.insights.figures"
