"""Wiring of practices."""

from django.apps import AppConfig


class PracticesConfig(AppConfig):
    """可复制经验: what a village learned, said so that another can do it too."""

    name = "changlai.governance.practices"
