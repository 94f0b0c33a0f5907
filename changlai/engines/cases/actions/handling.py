"""Take a case on, sort it, contact the requester, wait, refuse or route out, and write notes."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases import clocks, texts
from changlai.engines.cases.actions.taking import Taking, answered_for
from changlai.engines.cases.events import (
    CaseAccepted,
    CaseAssigned,
    CaseExtended,
    CasePaused,
    CaseRefused,
    CaseResumed,
    CaseRoutedOut,
    CaseSorted,
    CaseStarted,
    CaseWithdrawn,
)
from changlai.engines.cases.lookups import level_now, week_of
from changlai.engines.cases.models import Case, Category
from changlai.engines.cases.policies import CodeProof
from changlai.engines.cases.states import Verb
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, WrongStep


@transaction.atomic
def accept_case(
    *, centre: Any, case_id: UUID, actor: Actor, at: dt.datetime, handler: Any = None
) -> Case:
    """Take a matter on: who accepts it answers for it (首接负责), or the named `handler`.

    The answer clock runs from here: the first working day is the one after acceptance.
    Raises NotAllowed, WrongStep, or BadInput if the colleague does not serve here.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.ACCEPT)
    power = taking.case.rules.power("handle")
    handler_id = (
        answered_for(centre, handler, power, at) if handler is not None else actor.account_id
    )
    taking.take(Verb.ACCEPT, to_handler_id=handler_id)
    taking.set(accepted_at=at, clock_from=at, handler_id=handler_id)
    taking.say(CaseAccepted, handler_id=handler_id)
    return taking.done()


@transaction.atomic
def assign_case(
    *, centre: Any, case_id: UUID, actor: Actor, handler: Any, at: dt.datetime, note: str = ""
) -> Case:
    """Give a case to someone; the secretary's word, and the only way on once it bounced too often.

    Assigning what nobody accepted yet accepts it. Raises NotAllowed, WrongStep, BadInput.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.ASSIGN)
    case = taking.case
    handler_id = answered_for(centre, handler, case.rules.power("handle"), at)
    taking.take(Verb.ASSIGN, note, to_handler_id=handler_id)
    taking.set(handler_id=handler_id)
    if case.accepted_at is None:
        taking.set(accepted_at=at, clock_from=at)
        taking.say(CaseAccepted, handler_id=handler_id)
    taking.say(CaseAssigned, handler_id=handler_id)
    return taking.done()


@transaction.atomic
def record_contact(
    *, centre: Any, case_id: UUID, actor: Actor, at: dt.datetime, note: str = ""
) -> Case:
    """Note that the centre reached the requester; the first time stops the first-contact clock.

    Raises NotAllowed, WrongStep.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.CONTACT)
    taking.take(Verb.CONTACT, note)
    taking.note_first_contact()
    return taking.done()


@transaction.atomic
def start_case(*, centre: Any, case_id: UUID, actor: Actor, at: dt.datetime) -> Case:
    """Begin the work. Raises NotAllowed, WrongStep."""
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.START)
    taking.take(Verb.START)
    taking.say(CaseStarted)
    return taking.done()


