"""Keep what an activity leaves: minutes, opinions, pictures, what people thought, certificates."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.activities import policies
from changlai.engines.activities.attendance import stays, who_signed_up
from changlai.engines.activities.events import (
    CertificateIssued,
    FeedbackGiven,
    FollowUpNoted,
    MinutesKept,
    OpinionDecided,
    OpinionHandedOn,
    OpinionNoted,
    PhotoChanged,
)
from changlai.engines.activities.models import (
    Activity,
    Certificate,
    Feedback,
    FollowUp,
    Mark,
    Opinion,
    Photo,
    PhotoPerson,
    SignUp,
)
from changlai.engines.activities.queries.attending import attended
from changlai.engines.activities.states import (
    FOLLOW_UP_DAYS,
    ActivityState,
    Document,
    Face,
    FollowUpOutcome,
    OpinionOutcome,
    SignUpState,
)
from changlai.foundation.people.public import Actor, Person
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import publish
from changlai.kernel.ids import MOST_TRIES, day_number, uuid7
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
def add_photo(
    *,
    centre: Any,
    activity_id: UUID,
    actor: Actor,
    at: datetime,
    file: Any,
    caption: str = "",
    shows_people: bool = True,
    person_ids: Iterable[UUID] = (),
) -> Photo:
    """Add a picture that was kept; nobody else sees it before it is published.

    Raises NotAllowed, and BadInput for an activity that was never announced.
    """
    activity = _locked(centre, activity_id)
    require(policies.may_plan, actor, centre)
    if activity.state == ActivityState.DRAFT:
        raise BadInput("活动还没有发布，先不放照片。")
    row = Photo(
        centre_id=activity.centre_id,
        activity=activity,
        file=file,
        caption=" ".join(caption.split())[:80],
        shows_people=shows_people,
        by_id=actor.account_id,
        at=at,
    )
    row.save(force_insert=True)
    _name_people(row, person_ids)
    publish(_pictured(row, actor, at))
    return row


@transaction.atomic
def change_photo(
    *,
    centre: Any,
    photo_id: UUID,
    actor: Actor,
    at: datetime,
    published: bool,
    shows_people: bool,
    person_ids: Iterable[UUID] = (),
    caption: str = "",
) -> Photo:
    """Say who can be recognised in a picture, and let others see it or no longer.

    Published is a wish: it is seen only while everyone in it agrees (queries.shown_photos).
    Raises NotAllowed; BadInput to publish a picture with people of whom none is named.
    """
    row = Photo.objects.of(centre).select_for_update().get(pk=photo_id)
    require(policies.may_plan, actor, centre)
    people = set(person_ids)
    if published and shows_people and not people:
        raise BadInput("照片里认得出人，请先写上是谁，或者换一张认不出人的。")
    row.caption = " ".join(caption.split())[:80]
    row.shows_people = shows_people
    row.published_at = (row.published_at or at) if published else None
    row.save(update_fields=["caption", "shows_people", "published_at"])
    PhotoPerson.objects.of(centre).filter(photo=row).exclude(person_id__in=people).delete()
    _name_people(row, people)
    publish(_pictured(row, actor, at))
    return row


def _name_people(row: Photo, person_ids: Iterable[UUID]) -> None:
    there = set(
        PhotoPerson.objects.of(row.centre_id).filter(photo=row).values_list("person_id", flat=True)
    )
    for key in sorted(set(person_ids) - there):
        PhotoPerson(centre_id=row.centre_id, photo=row, person_id=key).save(force_insert=True)


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


@transaction.atomic
def issue_certificate(
    *, centre: Any, activity_id: UUID, sign_up_id: UUID, actor: Actor, at: datetime
) -> Certificate:
    """Certify the hours somebody attended, and those alone (F25).

    Issued again it keeps its number; only when the log was corrected since do the hours change.
    The participant may ask for it too. Raises NotAllowed for somebody else's; BadInput where
    the preset hands out none, while the activity runs, or without a minute attended.
    """
    activity = _locked(centre, activity_id)
    sign_up = (
        SignUp.objects.of(centre)
        .select_for_update(of=("self",))
        .filter(activity=activity)
        .get(pk=sign_up_id)
    )
    if not policies.may_plan(actor, centre) and not policies.is_own(actor, sign_up):
        raise NotAllowed
    if Document.CERTIFICATE not in activity.version.documents:
        raise BadInput("这类活动不开学时证明。")
    if activity.state != ActivityState.DONE:
        raise BadInput("活动结束以后才能开证明。")
    hours = attended(activity).get(who_signed_up(sign_up), [])
    minutes = sum(one.minutes for one in hours)
    if not minutes:
        raise BadInput("没有到场的记录，开不了证明；参加了没签到的，请工作人员补记。")
    row = Certificate.objects.of(centre).filter(activity=activity, sign_up=sign_up).first()
    if row is not None and (row.minutes, row.sessions) == (minutes, len(hours)):
        return row
    row = row or Certificate(centre_id=activity.centre_id, activity=activity, sign_up=sign_up)
    row.minutes, row.sessions = minutes, len(hours)
    row.issued_at, row.by_id = at, actor.account_id
    _number(row)
    publish(
        CertificateIssued(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=activity.pk,
            person_id=sign_up.person_id,
            minutes=minutes,
            sessions=len(hours),
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


def _pictured(row: Photo, actor: Actor, at: datetime) -> PhotoChanged:
    return PhotoChanged(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        activity_id=row.activity_id,
        is_published=row.published_at is not None,
    )
