"""Wiring of the areas app."""

from django.apps import AppConfig


class AreasConfig(AppConfig):
    """The division tree of the country, and the centres that stand on it."""

    name = "changlai.foundation.areas"
    verbose_name = "区划与中心"
