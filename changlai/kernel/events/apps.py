"""Wiring of the book of events: receivers are found at start and known after each migrate."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class EventsConfig(AppConfig):
    """The kernel part that keeps what happened, and tells whoever asked to be told."""

    name = "changlai.kernel.events"

    def ready(self) -> None:
        """Import every `receivers` module, so that no process publishes to half the receivers."""
        from changlai.kernel.registry.public import modules

        modules("receivers")
        post_migrate.connect(_meet_receivers, sender=self)


def _meet_receivers(using: str, **kwargs: Any) -> None:
    from django.db import connections

    from changlai.kernel.events import delivery
    from changlai.kernel.events.models import KnownReceiver

    if (
        using == "default"
        and KnownReceiver._meta.db_table in connections[using].introspection.table_names()
    ):
        delivery.meet_new_receivers()
