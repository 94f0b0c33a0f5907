"""The village telephone: what was said, what was settled on the line, and who must be rung back."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases.public import OpenedCase, open_case
from changlai.foundation.people.public import Actor, Person
from changlai.halls.voices import policies
from changlai.halls.voices.events import CallLogged, CallReturned
from changlai.halls.voices.importing import one_line, plain_text
from changlai.halls.voices.kinds import CONSULT, VOICE_KINDS
from changlai.halls.voices.models import CallLog
from changlai.halls.voices.states import CallState
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

NAME_LENGTH = 40
NOTE_LENGTH = 500
TRIES_BEFORE_GIVING_UP = 3
"""On how many tries a missed caller may be left: fewer would be a form of hanging up."""


@dataclass(frozen=True)
class TakenCall:
    """A saved call and, where it became one, its voice with the code to read out."""

    call: CallLog
    opened: OpenedCase | None = None


def known_phone(phone: str) -> str:
    """Return a caller's number in one form, "" when it was not shown; raises BadInput."""
    return normalise_cn(phone) if phone.strip() else ""


@transaction.atomic
def log_call(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    summary: str,
    phone: str = "",
    kind: str = CONSULT,
    is_answered: bool = False,
    caller: str = "",
    person: Person | None = None,
    urgency: str = "normal",
    form_id: UUID | None = None,
) -> TakenCall:
    """Write down a call; unless it was settled on the line, open a voice in the same breath.

    Four fields are enough: number, words, kind, settled or not. `form_id` is the number of the
    form on the screen, so that a double tap saves one call.

    Raises NotAllowed without intake; BadInput for no words, a wrong number or an unknown kind.
    """
    require(policies.may_take_in, actor, centre)
    words = plain_text(summary)
    if not words:
        raise BadInput("请写一句来电说了什么。")
    _check_kind(kind)
    number, name = known_phone(phone), one_line(caller)[:NAME_LENGTH]
    opened = None
    if not is_answered:
        opened = open_case(
            centre=centre,
            kind=kind,
            text=words,
            channel="phone",
            at=at,
            actor=actor,
            person=person,
            urgency=urgency,
            reporter_alias=name,
            contact_phone=number,
            form_id=form_id,
        )
    # Looked for after the voice was opened: of two equal forms the second waits there.
    if form_id and (known := CallLog.objects.of(centre).filter(pk=form_id).first()):
        return TakenCall(known, opened)
    call = CallLog(
        centre_id=centre.pk,
        at=at,
        caller_phone=number,
        caller_name=name,
        summary=words,
        state=CallState.MADE_CASE if opened else CallState.ANSWERED,
        taken_by_id=actor.account_id,
        case=opened.case if opened else None,
    )
    if form_id:
        call.pk = form_id
    call.save(force_insert=True)
    _publish_logged(call, actor)
    return TakenCall(call, opened)


@transaction.atomic
def log_missed_call(
    *, centre: Any, actor: Actor, at: datetime, phone: str, caller: str = "", note: str = ""
) -> CallLog:
    """Note a ring that nobody answered, so that somebody rings back.

    The same number missed again while it waits stays one task: people ring twice in a minute.
    `at` is when it rang.

    Raises NotAllowed without intake; BadInput without a number that can be rung.
    """
    require(policies.may_take_in, actor, centre)
    number = known_phone(phone)
    if not number:
        raise BadInput("请填来电号码，才能回电。")
    index = CallLog._meta.get_field("caller_index").index_of(number)
    waiting = (
        CallLog.objects.of(centre)
        .to_return()
        .select_for_update()
        .filter(caller_index=index)
        .first()
    )
    if waiting:
        return waiting
    call = CallLog(
        centre_id=centre.pk,
        at=at,
        caller_phone=number,
        caller_name=one_line(caller)[:NAME_LENGTH],
        note=one_line(note)[:NOTE_LENGTH],
        state=CallState.MISSED,
        taken_by_id=actor.account_id,
    )
    call.save(force_insert=True)
    _publish_logged(call, actor)
    return call


@transaction.atomic
def settle_missed_call(
    *,
    centre: Any,
    call_id: UUID,
    actor: Actor,
    at: datetime,
    summary: str,
    kind: str = CONSULT,
    is_answered: bool = False,
    person: Person | None = None,
    urgency: str = "normal",
) -> TakenCall:
    """Ring back a missed caller: settled on the line, or made a voice that counts from now.

    Raises NotAllowed; BadInput without words; WrongStep if a colleague rang back already.
    """
    call = _locked(centre, call_id)
    require(policies.may_take_in, actor, centre)
    words = plain_text(summary)
    if not words:
        raise BadInput("请写一句对方说了什么。")
    _check_kind(kind)
    call.move_to(CallState.CALLED_BACK if is_answered else CallState.MADE_CASE)
    opened = None
    if not is_answered:
        opened = open_case(
            centre=centre,
            kind=kind,
            text=words,
            channel="phone",
            at=at,
            actor=actor,
            person=person,
            urgency=urgency,
            reporter_alias=call.caller_name,
            contact_phone=call.caller_phone,
        )
        call.case = opened.case
    call.summary = words
    _settle(call, actor, at)
    return TakenCall(call, opened)


@transaction.atomic
def note_no_answer(
    *, centre: Any, call_id: UUID, actor: Actor, at: datetime, give_up: bool = False, note: str = ""
) -> CallLog:
    """Count a try to ring back that nobody answered; `give_up` ends the task after three.

    Raises NotAllowed; WrongStep if somebody else reached them; BadInput for giving up too soon.
    """
    call = _locked(centre, call_id)
    require(policies.may_take_in, actor, centre)
    if not give_up:
        if call.state != CallState.MISSED:
            call.move_to(CallState.MISSED)
        call.tries += 1
        call.note = one_line(note)[:NOTE_LENGTH] or call.note
        call.save(update_fields=["tries", "note"])
        return call
    if call.tries < TRIES_BEFORE_GIVING_UP:
        raise BadInput(f"至少回拨 {TRIES_BEFORE_GIVING_UP} 次再结束，现在记了 {call.tries} 次。")
    call.move_to(CallState.NOT_REACHED)
    call.note = one_line(note)[:NOTE_LENGTH] or call.note
    _settle(call, actor, at)
    return call


def _publish_logged(call: CallLog, actor: Actor) -> None:
    publish(
        CallLogged(
            centre_id=call.centre_id,
            at=call.at,
            actor_id=actor.account_id,
            subject_id=call.pk,
            state=call.state,
            case_id=call.case_id,
        )
    )


def _check_kind(kind: str) -> None:
    if kind not in VOICE_KINDS:
        raise BadInput("请选择这件事属于哪一种。")


def _locked(centre: Any, call_id: UUID) -> CallLog:
    return CallLog.objects.of(centre).select_for_update().get(pk=call_id)


def _settle(call: CallLog, actor: Actor, at: datetime) -> None:
    call.settled_at, call.settled_by_id = at, actor.account_id
    call.save(update_fields=["state", "summary", "case", "settled_at", "settled_by", "note"])
    publish(
        CallReturned(
            centre_id=call.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=call.pk,
            state=call.state,
            minutes=max(0, int((at - call.at).total_seconds() // 60)),
            case_id=call.case_id,
        )
    )
