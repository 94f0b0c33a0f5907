"""Wiring of the appointments engine."""

from django.apps import AppConfig


class AppointmentsConfig(AppConfig):
    """The engine of talks by appointment: who sits when, and who is next."""

    name = "changlai.engines.appointments"
