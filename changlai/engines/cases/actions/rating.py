"""The requester's own verbs after an answer: rate it, say it is not solved, allow publication."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases import policies, texts
from changlai.engines.cases.actions.taking import Taking, locked
from changlai.engines.cases.events import CaseRated, CaseReopened, CaseUnpublished
from changlai.engines.cases.models import Case, Rating
from changlai.engines.cases.policies import CodeProof
from changlai.engines.cases.searching import take_down
from changlai.engines.cases.states import Channel, Face, Verb
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import NotAllowed, WrongStep

MOST_REOPENED = 1
LONGEST_REMARK = 2_000


@transaction.atomic
def rate_case(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    face: str,
    at: dt.datetime,
    words: str = "",
    solved: bool | None = None,
    was_contacted: bool | None = None,
    channel: str = Channel.ONLINE,
    proof: CodeProof | None = None,
) -> Rating:
    """Write down the requester's rating of an answer: one for each answer, by nobody else.

    A slip of paper is entered by staff who did not handle the case (`channel` "paper").
    Raises NotAllowed; WrongStep before there is an answer or when it was rated already; BadInput
    for a remark that is too long.
    """
    case = locked(centre, case_id)
    if not policies.may_rate(actor, case, channel, proof):
        raise NotAllowed
    taking = Taking(centre, case, actor, at, proof)
    case.step(Verb.RATE)
    if case.face:
        raise WrongStep("这件事已经评价过了，谢谢您。")
    if words := texts.cleaned(words):
        words = texts.words(words, longest=LONGEST_REMARK)
    taking.take(Verb.RATE)
    row = Rating.objects.create(
        centre_id=case.centre_id,
        case=case,
        round=case.rounds,
        face=Face(face),
        words=words,
        solved=solved,
        was_contacted=was_contacted,
        channel=Channel(channel),
        entered_by_id=actor.account_id if channel == Channel.PAPER or actor.acting_for else None,
        at=at,
    )
    taking.set(face=row.face, rated_at=at)
    if solved is not None:
        taking.set(solved=solved)
    taking.say(CaseRated, face=row.face, channel=row.channel, solved=solved)
    taking.done()
    return row


def last_day_to_reopen(case: Case) -> dt.datetime | None:
    """Return until when the requester may say that it is not solved, or None when they may not."""
    if case.answered_at is None or case.reopened >= MOST_REOPENED or not case.rules.reopen_days:
        return None
    return case.answered_at + dt.timedelta(days=case.rules.reopen_days)


@transaction.atomic
def reopen_case(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    reason: str,
    at: dt.datetime,
    proof: CodeProof | None = None,
) -> Case:
    """Say, once and within the kind's days, that the matter is not solved.

    A new answer clock begins.

    The earlier answer stays in the history; one that was published is taken down.
    Raises NotAllowed; WrongStep a second time or too late; BadInput without a reason.
    """
    taking = Taking.begin(
        centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.REOPEN, proof=proof
    )
    case = taking.case
    case.step(Verb.REOPEN)
    until = last_day_to_reopen(case)
    if until is None:
        raise WrongStep("这件事已经再次提出过一次。如果还没有解决，请打电话或到窗口来说。")
    if at > until:
        raise WrongStep(f"答复已超过 {case.rules.reopen_days} 天。如果还有问题，请重新提一件。")
    taking.take(Verb.REOPEN, reason)
    taking.set(
        reopened=case.reopened + 1,
        clock_from=at,
        extension_days=0,
        answered_at=None,
        answered_in_time=None,
        closed_at=None,
        solved=False,
    )
    if case.published_at is not None:
        taking.set(published_at=None)
        take_down(case)
        taking.say(CaseUnpublished)
    taking.say(CaseReopened, handler_id=case.handler_id)
    return taking.done()


@transaction.atomic
def allow_publishing(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    is_allowed: bool,
    at: dt.datetime,
    proof: CodeProof | None = None,
) -> Case:
    """Give or take back the asker's consent to show question and answer to everyone.

    Taking it back takes a published answer down at once. Raises NotAllowed for anyone but the
    requester.
    """
    case = locked(centre, case_id)
    shown_code = proof is not None and proof.case_id == case.pk
    if not case.rules.may_publish or not (policies.is_requester(actor, case) or shown_code):
        raise NotAllowed
    taking = Taking(centre, case, actor, at, proof)
    if case.published_at is not None and not is_allowed:
        taking.set(published_at=None)
        take_down(case)
        taking.say(CaseUnpublished)
    taking.set(may_publish=is_allowed)
    return taking.saved()
