"""Wiring of the publishing hall."""

from django.apps import AppConfig


class PublishingConfig(AppConfig):
    """我要看: notices, guides, the culture wall, stories, and the centre's own window."""

    name = "changlai.halls.publishing"
