"""Wiring of the jobs hall."""

from django.apps import AppConfig


class JobsConfig(AppConfig):
    """The gig station: who needs hands, who wants work, and what became of it."""

    name = "changlai.halls.jobs"
