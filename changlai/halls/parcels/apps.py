"""Wiring of the parcels hall."""

from django.apps import AppConfig


class ParcelsConfig(AppConfig):
    """The hall of parcels that the centre keeps for its villagers."""

    name = "changlai.halls.parcels"
