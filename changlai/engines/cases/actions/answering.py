"""Answer, ask afterwards how it went, and finish."""

import datetime as dt
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases import texts
from changlai.engines.cases.actions.opening import keep_files
from changlai.engines.cases.actions.taking import Taking
from changlai.engines.cases.events import (
    CaseAnswered,
    CaseCalledBack,
    CaseClosed,
    CaseDelivered,
    CaseRedone,
)
from changlai.engines.cases.models import CallBack, Case
from changlai.engines.cases.searching import keep_searchable
from changlai.engines.cases.states import CallBackOutcome, FileRole, Verb
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, WrongStep

ANSWER_MISSING = "请写下给群众的答复。"


@transaction.atomic
def answer_case(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    text: str,
    at: dt.datetime,
    files: Iterable[Any] = (),
) -> Case:
    """Give the requester the centre's answer, and open the time for asking after and rating.

    An answer is a promise made in the centre's name, so it comes from the handler alone, and a
    case answered twice would be promised twice. Answering is contact, if there was none before.

    Raises NotAllowed if `actor` is not the handler; WrongStep if the case is not in hand, as
    when a colleague has just answered it on another phone; BadInput for a missing text.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.ANSWER)
    _answer(taking, Verb.ANSWER, text)
    keep_files(taking.case, files, FileRole.ANSWER, at)
    return taking.done()


@transaction.atomic
def bring_answer(*, centre: Any, case_id: UUID, actor: Actor, text: str, at: dt.datetime) -> Case:
    """Write down an answer given elsewhere before the case came here, at the time it was given.

    Used by imports and for paper files. Raises NotAllowed, WrongStep, BadInput.
    """
    taking = Taking.begin(
        centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.BRING_ANSWER
    )
    _answer(taking, Verb.BRING_ANSWER, text)
    return taking.done()


def _answer(taking: Taking, verb: Verb, text: str) -> None:
    case, at = taking.case, taking.at
    case.step(verb)
    text = texts.words(text, missing=ANSWER_MISSING)
    in_time = case.resolution_due is None or at <= case.resolution_due
    minutes = taking.used_minutes()
    taking.take(verb, text, in_time=in_time, minutes=minutes)
    taking.note_first_contact()
    taking.set(
        answer=text,
        answered_at=at,
        answered_in_time=in_time,
        rounds=case.rounds + 1,
        call_back_outcome="",
        called_back_at=None,
        solved=None,
        face="",
        rated_at=None,
    )
    if case.accepted_at is None:
        taking.set(accepted_at=at)
    taking.say(
        CaseAnswered, channel=case.channel, in_time=in_time, minutes=minutes, round=case.rounds
    )
    keep_searchable(case)


@transaction.atomic
def deliver_case(
    *, centre: Any, case_id: UUID, actor: Actor, at: dt.datetime, note: str = ""
) -> Case:
    """Write down that what was done is in the requester's hands, and how: fetched, brought, sent.

    Only kinds that end in something to hand over have this step. Raises NotAllowed, WrongStep.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.DELIVER)
    taking.take(Verb.DELIVER, note)
    taking.set(delivered_at=at)
    taking.say(CaseDelivered)
    return taking.done()


@transaction.atomic
def call_back(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    outcome: str,
    at: dt.datetime,
    solved: bool | None = None,
    was_contacted: bool | None = None,
    note: str = "",
    redo: bool = False,
) -> CallBack:
    """Write down how asking the requester went, by someone who did not handle the case.

    Reached and solved, or left out with a reason, finishes the case; reached and not solved may
    send it back to work (`redo`). In a village with one person a colleague of the next centre
    asks, or the case is left out of that rate with the reason.

    Raises NotAllowed for the handler; WrongStep if it is not answered or was asked after;
    BadInput when the outcome lacks its answer or reason.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.CALL_BACK)
    case, found = taking.case, CallBackOutcome(outcome)
    case.step(Verb.CALL_BACK)
    if case.call_back_outcome in {CallBackOutcome.REACHED, CallBackOutcome.LEFT_OUT}:
        raise WrongStep("这件事已经回访过了。")
    note = texts.cleaned(note)
    if found is CallBackOutcome.REACHED and solved is None:
        raise BadInput("请选择对方说解决了没有。")
    if found is CallBackOutcome.LEFT_OUT and not note:
        raise BadInput("不回访要写明原因。")
    if redo and not (found is CallBackOutcome.REACHED and solved is False):
        raise BadInput("对方说没有解决，才能退回重办。")
    if found is not CallBackOutcome.REACHED:
        solved = was_contacted = None
    taking.take(Verb.CALL_BACK, note)
    row = CallBack.objects.create(
        centre_id=case.centre_id,
        case=case,
        round=case.rounds,
        outcome=found,
        solved=solved,
        was_contacted=was_contacted,
        note=note,
        by_id=actor.account_id,
        handler_id=case.handler_id,
        at=at,
    )
    taking.set(call_back_outcome=found.value, called_back_at=at)
    if solved is not None:
        taking.set(solved=solved)
    taking.say(CaseCalledBack, outcome=found.value, solved=solved)
    if redo:
        _redo(taking, note)
    elif solved or found is CallBackOutcome.LEFT_OUT:
        _finish(taking)
    taking.done()
    return row


def _redo(taking: Taking, note: str) -> None:
    taking.take(Verb.REDO, note or "回访时对方说没有解决")
    taking.set(answered_at=None, answered_in_time=None, clock_from=taking.at, extension_days=0)
    taking.say(CaseRedone, handler_id=taking.case.handler_id)


def _finish(taking: Taking) -> None:
    # What was filed before anybody asked is finished already.
    if taking.case.closed_at is not None:
        return
    taking.take(Verb.CLOSE)
    taking.set(closed_at=taking.at)
    taking.say(CaseClosed)


@transaction.atomic
def close_case(*, centre: Any, case_id: UUID, actor: Actor, at: dt.datetime) -> Case:
    """Finish an answered case once the requester was asked, rated it, or could not be reached.

    Raises NotAllowed; WrongStep while the call-back is still owed.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.CLOSE)
    case = taking.case
    case.step(Verb.CLOSE)
    owed = (
        case.rules.needs_call_back
        and case.is_contactable
        and not (case.call_back_outcome or case.face)
    )
    if owed and not actor.is_system:
        raise WrongStep("还没有回访，也没有评价，暂不能办结。")
    _finish(taking)
    return taking.done()
