"""Read a case's progress by number and code, without signing in, and slow down whoever guesses.

Shown are state, dates and the redacted answer; nothing personal, not even the question.
"""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from django.db import transaction

from changlai.engines.cases import codes
from changlai.engines.cases.actions.rating import last_day_to_reopen
from changlai.engines.cases.models import Case, ProgressTry
from changlai.engines.cases.policies import CodeProof
from changlai.engines.cases.states import Secrecy, StateType, Verb
from changlai.kernel.crypto.public import blind_index
from changlai.kernel.errors import BadInput, RuleBroken

FREE_TRIES = 3
FIRST_DELAY = 30
LONGEST_DELAY = 3600
FORGET_AFTER = dt.timedelta(hours=24)
WRONG = "编号或查询码不对，请对照回执再输一次。"


class TooManyTries(RuleBroken):
    """Too many wrong codes in a row; the sentence says how long to wait."""

    sentence = "输错的次数太多，请过一会儿再试。"


@dataclass(frozen=True)
class ProgressStage:
    """One date on the way of a case."""

    title: str
    at: dt.datetime


@dataclass(frozen=True)
class Progress:
    """What number and code show, and the proof by which their holder rates or takes back."""

    number: str
    kind_title: str
    state_label: str
    state_type: str
    stages: tuple[ProgressStage, ...]
    due: dt.datetime | None
    is_provisional: bool
    answer: str
    question_to_you: str
    may_rate: bool
    may_reopen_until: dt.datetime | None
    may_reply: bool
    may_withdraw: bool
    proof: CodeProof


def open_by_code(*, centre: Any, number: str, code: str, address: str, at: dt.datetime) -> Progress:
    """Return a case's progress; each wrong code in a row makes the next one wait longer.

    Wrong tries are counted for the number and for the address, so that neither one number from
    many places nor many numbers from one place can be guessed. `address` is kept as a keyed
    hash for a day. Must not run inside a caller's transaction: the count stays when it raises.

    Raises BadInput for a wrong number or code (the same sentence), TooManyTries while waiting.
    """
    number = codes.plain_number(number)
    keys = [
        blind_index(f"{centre.pk}:{number}", "case try"),
        blind_index(f"{centre.pk}:{address}", "address try"),
    ]
    with transaction.atomic():
        tries = _locked_tries(centre, keys, at)
        if (
            until := max((row.blocked_until for row in tries if row.blocked_until), default=None)
        ) and until > at:
            minutes = math.ceil((until - at).total_seconds() / 60)
            raise TooManyTries(f"输错的次数太多，请过 {minutes} 分钟再试，或打电话问中心。")
        case = Case.objects.of(centre).select_related("kind_version").filter(number=number).first()
        # Compared even when there is no such number, so that both wrongs take the same time.
        given = codes.fingerprint(case.pk if case else centre.pk, code)
        right = codes.is_same(case.code_index if case else keys[0], given)
        if right:
            for row in tries:
                row.failures, row.blocked_until = 0, None
        else:
            for row in tries:
                row.failures += 1
                row.last_at = at
                row.blocked_until = _wait_until(row.failures, at)
        ProgressTry.objects.bulk_update(tries, ["failures", "last_at", "blocked_until"])
    if case is None or not right:
        raise BadInput(WRONG)
    return progress_of(case, at)


def _locked_tries(centre: Any, keys: list[str], at: dt.datetime) -> list[ProgressTry]:
    rows = ProgressTry.objects.of(centre)
    known = set(rows.filter(key__in=keys).values_list("key", flat=True))
    fresh = [ProgressTry(centre=centre, key=key, last_at=at) for key in keys if key not in known]
    if fresh:
        ProgressTry.objects.bulk_create(fresh, ignore_conflicts=True)
    tries = list(rows.filter(key__in=keys).select_for_update().order_by("id"))
    for row in tries:
        if row.last_at < at - FORGET_AFTER:
            row.failures, row.blocked_until = 0, None
    return tries


def _wait_until(failures: int, at: dt.datetime) -> dt.datetime | None:
    if failures < FREE_TRIES:
        return None
    seconds = min(FIRST_DELAY * 2 ** min(failures - FREE_TRIES, 20), LONGEST_DELAY)
    return at + dt.timedelta(seconds=seconds)


def forget_tries(at: dt.datetime) -> int:
    """Delete counts that are a day old; returns how many."""
    return ProgressTry.objects.filter(last_at__lt=at - FORGET_AFTER).delete()[0]


def progress_of(case: Case, at: dt.datetime) -> Progress:
    """Return what may be shown of a case to whoever holds its code."""
    workflow, secret = case.rules.workflow, case.secrecy != Secrecy.ORDINARY
    stages = [
        ("提出", case.opened_at),
        ("受理", case.accepted_at),
        ("联系您", case.first_contact_at if case.first_contact_at != case.opened_at else None),
        ("答复", case.answered_at),
        ("结束", case.closed_at),
    ]
    steps = {
        verb: workflow.step(verb, case.state) is not None
        for verb in (Verb.RATE, Verb.RESUME, Verb.WITHDRAW)
    }
    until = last_day_to_reopen(case) if workflow.step(Verb.REOPEN, case.state) else None
    question = ""
    if case.state_type == StateType.WAITING and not secret:
        rows = case.steps.filter(centre_id=case.centre_id, verb=Verb.ASK).order_by("-at", "-id")
        question = rows.values_list("note", flat=True).first() or ""
    return Progress(
        number=case.number,
        kind_title=case.kind_title,
        state_label=case.state_label,
        state_type=case.state_type,
        stages=tuple(ProgressStage(title, moment) for title, moment in stages if moment),
        due=case.resolution_due if case.is_running else None,
        is_provisional=case.deadline_provisional,
        answer="" if secret or case.state_type != StateType.RESOLVED else case.answer,
        question_to_you=question,
        may_rate=case.rules.may_rate and steps[Verb.RATE] and not case.face,
        may_reopen_until=until if until and until >= at else None,
        may_reply=steps[Verb.RESUME],
        may_withdraw=steps[Verb.WITHDRAW],
        proof=CodeProof(case.pk),
    )
