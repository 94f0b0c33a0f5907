"""Leave a case out of one rate: asked for with a reason, holding once a second person agrees."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases import policies, texts
from changlai.engines.cases.actions.taking import fact_of, locked
from changlai.engines.cases.events import CaseLeftOutOfRate
from changlai.engines.cases.models import ExcludedFromRate
from changlai.engines.cases.states import RateCode
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import NotAllowed, WrongStep
from changlai.kernel.events.public import publish


@transaction.atomic
def exclude_from_rate(
    *, centre: Any, case_id: UUID, rate: str, reason: str, actor: Actor, at: dt.datetime
) -> ExcludedFromRate:
    """Ask to leave a case out of a rate. Raises NotAllowed.

    WrongStep if asked before; BadInput without a reason.
    """
    case = locked(centre, case_id)
    if not policies.may_see(actor, case) or not policies.may_ask_exclusion(actor, case):
        raise NotAllowed
    reason = texts.words(reason, missing="请写明不计入的理由。", longest=200)
    if ExcludedFromRate.objects.of(centre).filter(case=case, rate=RateCode(rate)).exists():
        raise WrongStep("这件事已经申请过不计入这个率。")
    return ExcludedFromRate.objects.create(
        centre_id=case.centre_id,
        case=case,
        rate=RateCode(rate),
        reason=reason,
        asked_by_id=actor.account_id,
        asked_at=at,
    )


@transaction.atomic
def decide_exclusion(
    *, centre: Any, exclusion_id: UUID, actor: Actor, is_agreed: bool, at: dt.datetime
) -> ExcludedFromRate:
    """Agree or not, as a second person. Raises NotAllowed for the one who asked.

    WrongStep if decided.
    """
    row = ExcludedFromRate.objects.of(centre).select_for_update().get(pk=exclusion_id)
    case = row.case
    if not policies.may_see(actor, case) or not policies.may_decide_exclusion(
        actor, case, row.asked_by_id
    ):
        raise NotAllowed("不计入要由另一位同事同意。")
    if row.decided_at is not None:
        raise WrongStep("这条申请已经有人决定过了。")
    row.is_agreed, row.decided_by_id, row.decided_at = is_agreed, actor.account_id, at
    row.save(update_fields=["is_agreed", "decided_by", "decided_at"])
    if is_agreed:
        publish(fact_of(CaseLeftOutOfRate, case, actor, at, rate=row.rate))
    return row
