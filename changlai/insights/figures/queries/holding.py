"""活动常办: completed activities, by kind and month."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from changlai.engines.activities.public import (
    ActivityState,
    Preset,
    visible_activities,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.metrics.public import by, total

ENDED = "activities.ended"


@dataclass(frozen=True)
class KindRow:
    """One kind of activity and how many of it were completed."""

    preset: Preset
    number: int


def held(centre: Any, first: date, last: date) -> int:
    """Return how many activities were completed in a time."""
    return total(centre, ENDED, first, last)


def by_kind(centre: Any, first: date, last: date) -> list[KindRow]:
    """Return the kinds of which something was completed, with how many, in two statements."""
    found = by(centre, ENDED, "preset", first, last)
    presets = Preset.objects.of(centre).filter(code__in=found)
    return [KindRow(preset, found[preset.code]) for preset in presets if found[preset.code]]


def activities_between(actor: Actor, centre: Any, first: date, last: date) -> Any:
    """Return the completed activities of a time that an actor may see, the latest first."""
    zone = timezone.get_default_timezone()
    since = datetime.combine(first, time(), zone)
    until = datetime.combine(last + timedelta(days=1), time(), zone)
    rows: Any = visible_activities(actor, centre).filter(state=ActivityState.DONE)
    return (
        rows.filter(last_ends__gte=since, last_ends__lt=until)
        .select_related("preset")
        .order_by("-last_ends", "-id")
    )
