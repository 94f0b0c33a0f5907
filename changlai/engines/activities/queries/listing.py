"""Lists of activities: what is coming, what was, one day, one month, with seats and heads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, IntegerField, OuterRef, Q, Subquery, Sum
from django.db.models.functions import Coalesce

from changlai.engines.activities.facet_kinds import FacetKind, facet_kinds
from changlai.engines.activities.models import (
    Activity,
    ActivityFacet,
    Mark,
    Preset,
    PresetVersion,
    SeatPool,
    Session,
    SignUp,
)
from changlai.engines.activities.policies import visible_activities
from changlai.engines.activities.states import (
    HOLDING,
    ActivityState,
    MarkKind,
    MarkOutcome,
    SessionState,
    SignUpState,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.schemas.public import Field, Schema
from changlai.kernel.search import public as search

RECORD_KIND = "activity"


@dataclass(frozen=True)
class ActivityFilter:
    """What a list of activities is narrowed to; days are those of the first session."""

    words: str = ""
    preset: UUID | None = None
    state: str = ""
    since: date | None = None
    until: date | None = None


def activities_list(actor: Actor, centre: Any, by: ActivityFilter) -> Any:
    """Return the activities an actor may find behind a filter, with their kinds; no order yet."""
    rows = visible_activities(actor, centre).select_related("preset", "organiser")
    if by.words.strip():
        rows = search.narrow(rows, centre, by.words, RECORD_KIND)
    if by.preset is not None:
        rows = rows.filter(preset_id=by.preset)
    if by.state:
        rows = rows.filter(state=by.state)
    if by.since:
        rows = rows.filter(last_ends__date__gte=by.since)
    if by.until:
        rows = rows.filter(first_starts__date__lte=by.until)
    return rows


def with_counts(rows: Any) -> Any:
    """Add `seats`, `signed_up`, `waiting`, `held_sessions` and `came` (heads, 人次) to activities.

    Sub-selects, so that a register of a year is one statement.
    """

    def heads(states: Iterable[str]) -> Any:
        found = SignUp.objects.filter(
            centre_id=OuterRef("centre_id"), activity=OuterRef("pk"), state__in=list(states)
        )
        return _sum(found.order_by(), "activity", Sum("heads"))

    pools = SeatPool.objects.filter(
        centre_id=OuterRef("centre_id"), quota__activity=OuterRef("pk")
    ).order_by()
    held = Session.objects.filter(
        centre_id=OuterRef("centre_id"), activity=OuterRef("pk"), state=SessionState.HELD
    ).order_by()
    return rows.annotate(
        seats=_sum(pools, "quota__activity", Sum("seats")),
        signed_up=heads(HOLDING),
        waiting=heads([SignUpState.WAITING]),
        held_sessions=_sum(held, "activity", Count("pk")),
        guests=_sum(held, "activity", Sum("guests")),
        came=_sum(came_marks(OuterRef("centre_id"), OuterRef("pk")), "session__activity", _HEADS),
    )


_HEADS: Any = Sum(Coalesce("sign_up__heads", 1), output_field=IntegerField())


def by_next(rows: Any, at: datetime) -> Any:
    """Order activities by their next session at a moment, which each carries as `next_starts`.

    A series that began long ago stands where its next date is. Where all that is still to come
    was cancelled, the cancelled date stands for it; where all is over, the first.
    """
    coming = Session.objects.filter(
        centre_id=OuterRef("centre_id"), activity=OuterRef("pk"), ends__gt=at
    ).order_by("starts")
    live = coming.exclude(state=SessionState.CANCELLED)
    return rows.annotate(
        next_starts=Coalesce(
            Subquery(live.values("starts")[:1]),
            Subquery(coming.values("starts")[:1]),
            "first_starts",
        )
    ).order_by("next_starts", "id")


def came_marks(centre_id: Any, activity_id: Any) -> Any:
    """Return the valid lines that say somebody came to a session of an activity."""
    return Mark.objects.filter(
        centre_id=centre_id,
        session__activity=activity_id,
        kind=MarkKind.IN,
        outcome=MarkOutcome.TAKEN,
        voided_by__isnull=True,
    ).order_by()


def _sum(rows: Any, by: str, of: Any) -> Any:
    found = rows.values(by).annotate(_of=of).values("_of")
    return Coalesce(Subquery(found, output_field=IntegerField()), 0)


def sessions_between(actor: Actor, centre: Any, since: datetime, until: datetime) -> Any:
    """Return the sessions of a time that an actor may find, cancelled ones too, in order."""
    return (
        Session.objects.of(centre)
        .filter(
            activity__in=visible_activities(actor, centre),
            starts__lt=until,
            ends__gt=since,
        )
        .select_related("activity__preset", "room", "layout")
        .order_by("starts", "id")
    )


def sessions_of(centre: Any, activity_ids: Iterable[UUID]) -> dict[UUID, list[Session]]:
    """Return the sessions of some activities by activity, with their rooms, in one statement."""
    found: dict[UUID, list[Session]] = {}
    rows = Session.objects.of(centre).filter(activity_id__in=list(activity_ids))
    for row in rows.select_related("room", "layout").order_by("starts", "id"):
        found.setdefault(row.activity_id, []).append(row)
    return found


def homeless_sessions(centre: Any, at: datetime) -> Any:
    """Return the sessions to come whose room was taken away, the next first."""
    return (
        Session.objects.of(centre)
        .filter(needs_room=True, state=SessionState.PLANNED, ends__gt=at)
        .filter(activity__state__in=[ActivityState.DRAFT, ActivityState.ANNOUNCED])
        .select_related("activity")
        .order_by("starts", "id")
    )


def seats_of(centre: Any, activity_ids: Iterable[UUID]) -> dict[UUID, list[SeatPool]]:
    """Return the seat pools of some activities by activity, in one statement."""
    found: dict[UUID, list[SeatPool]] = {}
    rows = SeatPool.objects.of(centre).filter(quota__activity_id__in=list(activity_ids))
    for row in rows.select_related("quota").order_by("quota__order", "id"):
        found.setdefault(row.quota.activity_id, []).append(row)
    return found


def presets_of(centre: Any, *, everything: bool = False) -> Any:
    """Return the kinds of activity in use, in the village's own order."""
    rows = Preset.objects.of(centre)
    return rows if everything else rows.filter(is_active=True)


