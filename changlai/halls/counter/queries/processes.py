"""How an item went under each of its versions: what it promised, what it took, what was said."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Any
from uuid import UUID

from django.db.models import Count
from django.utils import timezone

from changlai.engines.cases.public import StateType
from changlai.engines.faces.public import visible_asked
from changlai.foundation.people.public import Actor
from changlai.halls.counter.models import ItemVersion, ServiceItem, ServiceRequest
from changlai.halls.counter.wishes import Paper
from changlai.kernel.metrics.public import FLOOR
from changlai.kernel.workcalendar.clocks import working_days_between

MOST_WORDS = 20


@dataclass(frozen=True)
class DaysTaken:
    """Working days from being entrusted to being done, of the requests of one version."""

    days: tuple[int, ...]

    @property
    def count(self) -> int:
        """Return how many requests were done."""
        return len(self.days)

    @property
    def median(self) -> float | None:
        """Return the middle of the days; None for fewer than five, which would show one person."""
        return float(median(self.days)) if self.count >= FLOOR else None


@dataclass(frozen=True)
class ProcessVersion:
    """One version of an item, as two of them are laid side by side."""

    number: int
    made_at: datetime
    days: int
    steps: tuple[str, ...]
    papers: tuple[str, ...]
    can_i: str
    at_home: str
    taken: DaysTaken


def processes(centre: Any) -> Any:
    """Return the items whose way was changed at least once, with `changes`, in their order."""
    rows = ServiceItem.objects.of(centre).annotate(changes=Count("versions"))
    return rows.filter(changes__gte=2).order_by("order", "title")


def process_of(centre: Any, item_id: UUID) -> list[ProcessVersion]:
    """Return all versions of an item, oldest first, each with the days its requests took.

    Two statements. A day counts as on the village's working calendar, from the day after the
    matter was entrusted up to the day it was done; days on which something was waited for count
    too, since they were days to whoever waited.
    """
    versions = list(ItemVersion.objects.of(centre).filter(item_id=item_id).order_by("number"))
    taken = _taken(centre, item_id)
    return [
        ProcessVersion(
            number=one.number,
            made_at=one.made_at,
            days=one.days,
            steps=tuple(one.steps),
            papers=tuple(Paper.parse(paper).title for paper in one.materials),
            can_i=one.can_i,
            at_home=one.at_home,
            taken=DaysTaken(tuple(taken.get(one.pk, ()))),
        )
        for one in versions
    ]


def _taken(centre: Any, item_id: UUID) -> Mapping[UUID, Sequence[int]]:
    rows = ServiceRequest.objects.of(centre).filter(
        item_id=item_id,
        case__state_type=StateType.RESOLVED,
        case__answered_at__isnull=False,
    )
    found: dict[UUID, list[int]] = {}
    for version, begun, done in rows.values_list("version_id", "entrusted_at", "case__answered_at"):
        days = working_days_between(timezone.localdate(begun), timezone.localdate(done))
        found.setdefault(version, []).append(days)
    return found


def words_about(actor: Actor, centre: Any, item_id: UUID) -> list[tuple[str, str]]:
    """Return what people said of an item, as (face, words), newest first, for who may read it.

    Who said it is not told: it is read to mend the way, not to answer somebody.
    """
    cases = ServiceRequest.objects.of(centre).filter(item_id=item_id).values("case_id")
    rows = visible_asked(actor).filter(kind="counter", has_words=True, subject_id__in=cases)
    newest = rows.order_by("-answered_at", "-id")[:MOST_WORDS]
    return [(one.get_face_display(), one.words) for one in newest]
