"""Certify the hours that somebody attended, and ask trainees some time after how they fare."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.activities import policies
from changlai.engines.activities.attendance import Who, who_is_certified, who_signed_up
from changlai.engines.activities.events import CertificateIssued, FollowUpNoted
from changlai.engines.activities.models import Activity, Certificate, FollowUp, SignUp
from changlai.engines.activities.queries.attending import (
    Attendee,
    attended,
    attendees,
    own_who,
)
from changlai.engines.activities.queries.leaving import earned
from changlai.engines.activities.states import (
    FOLLOW_UP_DAYS,
    ActivityState,
    Document,
    FollowUpOutcome,
    SignUpState,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import publish
from changlai.kernel.ids import MOST_TRIES, day_number
from changlai.kernel.policies import require


@transaction.atomic
def issue_certificate(
    *, centre: Any, activity_id: UUID, who: Who, actor: Actor, at: datetime
) -> Certificate:
    """Certify the hours somebody attended, and those alone (F25).

    Issued again it keeps its number; only when the log was corrected since do the hours change.
    The participant may ask for it too. Raises NotAllowed for somebody else's; BadInput where
    the preset hands out none, while the activity runs, or without a minute attended.
    """
    activity = _closed(centre, activity_id)
    if not policies.may_plan(actor, centre) and not (
        who == own_who(actor) and (policies.may_speak(actor, centre) or who.kind == "account")
    ):
        raise NotAllowed
    _require_certified(activity)
    one = attendees(activity).get(who)
    if one is None:
        raise BadInput("没有到场的记录，开不了证明；参加了没签到的，请工作人员补记。")
    rows = Certificate.objects.of(centre).filter(activity=activity)
    row = next((row for row in rows if who_is_certified(row) == who), None)
    return _certify(activity, one, row, actor, at)


@transaction.atomic
def issue_certificates(*, centre: Any, activity_id: UUID, actor: Actor, at: datetime) -> int:
    """Certify the hours of everybody who attended and has no right certificate; how many.

    Raises NotAllowed; BadInput where the preset hands out none, or while the activity runs.
    """
    activity = _closed(centre, activity_id)
    require(policies.may_plan, actor, centre)
    _require_certified(activity)
    wanted = [one for one in earned(activity) if one.is_open]
    for one in wanted:
        _certify(activity, one.attendee, one.certificate, actor, at)
    return len(wanted)


def _closed(centre: Any, activity_id: UUID) -> Activity:
    rows = Activity.objects.of(centre).select_for_update(of=("self",))
    return rows.select_related("preset", "version").get(pk=activity_id)


def _require_certified(activity: Activity) -> None:
    if Document.CERTIFICATE not in activity.version.documents:
        raise BadInput("这类活动不开学时证明。")
    if activity.state != ActivityState.DONE:
        raise BadInput("活动结束以后才能开证明。")


def _certify(
    activity: Activity, one: Attendee, row: Certificate | None, actor: Actor, at: datetime
) -> Certificate:
    if row is not None and (row.minutes, row.sessions) == (one.minutes, len(one.hours)):
        return row
    row = row or Certificate(
        centre_id=activity.centre_id,
        activity=activity,
        sign_up=one.mark.sign_up,
        person=one.mark.person,
        account_id=one.mark.account_id,
        alias=one.mark.alias if one.who.kind == "alias" else "",
    )
    row.minutes, row.sessions = one.minutes, len(one.hours)
    row.issued_at, row.by_id = at, actor.account_id
    _number(row)
    publish(
        CertificateIssued(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=activity.pk,
            person_id=row.person_id,
            minutes=row.minutes,
            sessions=row.sessions,
        )
    )
    return row


def _number(row: Certificate) -> None:
    if row.number:
        row.save()
        return
    rows = Certificate.objects.of(row.centre_id)
    for attempt in range(MOST_TRIES):
        row.number = f"XS-{day_number(timezone.localdate(row.issued_at), attempt)}"
        try:
            with transaction.atomic():
                row.save(force_insert=True)
        except IntegrityError:
            if not rows.filter(number=row.number).exists():
                raise
        else:
            return
    raise BadInput("今天开的证明太多，一时分不出编号，请再点一次。")


@transaction.atomic
def lay_follow_ups(*, centre: Any, activity_id: UUID, at: datetime) -> int:
    """Lay out whom to ask how they fare, 30 and 90 days after; return how many are new (F25).

    Only those are asked who came, and only where the preset follows up. Nothing is asked twice.
    """
    activity = Activity.objects.of(centre).select_related("version").get(pk=activity_id)
    if (
        Document.FOLLOW_UP not in activity.version.documents
        or activity.state != ActivityState.DONE
        or activity.last_ends is None
    ):
        return 0
    last = timezone.localdate(activity.last_ends)
    came = attended(activity)
    rows = SignUp.objects.of(centre).filter(activity=activity, state=SignUpState.CONFIRMED)
    there = set(
        FollowUp.objects.of(centre).filter(activity=activity).values_list("sign_up_id", "days")
    )
    wanted = [
        FollowUp(
            centre_id=activity.centre_id,
            activity=activity,
            sign_up=row,
            days=days,
            due_on=last + timedelta(days=days),
        )
        for row in rows.order_by("pk")
        if who_signed_up(row) in came
        for days in FOLLOW_UP_DAYS
        if (row.pk, days) not in there
    ]
    FollowUp.objects.bulk_create(wanted, ignore_conflicts=True)
    return len(wanted)


@transaction.atomic
def note_follow_up(
    *, centre: Any, follow_up_id: UUID, actor: Actor, at: datetime, outcome: str
) -> FollowUp:
    """Note how a trainee fares, by their own word; not wanting to say is an answer.

    Raises NotAllowed for somebody else's; BadInput without an outcome.
    """
    row = (
        FollowUp.objects.of(centre)
        .select_for_update(of=("self",))
        .select_related("sign_up", "activity__preset")
        .get(pk=follow_up_id)
    )
    if not policies.may_roll(actor, centre) and not policies.is_own(actor, row.sign_up):
        raise NotAllowed
    if outcome not in FollowUpOutcome.values:
        raise BadInput("请选一项，不愿意说也可以选。")
    row.outcome, row.noted_at, row.by_id = FollowUpOutcome(outcome), at, actor.account_id
    row.save(update_fields=["outcome", "noted_at", "by"])
    publish(
        FollowUpNoted(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=row.activity_id,
            preset=row.activity.preset.code,
            days=row.days,
            outcome=row.outcome,
        )
    )
    return row
