"""Plan what one form says: one activity of many sessions, or an activity for each date."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction

from changlai.engines.activities.public import (
    Activity,
    KeptPlan,
    Preset,
    Repeat,
    SessionPlan,
    SignUpPlan,
    Words,
    announce_activity,
    make_activity,
    make_series,
)
from changlai.foundation.people.public import Actor


@dataclass(frozen=True)
class Plan:
    """What a form says of an activity before it is made."""

    preset: Preset
    title: str
    sessions: Sequence[SessionPlan]
    sign_up: SignUpPlan
    words: Words
    facets: Mapping[str, dict[str, Any]] = field(default_factory=dict)
    rule: Repeat | None = None
    is_separate: bool = False
    announce: bool = False
    form_id: UUID | None = None


@transaction.atomic
def plan_activity(*, centre: Any, actor: Actor, at: datetime, plan: Plan) -> list[Activity]:
    """Make what a plan says, and announce it where it says so; the first one stands first.

    A form sent twice plans once.
    A separate activity for each date keeps its own times of sign-up as far before it as the
    first has. All or nothing: one date whose room is taken plans none. Raises as the engine's
    `make_activity` and `announce_activity`.
    """
    lots = [[one] for one in plan.sessions] if plan.is_separate else [list(plan.sessions)]
    if plan.form_id is not None:
        keys = [_form_id(plan.form_id, lot[0].starts) for lot in lots]
        there = Activity.objects.of(centre).filter(form_id__in=keys).order_by("first_starts")
        if sent := list(there):
            return sent
    series = None
    if plan.rule is not None:
        series = make_series(centre=centre, actor=actor, at=at, title=plan.title, rule=plan.rule)
    first = plan.sessions[0].starts
    made = []
    for lot in lots:
        activity = make_activity(
            centre=centre,
            actor=actor,
            at=at,
            preset=plan.preset,
            title=plan.title,
            sessions=lot,
            sign_up=moved(plan.sign_up, lot[0].starts - first),
            words=plan.words,
            series=series,
            facets=plan.facets,
            form_id=_form_id(plan.form_id, lot[0].starts) if plan.form_id else None,
        )
        if plan.announce and activity.announced_at is None:
            activity = announce_activity(centre=centre, activity_id=activity.pk, actor=actor, at=at)
        made.append(activity)
    return made


def moved(plan: SignUpPlan, by: timedelta) -> SignUpPlan:
    """Return a sign-up with all its moments so much later, but opening when the first one does."""
    if not by:
        return plan

    def later(moment: datetime | None) -> datetime | None:
        return moment + by if moment else None

    quotas = tuple(
        replace(
            one,
            kept=tuple(KeptPlan(row.kept_for, row.seats, row.release_at + by) for row in one.kept),
        )
        for one in plan.quotas
    )
    return replace(
        plan,
        quotas=quotas,
        closes_at=later(plan.closes_at),
        cancel_until=later(plan.cancel_until),
    )


def _form_id(form_id: UUID, starts: datetime) -> UUID:
    return uuid5(form_id, starts.isoformat())
