"""Keep what an activity leaves: minutes, opinions, what people thought."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import transaction

from changlai.engines.activities import policies
from changlai.engines.activities.attendance import stays
from changlai.engines.activities.events import (
    FeedbackGiven,
    MinutesKept,
    OpinionChanged,
    OpinionDecided,
    OpinionHandedOn,
    OpinionNoted,
    OpinionRemoved,
)
from changlai.engines.activities.models import (
    Activity,
    Feedback,
    Mark,
    Opinion,
)
from changlai.engines.activities.states import (
    ActivityState,
    Document,
    Face,
    OpinionOutcome,
)
from changlai.foundation.people.public import Actor, Person
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import publish
from changlai.kernel.ids import uuid7
from changlai.kernel.policies import require

LONGEST_MINUTES: Final = 20_000
LONGEST_OPINION: Final = 1000
LONGEST_WORDS: Final = 500


@transaction.atomic
def keep_minutes(
    *, centre: Any, activity_id: UUID, actor: Actor, at: datetime, text: str
) -> Activity:
    """Write down what was said and done; raises NotAllowed, BadInput before it was announced."""
    activity = _locked(centre, activity_id)
    require(policies.may_plan, actor, centre)
    if activity.state in {ActivityState.DRAFT, ActivityState.CANCELLED}:
        raise BadInput("活动没有办，不用写记录。")
    if len(text) > LONGEST_MINUTES:
        raise BadInput(f"活动记录最多{LONGEST_MINUTES}个字。")
    activity.minutes, activity.minutes_at = text.strip(), at
    activity.save(update_fields=["minutes", "minutes_at"])
    publish(
        MinutesKept(
            centre_id=activity.centre_id, at=at, actor_id=actor.account_id, subject_id=activity.pk
        )
    )
    return activity


@transaction.atomic
def note_opinion(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    text: str,
    person: Person | None = None,
    alias: str = "",
    opinion_id: UUID | None = None,
) -> Opinion:
    """Write down one thing that was said; whoever said it need not be named.

    Sent twice with one `opinion_id` it is one. Raises NotAllowed; BadInput without words, where
    the preset keeps no opinions, or once the activity is closed.
    """
    activity = _locked(centre, activity_id)
    require(policies.may_roll, actor, centre)
    if Document.OPINIONS not in activity.version.documents:
        raise BadInput("这类活动不记意见，可以在活动类型里加上“意见清单”。")
    if activity.state != ActivityState.ANNOUNCED:
        raise BadInput("活动没有在办，不能再记意见。")
    text = text.strip()
    if not text or len(text) > LONGEST_OPINION:
        raise BadInput(f"请写一句意见，最多{LONGEST_OPINION}个字。")
    there = Opinion.objects.of(centre).filter(activity=activity)
    if opinion_id and (first := there.filter(pk=opinion_id).first()):
        return first
    row = Opinion(
        pk=opinion_id or uuid7(),
        centre_id=activity.centre_id,
        activity=activity,
        person=person,
        alias="" if person else " ".join(alias.split())[:40],
        text=text,
        at=at,
    )
    row.save(force_insert=True)
    publish(OpinionNoted(**_said(row, actor, at)))
    return row


@transaction.atomic
def decide_opinion(
    *, centre: Any, opinion_id: UUID, actor: Actor, at: datetime, outcome: str, reply: str
) -> Opinion:
    """Say what becomes of an opinion, in words that everyone reads (F29).

    May be said anew, as when a plan changed. Raises NotAllowed; BadInput without an outcome, or
    without words.
    """
    row = Opinion.objects.of(centre).select_for_update().get(pk=opinion_id)
    require(policies.may_plan, actor, centre)
    if outcome not in OpinionOutcome.values:
        raise BadInput("请选结果：采纳、部分采纳，或说明理由。")
    reply = reply.strip()
    if not reply or len(reply) > LONGEST_OPINION:
        raise BadInput(f"请写明怎么办、什么时候办，或者为什么，最多{LONGEST_OPINION}个字。")
    row.outcome, row.reply, row.decided_at = OpinionOutcome(outcome), reply, at
    row.save(update_fields=["outcome", "reply", "decided_at"])
    publish(OpinionDecided(outcome=row.outcome, **_said(row, actor, at)))
    return row


@transaction.atomic
def change_opinion(
    *, centre: Any, opinion_id: UUID, actor: Actor, at: datetime, text: str, alias: str = ""
) -> Opinion:
    """Put an opinion into the words that were meant, as when it was typed wrongly.

    `alias` is whoever said it where no person is known. Raises NotAllowed; BadInput without
    words, or once it is a matter of its own, which others work on.
    """
    row = _own_still(centre, opinion_id, actor)
    text = text.strip()
    if not text or len(text) > LONGEST_OPINION:
        raise BadInput(f"请写一句意见，最多{LONGEST_OPINION}个字。")
    row.text = text
    row.alias = "" if row.person_id else " ".join(alias.split())[:40]
    row.save(update_fields=["text", "alias"])
    publish(OpinionChanged(**_said(row, actor, at)))
    return row


@transaction.atomic
def remove_opinion(*, centre: Any, opinion_id: UUID, actor: Actor, at: datetime) -> UUID:
    """Delete an opinion that nobody said, as one typed twice; return the activity.

    Raises NotAllowed; BadInput once it is a matter of its own.
    """
    row = _own_still(centre, opinion_id, actor)
    gone = OpinionRemoved(**_said(row, actor, at))
    row.delete()
    publish(gone)
    return gone.activity_id


def _own_still(centre: Any, opinion_id: UUID, actor: Actor) -> Opinion:
    row: Opinion = Opinion.objects.of(centre).select_for_update().get(pk=opinion_id)
    require(policies.may_plan, actor, centre)
    if row.voice_record_id is not None:
        raise BadInput("这条意见已经转成诉求了，不能再改。")
    return row


@transaction.atomic
def hand_on_opinion(
    *, centre: Any, opinion_id: UUID, actor: Actor, at: datetime, record_id: UUID
) -> Opinion:
    """Note that an opinion is a matter of its own now; the caller opened that matter.

    Raises NotAllowed; BadInput when it was handed on before.
    """
    row = Opinion.objects.of(centre).select_for_update().get(pk=opinion_id)
    require(policies.may_plan, actor, centre)
    if row.voice_record_id is not None:
        raise BadInput("这条意见已经转成诉求了。")
    row.voice_record_id = record_id
    row.save(update_fields=["voice_record"])
    publish(OpinionHandedOn(record_id=record_id, **_said(row, actor, at)))
    return row


@transaction.atomic
def give_feedback(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    face: str,
    words: str = "",
    person: Person | None = None,
    channel: str = "online",
) -> Feedback:
    """Say by one tap what one thought of it; the later tap of the same participant stands.

    Residents speak for themselves, or for whom they act, once the log knows that they came;
    staff enter what is said on paper, without a name. Raises NotAllowed; BadInput for who was
    not there.
    """
    activity = _locked(centre, activity_id)
    if face not in Face.values:
        raise BadInput("请点一个表情。")
    said: dict[str, Any] = {
        "face": Face(face),
        "words": words.strip()[:LONGEST_WORDS],
        "channel": channel[:10],
        "at": at,
    }
    if person is None:
        require(policies.may_roll, actor, centre)
        row = Feedback(centre_id=activity.centre_id, activity=activity, **said)
        row.save(force_insert=True)
        is_first = True
    else:
        if person.pk != actor.for_person_id or not policies.may_speak(actor, centre):
            raise NotAllowed
        marks = Mark.objects.of(centre).filter(session__activity=activity, person=person)
        stay = next(iter(stays(marks.order_by("at", "id")).values()), None)
        if stay is None or stay.came_at is None:
            raise BadInput("没有您到场的记录，来参加过的人才能评。")
        came = stay.marks[0]
        # Without a sign-up the first line of the log makes the key, so that a tap counts once.
        key = (
            {"sign_up_id": came.sign_up_id}
            if came.sign_up_id
            else {"pk": uuid5(came.pk, "feedback")}
        )
        row, is_first = Feedback.objects.of(centre).update_or_create(
            **key,
            defaults=said,
            create_defaults={"centre_id": activity.centre_id, "activity": activity, **said},
        )
    publish(
        FeedbackGiven(
            centre_id=activity.centre_id,
            at=at,
            # The book keeps that somebody tapped, not who: a face is not tied to an account.
            subject_id=activity.pk,
            preset=activity.preset.code,
            face=row.face,
            is_first=is_first,
        )
    )
    return row


def _locked(centre: Any, activity_id: UUID) -> Activity:
    rows = Activity.objects.of(centre).select_for_update(of=("self",))
    return rows.select_related("preset", "version").get(pk=activity_id)


def _said(row: Opinion, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": row.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": row.pk,
        "activity_id": row.activity_id,
        "person_id": row.person_id,
    }
