"""Ask how a service went, take the one answer, and forget in time who did and who said what."""

from datetime import datetime, timedelta
from secrets import choice
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.faces import policies
from changlai.engines.faces.events import AskTakenBack, FaceAsked, FaceGiven, FacesTidied
from changlai.engines.faces.models import Asked
from changlai.engines.faces.states import (
    BY_STAFF,
    LONGEST_WORDS,
    OPEN_DAYS,
    WORDS_DAYS,
    AnswerChannel,
    Face,
)
from changlai.foundation.people.public import Actor, Person
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

TITLE = 40
SIGNS = "23456789abcdefghjkmnpqrstvwxyz"
"""Signs of a link that may be read aloud: none looks like another."""
LONG = 16


class Closed(WrongStep):
    """The days in which one may say how it went are over."""

    sentence = "这一次的评价时间过了。有话要说，可以打电话或者点“我要说”。"


@transaction.atomic
def ask(
    *,
    centre: Any,
    kind: str,
    subject_id: UUID,
    at: datetime,
    title: str = "",
    person: Person | None = None,
    served_by: UUID | None = None,
    apart_days: int = 0,
) -> Asked | None:
    """Ask how a finished service went, once; return None where nobody is asked.

    `centre` is the centre or its key. `served_by` is the account that did it. With `apart_days`
    a person is asked of this kind once in so many days: 1 is once a day, as for ten parcels of
    one visit. Whoever served themselves is not asked. Asked twice, the first asking is returned.
    """
    centre_id = getattr(centre, "pk", centre)
    rows = Asked.objects.of(centre_id).filter(kind=kind)
    first = rows.filter(subject_id=subject_id).first()
    if first is not None:
        return first
    if person is not None:
        if served_by is not None and person.account_id == served_by:
            return None
        if apart_days and _asked_lately(rows.filter(person=person), at, apart_days):
            return None
    row = Asked(
        centre_id=centre_id,
        kind=kind,
        subject_id=subject_id,
        person=person,
        title=" ".join(title.split())[:TITLE],
        token=_token(),
        served_by_id=served_by,
        asked_at=at,
        closes_on=timezone.localdate(at) + timedelta(days=OPEN_DAYS),
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        # Another hand asked in the same moment.
        return rows.get(subject_id=subject_id)
    publish(FaceAsked(centre_id=centre_id, at=at, actor_id=None, subject_id=row.pk, kind=kind))
    return row


def _token() -> str:
    return "".join(choice(SIGNS) for _ in range(LONG))


def _asked_lately(rows: Any, at: datetime, days: int) -> bool:
    today = timezone.localdate(at)
    lately = rows.filter(asked_at__gt=at - timedelta(days=days + 1), asked_at__lte=at)
    return any((today - one.asked_on).days < days for one in lately)


@transaction.atomic
def take_back(*, centre: Any, kind: str, subject_id: UUID, at: datetime) -> bool:
    """Ask no more about what turned out not to be done; what was answered stays said."""
    centre_id = getattr(centre, "pk", centre)
    rows = Asked.objects.of(centre_id).select_for_update().unanswered()
    row = rows.filter(kind=kind, subject_id=subject_id).first()
    if row is None:
        return False
    publish(
        AskTakenBack(
            centre_id=centre_id,
            at=at,
            actor_id=None,
            subject_id=row.pk,
            kind=kind,
            asked_on=row.asked_on,
        )
    )
    row.delete()
    return True


@transaction.atomic
def tap_face(
    *, centre: Any, token: str, actor: Actor, at: datetime, face: int, words: str | None = None
) -> Asked:
    """Take the tap of whoever holds the link; without `words` those said before stay.

    The latest tap counts until the closing day. Raises NotAllowed for whoever did the service;
    Closed after the day; BadInput for no face, or too many words.
    """
    row = Asked.objects.of(centre).select_for_update().get(token=token)
    require(policies.may_tap, actor, row)
    return _answer(row, actor, at, face, words, _channel(actor, row))


def _channel(actor: Actor, row: Asked) -> AnswerChannel:
    """Return how a tap came: a colleague who scans somebody's slip taps what stands on it."""
    if actor.acting_for is not None:
        is_call = actor.channel == AnswerChannel.PHONE
        return AnswerChannel.PHONE if is_call else AnswerChannel.COUNTER
    is_own = row.person_id is not None and row.person_id == actor.person_id
    return AnswerChannel.PAPER if actor.is_staff and not is_own else AnswerChannel.ONLINE


@transaction.atomic
def enter_face(
    *,
    centre: Any,
    asked_id: UUID,
    actor: Actor,
    at: datetime,
    face: int,
    channel: str,
    words: str | None = None,
) -> Asked:
    """Write down what somebody said on a slip, by telephone or at the counter.

    Raises NotAllowed for whoever did the service; Closed after the day; BadInput.
    """
    row = Asked.objects.of(centre).select_for_update().get(pk=asked_id)
    require(policies.may_enter, actor, row)
    if row.face and row.channel == AnswerChannel.ONLINE:
        raise BadInput("本人自己点过了，以本人点的为准。")
    if channel not in BY_STAFF:
        raise BadInput("请选是纸条、电话还是在窗口说的。")
    return _answer(row, actor, at, face, words, AnswerChannel(channel))


def _answer(
    row: Asked,
    actor: Actor,
    at: datetime,
    face: int,
    words: str | None,
    channel: AnswerChannel,
) -> Asked:
    if timezone.localdate(at) > row.closes_on:
        raise Closed
    if face not in Face.values:
        raise BadInput("请点一个表情。")
    said = row.words if words is None else words.strip()
    if len(said) > LONGEST_WORDS:
        raise BadInput(f"最多写{LONGEST_WORDS}个字。")
    was = row.face or 0
    is_same = was == face and said == row.words
    if is_same:
        return row
    row.face, row.words, row.channel = face, said, channel
    row.has_words = bool(said)
    row.answered_at = max(at, row.asked_at)
    row.entered_by_id = None if channel == AnswerChannel.ONLINE else actor.account_id
    row.save(update_fields=["face", "words", "has_words", "channel", "answered_at", "entered_by"])
    publish(
        FaceGiven(
            centre_id=row.centre_id,
            at=at,
            # Who tapped is nobody's business: a fact of who judged is not written in the book.
            actor_id=row.entered_by_id,
            subject_id=row.pk,
            kind=row.kind,
            asked_on=row.asked_on,
            face=face,
            was=was,
            channel=channel.value,
        )
    )
    return row


def tidy(at: datetime) -> int:
    """Wipe who served, once an asking is closed, and words of a year ago; return how many rows.

    A centre a transaction, with a fact that says how many as the proof.
    """
    today, long_ago = timezone.localdate(at), at - timedelta(days=WORDS_DAYS)
    closed = Asked.objects.filter(closes_on__lt=today, served_by__isnull=False)
    old = Asked.objects.filter(has_words=True, answered_at__lt=long_ago)
    centres = {
        *closed.order_by().values_list("centre_id", flat=True),
        *old.order_by().values_list("centre_id", flat=True),
    }
    return sum(_tidy(centre_id, today, long_ago, at) for centre_id in sorted(centres))


@transaction.atomic
def _tidy(centre_id: UUID, today: Any, long_ago: datetime, at: datetime) -> int:
    rows = Asked.objects.of(centre_id)
    servers = rows.filter(closes_on__lt=today, served_by__isnull=False).update(served_by=None)
    words = rows.filter(has_words=True, answered_at__lt=long_ago).update(words="", has_words=False)
    publish(FacesTidied(centre_id=centre_id, at=at, words=words, servers=servers))
    return servers + words


@transaction.atomic
def forget_person(*, centre_id: UUID, person_id: UUID) -> None:
    """Take words, titles and the person out of what they were asked; the faces stay as counts."""
    rows = Asked.objects.of(centre_id).filter(person_id=person_id)
    for row in rows.select_for_update().order_by("id"):
        row.person, row.words, row.has_words, row.title = None, "", False, ""
        # A link in their old messages, or on a slip in the bin, opens nothing any more.
        row.token = _token()
        row.save(update_fields=["person", "words", "has_words", "title", "token"])


def keep_with_person(*, centre_id: UUID, merged_id: UUID, keep_id: UUID) -> None:
    """Move what was asked of a person to the entry that they turned out to be."""
    Asked.objects.of(centre_id).filter(person_id=merged_id).update(person_id=keep_id)
