"""A figure of wells: dug per day by kind, rolled up by a projection and counted from a table."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Count

from changlai.kernel.events import subscriptions
from changlai.kernel.events.facts import StoredEvent
from changlai.kernel.metrics.public import Metric, add, clearing
from tests.kernel.tenancy.villageapp.models import Well

SHANGHAI = ZoneInfo("Asia/Shanghai")
DAY = date(2026, 3, 18)
sent: list[StoredEvent] = []


def count_wells(centre: Any, first: date, last: date) -> dict[tuple[date, tuple[str, ...]], int]:
    """Count the wells in their own table; all of them were dug on one day."""
    rows = Well.objects.of(centre).values_list("state").annotate(n=Count("id"))
    return {(DAY, (state, "shallow")): number for state, number in rows}


WELLS = Metric("test.wells", "井", "口", dims=("kind", "reach"), recount=count_wells)


def subscribe() -> None:
    """Subscribe the projection, and a reaction that would send."""

    @subscriptions.projection("test.wells", ["test.well.dug"], reset=clearing("test.wells"))
    def roll_up(event: StoredEvent) -> None:
        reach = "deep" if event.payload["deep"] else "shallow"
        day = event.at.astimezone(SHANGHAI).date()
        add(event.centre_id, "test.wells", day, kind=event.payload["kind"], reach=reach)

    subscriptions.reaction("test.letters", ["test.well.dug"])(sent.append)
