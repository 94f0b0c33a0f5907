"""Wiring of the tenancy rules: checks at start, database guards after every migrate."""

from django.apps import AppConfig
from django.core import checks as framework_checks
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate


class TenancyConfig(AppConfig):
    """The kernel part that keeps each business row inside one centre."""

    name = "changlai.kernel.tenancy"

    def ready(self) -> None:
        """Register the checks, the guards before and after migrate, and what a new file needs."""
        from changlai.kernel.tenancy import checks, place, write_ahead

        framework_checks.register(checks.rules_of_tenancy, "tenancy")
        framework_checks.register(checks.guards_in_place, framework_checks.Tags.database)
        connection_created.connect(write_ahead.ask_for_wal)
        pre_migrate.connect(place.prepare, sender=self)
        post_migrate.connect(place.ensure, sender=self)
