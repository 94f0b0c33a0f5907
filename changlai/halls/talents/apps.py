"""Wiring of the talents hall."""

from django.apps import AppConfig


class TalentsConfig(AppConfig):
    """乡村人才: who would help the village with what they can do, if they say so themselves."""

    name = "changlai.halls.talents"
