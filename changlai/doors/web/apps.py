"""Wiring of the web door."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The door through which residents and staff come in with a browser."""

    name = "changlai.doors.web"
    label = "web"
