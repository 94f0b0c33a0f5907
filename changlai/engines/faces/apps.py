"""Wiring of the faces engine."""

from django.apps import AppConfig


class FacesConfig(AppConfig):
    """One tap of four faces after a service, the same for every hall."""

    name = "changlai.engines.faces"
