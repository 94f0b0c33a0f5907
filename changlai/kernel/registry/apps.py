"""Wiring: once all apps are loaded, their small contribution files are imported."""

from django.apps import AppConfig


class RegistryConfig(AppConfig):
    """The kernel part by which apps contribute without anyone editing a door."""

    name = "changlai.kernel.registry"
