"""What a brand came to, counted from the records that belong to it; nothing is ever typed."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.engines.activities.public import (
    Activity,
    ActivityState,
    Session,
    SessionState,
    with_counts,
)
from changlai.engines.cases.public import Case
from changlai.engines.content.public import Version, shown
from changlai.halls.brands.models import Brand
from changlai.halls.brands.states import ROLE
from changlai.kernel.metrics.public import shown as as_shown
from changlai.kernel.records.public import RecordLink, Visibility, links_of
from changlai.kernel.registry.public import collect

VOICES, SERVICES = "voices", "services"
"""Families of cases as their halls name them (data of the case, not their code)."""


@dataclass(frozen=True)
class Figure:
    """One number of a brand and what it counts; `code` is that of the list behind it."""

    code: str
    title: str
    value: int | str
    unit: str


@dataclass(frozen=True)
class Gathered:
    """The records that belong to a brand, read once, sorted by what they are."""

    links: list[RecordLink]
    activities: list[Any] = field(default_factory=list)
    sessions: list[Session] = field(default_factory=list)
    pieces: list[Version] = field(default_factory=list)
    cases: list[Case] = field(default_factory=list)

    @property
    def held(self) -> list[Any]:
        """Activities that took place: some session of them was held."""
        ids = {one.activity_id for one in self.sessions}
        return [one for one in self.activities if one.pk in ids]

    @property
    def days(self) -> list[date]:
        """The days on which something took place, each once, the newest first."""
        return sorted({timezone.localdate(one.starts) for one in self.sessions}, reverse=True)

    @property
    def people(self) -> int:
        """How many came (人次): heads in the logs and guests counted, as encounters count them."""
        return sum(int(one.came) + int(one.guests) for one in self.held)

    def answered(self, family: str) -> list[Case]:
        """Return the matters of a family that were answered."""
        return [one for one in self.cases if one.family == family and one.answered_at]

    @property
    def others(self) -> list[RecordLink]:
        """Links to whatever else belongs to the brand: rooms, bookings, themes, jobs."""
        seen = {one.pk for one in self.activities} | {one.piece_id for one in self.pieces}
        seen |= {one.pk for one in self.cases}
        return [one for one in self.links if one.record_id not in seen]


def gathered(centre: Any, brand: Brand, at: datetime) -> Gathered:
    """Read what belongs to a brand in five statements, however much it is.

    Only what everybody may find of activities and pieces is counted, so that each number is that
    of the list behind it.
    """
    links = list(links_of(centre, [brand.pk], ROLE))
    ids = [one.record_id for one in links]
    kinds = [one.code for one in collect("content_kinds")]
    activities = with_counts(Activity.objects.of(centre).shown().filter(pk__in=ids))
    sessions = Session.objects.of(centre).filter(activity_id__in=ids, state=SessionState.HELD)
    public = sessions.filter(
        activity__in=Activity.objects.of(centre).shown().values("pk")
    ).select_related("activity", "room")
    pieces = shown(centre, kinds, timezone.localdate(at)).filter(piece_id__in=ids)
    return Gathered(
        links,
        list(activities.order_by("-first_starts", "-id")),
        list(public.order_by("-starts", "-id")),
        list(pieces),
        list(Case.objects.of(centre).filter(pk__in=ids).order_by("-opened_at")),
    )


def told_size(people: int) -> int | str:
    """Return how many people, as others may read it: below five is not told."""
    size = as_shown(people)
    return "不到5" if isinstance(size, str) else size


def figures(found: Gathered) -> list[Figure]:
    """Return the numbers of a brand; sizes of groups of people under five are not told."""
    size = told_size(found.people)
    all_of_them = [
        Figure("activities", "办了活动", len(found.held), "场"),
        Figure("people", "来过的人次", size, "人次"),
        Figure("days", "有活动的日子", len(found.days), "天"),
        Figure("pieces", "写下来的", len(found.pieces), "篇"),
        Figure("services", "办好的事", len(found.answered(SERVICES)), "件"),
        Figure("voices", "答复的诉求", len(found.answered(VOICES)), "件"),
    ]
    return [one for one in all_of_them if one.value]


def coming(
    centre: Any, brand_ids: Iterable[UUID], at: datetime, until: datetime | None = None
) -> Any:
    """Return the announced sessions to come of what belongs to some brands, in one statement."""
    links = RecordLink.objects.of(centre).filter(owner_id__in=brand_ids, role=ROLE)
    rows = Session.objects.of(centre).filter(
        ends__gt=at,
        state=SessionState.PLANNED,
        activity__state=ActivityState.ANNOUNCED,
        activity__in=Activity.objects.of(centre).shown().values("pk"),
        activity_id__in=links.values("record_id"),
    )
    if until is not None:
        rows = rows.filter(starts__lt=until)
    return rows.select_related("activity", "room").order_by("starts", "id")


def public_links(links: list[RecordLink]) -> tuple[list[RecordLink], int]:
    """Return the links that anybody may follow, and how many stay among the colleagues."""
    public = [one for one in links if one.record.visibility == Visibility.PUBLIC]
    return public, len(links) - len(public)
