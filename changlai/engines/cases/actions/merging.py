"""One matter, one case: merge copies with links both ways, and follow instead of filing again."""

import datetime as dt
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.cases import codes, policies
from changlai.engines.cases.actions.taking import Taking, fact_of, locked
from changlai.engines.cases.events import CaseFollowed, CaseMerged
from changlai.engines.cases.models import Case, CaseStep, Follower
from changlai.engines.cases.states import RUNNING, Verb
from changlai.foundation.people.public import Actor
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish


@transaction.atomic
def merge_cases(
    *, centre: Any, case_id: UUID, into_id: UUID, actor: Actor, at: dt.datetime, note: str = ""
) -> Case:
    """Close a copy into the case where the matter goes on.

    Its requester and followers follow that one.

    Both cases name the other in their history. The copy counts as duplicate, never as resolved.
    Raises NotAllowed; WrongStep if either is not running; BadInput for a case with itself, of
    another family, or of another secrecy.
    """
    if case_id == into_id:
        raise BadInput("不能把一件事并到它自己。")
    # Locked in the order of their ids, so that two merges crossing each other cannot wait for ever.
    both = {one: locked(centre, one) for one in sorted((case_id, into_id))}
    copy, target = both[case_id], both[into_id]
    if not policies.may_take(actor, copy, Verb.MERGE) or not policies.may_see(actor, target):
        raise NotAllowed
    if (copy.family, copy.secrecy) != (target.family, target.secrecy):
        raise BadInput("这两件事不是同一类，不能并在一起。")
    if target.state_type not in RUNNING:
        raise WrongStep("要并入的那件事已经办完，请选正在办理的。")
    taking = Taking(centre, copy, actor, at)
    taking.take(Verb.MERGE, note)
    taking.set(merged_into=target)
    Follower.objects.of(centre).filter(case=copy).exclude(
        person_id__in=Follower.objects.of(centre)
        .filter(case=target, person__isnull=False)
        .values("person_id")
    ).update(case=target)
    if copy.is_contactable and (copy.person_id is None or copy.person_id != target.person_id):
        _follow(target, at=at, person_id=copy.person_id, phone=copy.contact_phone, from_case=copy)
    _write_line(target, actor, at, f"并入 {copy.number}")
    taking.say(CaseMerged, into_id=target.pk)
    return taking.done()


@transaction.atomic
def follow_case(
    *,
    centre: Any,
    number: str,
    actor: Actor,
    at: dt.datetime,
    person: Any = None,
    phone: str = "",
) -> Follower:
    """Follow a running case by its number instead of filing the same again.

    Told of its answer, no more.

    Raises BadInput when there is no such case to follow or nobody to tell, which also hides
    whether a secret one has that number.
    """
    rows = Case.objects.of(centre).select_for_update()
    case = rows.filter(number=codes.plain_number(number)).first()
    if person is None and not phone:
        raise BadInput("请留下电话，有了答复好告诉您。")
    found = normalise_cn(phone) if phone else ""
    if case is None or not policies.may_follow(actor, case, leaves_phone=bool(found)):
        raise BadInput("没有找到可以跟进的这件事，您可以直接提一件新的。")
    row = _follow(case, at=at, person_id=person.pk if person else None, phone=found)
    _write_line(case, actor, at, "又有一位群众跟进", verb=Verb.FOLLOW)
    publish(fact_of(CaseFollowed, case, actor, at, follower_person_id=row.person_id))
    return row


def _follow(
    case: Case,
    *,
    at: dt.datetime,
    person_id: UUID | None,
    phone: str,
    from_case: Case | None = None,
) -> Follower:
    values = {"phone": phone, "from_case": from_case, "at": at}
    if person_id is None:
        return Follower.objects.create(centre_id=case.centre_id, case=case, **values)
    return Follower.objects.get_or_create(
        centre_id=case.centre_id, case=case, person_id=person_id, defaults=values
    )[0]


def _write_line(
    case: Case, actor: Actor, at: dt.datetime, note: str, verb: str = Verb.NOTE
) -> None:
    """Write a line into the history of a case that is not moved itself."""
    CaseStep(
        centre_id=case.centre_id,
        case=case,
        verb=verb,
        from_state=case.state,
        to_state=case.state,
        to_type=case.state_type,
        at=at,
        actor_id=actor.account_id if actor.is_staff else None,
        actor_name=actor.name[:40] if actor.is_staff else "",
        note=note,
    ).save(force_insert=True)
