"""Wiring: an empty calendar is filled from the package after each migrate."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_migrate


def _seed_when_empty(sender: AppConfig, using: str = "default", **rest: Any) -> None:
    from django.utils import timezone

    from changlai.kernel.workcalendar.actions import seed
    from changlai.kernel.workcalendar.models import WorkCalendarYear

    if using == "default" and not WorkCalendarYear.objects.exists():
        seed(at=timezone.now())


class WorkCalendarConfig(AppConfig):
    """The kernel part that knows working days and opening hours."""

    name = "changlai.kernel.workcalendar"

    def ready(self) -> None:
        post_migrate.connect(_seed_when_empty, sender=self, dispatch_uid="workcalendar.seed")