@transaction.atomic
def ask_requester(
    *, centre: Any, case_id: UUID, actor: Actor, question: str, at: dt.datetime
) -> Case:
    """Ask for what only the requester can give; the answer clock stands still until they reply.

    Asking is contact. Raises NotAllowed, WrongStep; BadInput without a question, or if there is
    nobody who could be asked.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.ASK)
    if not taking.case.is_contactable:
        raise BadInput("这件事没有留下联系方式，没法请对方补充。")
    taking.take(Verb.ASK, question)
    taking.note_first_contact()
    taking.say(CasePaused)
    return taking.done()


@transaction.atomic
def requester_replied(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    text: str,
    at: dt.datetime,
    proof: CodeProof | None = None,
) -> Case:
    """Go on after the requester replied, or without a reply; what was left of the time is left.

    Raises NotAllowed, WrongStep; BadInput for missing words.
    """
    taking = Taking.begin(
        centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.RESUME, proof=proof
    )
    if not text.strip():
        raise BadInput("请写下补充的内容。")
    taking.take(Verb.RESUME, text)
    taking.say(CaseResumed, handler_id=taking.case.handler_id)
    return taking.done()


@transaction.atomic
def extend_case(
    *, centre: Any, case_id: UUID, actor: Actor, working_days: int, reason: str, at: dt.datetime
) -> Case:
    """Promise the answer for later, once, before the time is up, and tell the requester why.

    Raises NotAllowed; WrongStep when it was extended before or is too late; BadInput for a
    number of working days that the kind does not allow, or without a reason.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.EXTEND)
    case, most = taking.case, taking.case.rules.extension_days
    if case.extended_at is not None:
        raise WrongStep("这件事已经延期过一次，不能再延。")
    if case.resolution_due is not None and at > case.resolution_due:
        raise WrongStep("已经过了期限，不能再延期，请尽快答复。")
    if not 1 <= working_days <= most:
        raise BadInput(f"可以延长 1 到 {most} 个工作日。" if most else "这类事情不能延期。")
    taking.take(Verb.EXTEND, reason)
    taking.set(extended_at=at, extension_days=working_days)
    taking.say(CaseExtended, working_days=working_days)
    return taking.done()


@transaction.atomic
def refuse_case(*, centre: Any, case_id: UUID, actor: Actor, reason: str, at: dt.datetime) -> Case:
    """Say that the centre may not take the matter on, and why.

    Raises NotAllowed, WrongStep, BadInput.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.REFUSE)
    taking.take(Verb.REFUSE, reason)
    taking.say(CaseRefused)
    return taking.done()


@transaction.atomic
def route_out_case(
    *, centre: Any, case_id: UUID, actor: Actor, guidance: str, at: dt.datetime
) -> Case:
    """Tell the requester which office the matter belongs to (信访 检举 警情 …) and end it here.

    Such matters are never put on the village's clock. Raises NotAllowed, WrongStep, BadInput.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.ROUTE_OUT)
    taking.take(Verb.ROUTE_OUT, guidance)
    taking.say(CaseRoutedOut)
    return taking.done()


@transaction.atomic
def withdraw_case(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    at: dt.datetime,
    reason: str = "",
    proof: CodeProof | None = None,
) -> Case:
    """Take the matter back, as its requester. Raises NotAllowed, WrongStep."""
    taking = Taking.begin(
        centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.WITHDRAW, proof=proof
    )
    taking.take(Verb.WITHDRAW, reason)
    taking.say(CaseWithdrawn)
    return taking.done()


@transaction.atomic
def sort_case(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    category: Category | None,
    at: dt.datetime,
    note: str = "",
) -> Case:
    """Put a case into the category it belongs to, since few residents know the tree.

    The promised times of that category follow, but a day that the requester was told with
    acceptance never moves later by sorting: that is what an extension with its reason is for.

    Raises NotAllowed; BadInput for a category not in use, or when nothing would change.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.SORT)
    case = taking.case
    if (category.pk if category else None) == case.category_id:
        raise BadInput("类别没有改，请另选一个。")
    if category is not None and (category.centre_id != case.centre_id or not category.is_active):
        raise BadInput("这个类别现在不用，请另选一个。")
    words = [category.full_name if category else "不归类", texts.cleaned(note)]
    taking.take(Verb.SORT, "；".join(filter(None, words)))
    level = level_now(case.centre_id, case.kind, category, case.urgency, case.opened_at)
    if case.is_running and not clocks.would_be_later(case, level, week_of(centre)):
        taking.set(level=level)
    taking.set(category=category)
    taking.say(CaseSorted, category=category.code if category else "none")
    return taking.done()


@transaction.atomic
def note_case(*, centre: Any, case_id: UUID, actor: Actor, note: str, at: dt.datetime) -> Case:
    """Write a line into the history for colleagues. Raises NotAllowed, BadInput."""
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.NOTE)
    taking.take(Verb.NOTE, note)
    return taking.saved()
