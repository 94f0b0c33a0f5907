"""Wiring of the tenancy rules: checks at start, database guards after every migrate."""

from django.apps import AppConfig


class TenancyConfig(AppConfig):
    """The kernel part that keeps each business row inside one centre."""

    name = "changlai.kernel.tenancy"
