"""Wiring of the rooms hall."""

from django.apps import AppConfig


class RoomsConfig(AppConfig):
    """The hall of rooms: booking them, keeping them, finding a use for idle ones."""

    name = "changlai.halls.rooms"
