"""Wiring of rectification."""

from django.apps import AppConfig


class RectificationConfig(AppConfig):
    """问题整改: what is not in order, who mends it until when, and who else looked at it."""

    name = "changlai.governance.rectification"
