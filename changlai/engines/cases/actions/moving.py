"""Move a case between hands: to a colleague, beside a colleague, up to the township and back."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases import policies, texts
from changlai.engines.cases.actions.taking import Taking, answered_for, locked
from changlai.engines.cases.events import (
    CaseCoHandlerAdded,
    CaseGrantEnded,
    CaseSentUp,
    CaseTakenBack,
    CaseTransferred,
)
from changlai.engines.cases.models import Case, CaseLook, CoHandler, UpwardGrant
from changlai.engines.cases.states import GRANT_ENDED, Verb
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep

LONGEST_GRANT = dt.timedelta(days=60)


@transaction.atomic
def transfer_case(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    reason: str,
    at: dt.datetime,
    to: Any = None,
) -> Case:
    """Pass a case to a colleague (or back to the pile) with a reason, only so many times.

    After the kind's cap the case stops going round: only assign_case moves it then.
    Raises NotAllowed; WrongStep at the cap; BadInput without a reason, or to nobody known.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.TRANSFER)
    case = taking.case
    if case.bounces >= case.rules.bounce_cap:
        raise WrongStep(f"这件事已经转办 {case.bounces} 次，不能再转，请书记指派承办人。")
    handler_id = (
        answered_for(centre, to, case.rules.power("handle"), at) if to is not None else None
    )
    if handler_id is not None and handler_id == case.handler_id:
        raise BadInput("这件事本来就由这位同事承办。")
    taking.take(Verb.TRANSFER, reason, to_handler_id=handler_id)
    taking.set(handler_id=handler_id, bounces=case.bounces + 1)
    taking.say(CaseTransferred, handler_id=handler_id, bounces=case.bounces)
    return taking.done()


@transaction.atomic
def add_co_handler(
    *, centre: Any, case_id: UUID, actor: Actor, account: Any, at: dt.datetime, note: str = ""
) -> CoHandler:
    """Ask a colleague to help.

    The handler still answers. Raises NotAllowed, WrongStep, BadInput.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.CO_HANDLE)
    case = taking.case
    account_id = answered_for(centre, account, case.rules.power("handle"), at)
    if account_id == case.handler_id:
        raise BadInput("这位同事已经是承办人。")
    row, is_new = CoHandler.objects.get_or_create(
        centre_id=case.centre_id, case=case, account_id=account_id, defaults={"at": at}
    )
    if is_new:
        taking.take(Verb.CO_HANDLE, note, to_handler_id=account_id)
        taking.say(CaseCoHandlerAdded, account_id=account_id)
    taking.done()
    return row


@transaction.atomic
def transfer_upward(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    account: Any,
    to_name: str,
    reason: str,
    at: dt.datetime,
    until: dt.datetime,
) -> UpwardGrant:
    """Ask the level above for help: one account may see this one case until a day.

    The case stays the village's and its clock runs on. Raises NotAllowed, WrongStep; BadInput
    for a missing name or reason, or a time that is past or longer than sixty days.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.SEND_UP)
    case = taking.case
    if not at < until <= at + LONGEST_GRANT:
        raise BadInput("请选择今后 60 天以内的截止日期。")
    taking.take(Verb.SEND_UP, reason)
    grant = UpwardGrant.objects.create(
        centre_id=case.centre_id,
        case=case,
        account=account,
        to_name=texts.words(to_name, missing="请写明报给哪个部门。", longest=60),
        reason=texts.cleaned(reason),
        granted_by_id=actor.account_id,
        starts_at=at,
        ends_at=until,
    )
    taking.say(CaseSentUp, to_account_id=grant.account_id, until=until)
    taking.done()
    return grant


@transaction.atomic
def take_back_case(
    *,
    centre: Any,
    case_id: UUID,
    actor: Actor,
    result: str,
    at: dt.datetime,
    outside_number: str = "",
) -> Case:
    """Note what the level above replied, end its grants, and go on.

    Raises NotAllowed, WrongStep, BadInput.
    """
    taking = Taking.begin(centre=centre, case_id=case_id, actor=actor, at=at, verb=Verb.TAKE_BACK)
    case = taking.case
    taking.take(Verb.TAKE_BACK, result)
    grants = UpwardGrant.objects.of(centre).filter(case=case, withdrawn_at__isnull=True)
    grants.update(withdrawn_at=at, outside_number=texts.few_words(outside_number, longest=60))
    taking.say(CaseTakenBack)
    return taking.done()


@transaction.atomic
def end_grant(
    *, centre: Any, grant_id: UUID, actor: Actor, at: dt.datetime, reason: str = ""
) -> UpwardGrant:
    """Close what the level above can see before its time, in whatever state the case is.

    What was opened is the village's to close, so no kind may forbid it. The line in the history
    says who did it; a grant that ended already stays as it was.

    Raises UpwardGrant.DoesNotExist; NotAllowed unless the actor oversees the case.
    """
    # The case is locked first, as everywhere: its history is what gets the line.
    case_id = UpwardGrant.objects.of(centre).values_list("case_id", flat=True).get(pk=grant_id)
    case = locked(centre, case_id)
    grant = UpwardGrant.objects.of(centre).select_for_update().get(pk=grant_id)
    if not policies.may_end_grant(actor, case):
        raise NotAllowed
    if not grant.holds(at):
        return grant
    taking = Taking(centre, case, actor, at)
    said = texts.few_words(reason, longest=200)
    taking.write_line(GRANT_ENDED, f"{grant.to_name}：{said}" if said else grant.to_name)
    grant.withdrawn_at = at
    grant.save(update_fields=["withdrawn_at"])
    taking.say(CaseGrantEnded, to_account_id=grant.account_id)
    taking.saved()
    return grant


@transaction.atomic
def look_through_grant(*, centre: Any, case_id: UUID, actor: Actor, at: dt.datetime) -> Case:
    """Open a case as the level above and log the look, for the village to see.

    Raises NotAllowed without a grant that holds now.
    """
    case = locked(centre, case_id)
    if not policies.has_grant(actor, case, at):
        raise NotAllowed
    CaseLook.objects.create(
        centre_id=case.centre_id,
        case=case,
        what=CaseLook.GRANT,
        by_id=actor.account_id,
        by_name=actor.name[:40],
        at=at,
    )
    return case
