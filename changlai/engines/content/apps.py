"""Wiring of the content engine."""

from django.apps import AppConfig


class ContentConfig(AppConfig):
    """What the centre writes for others to read: versions, review, validity, consent."""

    name = "changlai.engines.content"
