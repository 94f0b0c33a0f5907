"""Wiring of the activities engine."""

from django.apps import AppConfig


class ActivitiesConfig(AppConfig):
    """The engine of all that people come to: presets, sign-up, attendance, what is left after."""

    name = "changlai.engines.activities"