def asked_by(presets: Iterable[Preset]) -> dict[UUID, Schema]:
    """Return, by kind, every question its versions ever asked, the latest wording first."""
    presets = list(presets)
    if not presets:
        return {}
    rows = PresetVersion.objects.of(presets[0].centre_id).filter(
        preset__in=[one.pk for one in presets]
    )
    fields: dict[UUID, dict[str, Field]] = {}
    for row in rows.order_by("-number"):
        known = fields.setdefault(row.preset_id, {})
        labels = {one.label for one in known.values()}
        for one in Schema.parse(row.schema):
            if one.code not in known and one.label not in labels:
                known[one.code] = one
    return {key: Schema(tuple(list(found.values())[:40])) for key, found in fields.items()}


def facets_of(activity: Activity, actor: Actor) -> list[tuple[FacetKind, dict[str, Any]]]:
    """Return the parts of an activity that an actor may see, with their answers.

    Costs nothing where no hall declares any.
    """
    kinds = {one.code: one for one in facet_kinds(actor)}
    if not kinds:
        return []
    rows = ActivityFacet.objects.of(activity.centre_id).filter(
        activity=activity, code__in=list(kinds)
    )
    found = [(kinds[row.code], row.data) for row in rows]
    return sorted(found, key=lambda one: (one[0].order, one[0].code))


def coming_of_series(centre: Any, series_id: UUID, at: datetime) -> Any:
    """Return the activities of a series that have not begun, drafts too, the next first."""
    return (
        Activity.objects.of(centre)
        .filter(
            series_id=series_id,
            state__in=[ActivityState.DRAFT, ActivityState.ANNOUNCED],
            first_starts__gt=at,
        )
        .order_by("first_starts", "id")
    )


def open_drafts(centre: Any, before: datetime) -> Any:
    """Return drafts that begin before a moment, the next first: somebody forgot to announce."""
    return (
        Activity.objects.of(centre)
        .filter(Q(state=ActivityState.DRAFT), first_starts__lt=before)
        .select_related("preset")
        .order_by("first_starts", "id")
    )


def to_end(centre: Any, at: datetime) -> Any:
    """Return announced activities whose last session is over and that nobody closed."""
    return (
        Activity.objects.of(centre)
        .filter(state=ActivityState.ANNOUNCED, last_ends__lt=at)
        .select_related("preset")
        .order_by("last_ends", "id")
    )
