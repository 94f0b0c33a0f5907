"""Wiring of the gatherings hall."""

from django.apps import AppConfig


class GatheringsConfig(AppConfig):
    """The hall of what people come to: activities, sign-up, attendance, what is left after."""

    name = "changlai.halls.gatherings"
