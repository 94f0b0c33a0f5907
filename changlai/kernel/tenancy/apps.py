"""Wiring of the tenancy rules: checks at start, database guards after every migrate."""

from django.apps import AppConfig
from django.core import checks as framework_checks
from django.db.models.signals import post_migrate, pre_migrate


class TenancyConfig(AppConfig):
    """The kernel part that keeps each business row inside one centre."""

    name = "changlai.kernel.tenancy"

    def ready(self) -> None:
        """Register the checks, and the guards before and after migrate."""
        from changlai.kernel.tenancy import checks, place

        framework_checks.register(checks.rules_of_tenancy, "tenancy")
        framework_checks.register(checks.guards_in_place, framework_checks.Tags.database)
        pre_migrate.connect(place.prepare, sender=self)
        post_migrate.connect(place.ensure, sender=self)
