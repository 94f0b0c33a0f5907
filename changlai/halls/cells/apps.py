"""Wiring of the cells hall."""

from django.apps import AppConfig


class CellsConfig(AppConfig):
    """The hall of small units let to a person or a service for a term."""

    name = "changlai.halls.cells"
