"""Note what a review meeting decided, put it right, and say that it was done or is not yet."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.activities.public import Activity, ActivityState
from changlai.foundation.people.public import Actor
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.events import (
    DecisionChanged,
    DecisionDone,
    DecisionNoted,
    DecisionReopened,
)
from changlai.halls.gatherings.models import Decision
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility

RECORD_KIND = "decision"
MOST = 60


@transaction.atomic
def note_decision(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    text: str,
    who: str = "",
    due_on: date | None = None,
) -> Decision:
    """Write down one thing a meeting decided; a task of another hall points to its record.

    Raises NotAllowed; BadInput without words, for a cancelled meeting, or for too many.
    """
    activity = Activity.objects.of(centre).select_for_update().get(pk=activity_id)
    require(policies.may_manage, actor, centre)
    text = " ".join(text.split())
    if not text:
        raise BadInput("请写清定了什么事。")
    if activity.state == ActivityState.CANCELLED:
        raise BadInput("这个会取消了，没有定下的事。")
    count = Decision.objects.of(centre).filter(activity=activity).count()
    if count >= MOST:
        raise BadInput(f"一个会最多记{MOST}条。")
    row = Decision(
        centre=centre,
        activity=activity,
        order=count + 1,
        text=text[:200],
        who=" ".join(who.split())[:40],
        due_on=due_on,
        at=at,
    )
    row.save(force_insert=True)
    records.put(centre, row.pk, RECORD_KIND, row.text, at, Visibility.STAFF)
    publish(DecisionNoted(**_fact(row, actor, at)))
    return row


@transaction.atomic
def change_decision(
    *,
    centre: Any,
    decision_id: UUID,
    actor: Actor,
    at: datetime,
    text: str,
    who: str = "",
    due_on: date | None = None,
) -> Decision:
    """Put a decision right: what, who, until when; what points to its record follows.

    Raises NotAllowed; BadInput without words.
    """
    row = _locked(centre, decision_id, actor)
    text = " ".join(text.split())
    if not text:
        raise BadInput("请写清定了什么事。")
    row.text, row.who, row.due_on = text[:200], " ".join(who.split())[:40], due_on
    row.save(update_fields=["text", "who", "due_on"])
    records.put(centre, row.pk, RECORD_KIND, row.text, row.at, Visibility.STAFF)
    publish(DecisionChanged(**_fact(row, actor, at)))
    return row


@transaction.atomic
def reopen_decision(*, centre: Any, decision_id: UUID, actor: Actor, at: datetime) -> Decision:
    """Say that what was said to be done is not done yet. Raises NotAllowed."""
    row = _locked(centre, decision_id, actor)
    if row.done_at is None:
        return row
    row.done_at = None
    row.save(update_fields=["done_at"])
    publish(DecisionReopened(**_fact(row, actor, at)))
    return row


def _locked(centre: Any, decision_id: UUID, actor: Actor) -> Decision:
    row: Decision = Decision.objects.of(centre).select_for_update().get(pk=decision_id)
    require(policies.may_manage, actor, centre)
    return row


def _fact(row: Decision, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": row.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": row.pk,
        "activity_id": row.activity_id,
    }


@transaction.atomic
def finish_decision(*, centre: Any, decision_id: UUID, actor: Actor, at: datetime) -> Decision:
    """Say that what was decided is done; said twice it is done once. Raises NotAllowed."""
    row = _locked(centre, decision_id, actor)
    if row.done_at is not None:
        return row
    row.done_at = at
    row.save(update_fields=["done_at"])
    publish(DecisionDone(**_fact(row, actor, at)))
    return row
