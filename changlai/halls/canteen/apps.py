"""Wiring of the canteen hall."""

from django.apps import AppConfig


class CanteenConfig(AppConfig):
    """The hall of the village canteen: what is eaten, by whom, and how it is kept safe."""

    name = "changlai.halls.canteen"
