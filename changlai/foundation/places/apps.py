"""Wiring of places: rooms, what stands in them, and who uses which part of them when."""

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class PlacesConfig(AppConfig):
    """The foundation part by which every room has one list of its uses, whoever brings them."""

    name = "changlai.foundation.places"

    def ready(self) -> None:
        """Let the database itself refuse two uses of one part at one time, after every migrate."""
        from changlai.foundation.places.guards import ensure

        post_migrate.connect(ensure, sender=self, dispatch_uid="places.guards")
