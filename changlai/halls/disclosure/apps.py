"""Wiring of the disclosure hall."""

from django.apps import AppConfig


class DisclosureConfig(AppConfig):
    """三务公开: what the village must show, when, signed off by whom, and what people ask of it."""

    name = "changlai.halls.disclosure"
