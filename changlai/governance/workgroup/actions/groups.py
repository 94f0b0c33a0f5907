"""Set up a work group with its members, change it, and end it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.governance.workgroup import policies
from changlai.governance.workgroup.events import GroupEnded, GroupSetUp
from changlai.governance.workgroup.models import Member, WorkGroup
from changlai.governance.workgroup.states import SET_UP
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility
from changlai.kernel.wording import one_line

RECORD_KIND = "work_group"
MOST_MEMBERS = 30


@dataclass(frozen=True, kw_only=True)
class Duty:
    """One member as it was typed: a colleague's account, or only a name."""

    name: str
    duty: str
    post: str = ""
    account: Any = None


@transaction.atomic
def set_up_group(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    title: str,
    head: Any,
    set_up_on: date,
    term_from: date,
    term_until: date,
    members: Iterable[Duty] = (),
    document: str = "",
) -> WorkGroup:
    """Set up a work group; its head is the branch secretary. One form is one group.

    Raises NotAllowed; BadInput for another head, a term that ends before it begins, or a member
    without a duty.
    """
    require(policies.may_manage, actor, centre)
    first = WorkGroup.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    group = WorkGroup(centre=centre, form_id=form_id, made_at=at)
    _write(group, centre, at, title, head, set_up_on, term_from, term_until, document)
    group.save(force_insert=True)
    _keep(group, members, actor, at, is_new=True)
    return group


@transaction.atomic
def change_group(
    *,
    centre: Any,
    group_id: UUID,
    actor: Actor,
    at: datetime,
    title: str,
    head: Any,
    set_up_on: date,
    term_from: date,
    term_until: date,
    members: Iterable[Duty] = (),
    document: str = "",
) -> WorkGroup:
    """Change what is said of a group, and who answers for what.

    Raises NotAllowed; WrongStep once it has ended; BadInput as set_up_group.
    """
    group = _locked(centre, group_id, actor)
    _write(group, centre, at, title, head, set_up_on, term_from, term_until, document)
    group.save()
    _keep(group, members, actor, at, is_new=False)
    return group


@transaction.atomic
def end_group(*, centre: Any, group_id: UUID, actor: Actor, at: datetime, reason: str) -> WorkGroup:
    """End a group, and say why; what it set stays to be read. Raises NotAllowed, WrongStep."""
    group = _locked(centre, group_id, actor)
    group.end_reason = one_line(reason, 120, "请写为什么撤销。")
    group.ended_on = timezone.localdate(at)
    group.save(update_fields=["ended_on", "end_reason"])
    publish(
        GroupEnded(centre_id=group.centre_id, at=at, actor_id=actor.account_id, subject_id=group.pk)
    )
    return group


@transaction.atomic
def link_set_up(
    *, centre: Any, group_id: UUID, record_id: UUID, actor: Actor, at: datetime
) -> None:
    """Point to the record of the meeting or paper that set the group up.

    Raises NotAllowed, WrongStep, BadInput.
    """
    group = _locked(centre, group_id, actor)
    records.link(centre, group.pk, record_id, SET_UP, at=at, by_id=actor.account_id)


@transaction.atomic
def unlink_set_up(*, centre: Any, group_id: UUID, record_id: UUID, actor: Actor) -> None:
    """Take that record away again. Raises NotAllowed, WrongStep."""
    group = _locked(centre, group_id, actor)
    records.unlink(centre, group.pk, record_id, SET_UP)


def _locked(centre: Any, group_id: UUID, actor: Actor) -> WorkGroup:
    group: WorkGroup = WorkGroup.objects.of(centre).select_for_update().get(pk=group_id)
    require(policies.may_manage, actor, centre)
    if group.ended_on is not None:
        raise WrongStep("这个小组已经撤销了。")
    return group


def _write(
    group: WorkGroup,
    centre: Any,
    at: datetime,
    title: str,
    head: Any,
    set_up_on: date,
    term_from: date,
    term_until: date,
    document: str,
) -> None:
    if head is None or not policies.is_secretary(centre, head.pk, at):
        raise BadInput("组长要是现任的书记。")
    if term_until < term_from:
        raise BadInput("任期结束的日子不能比开始早。")
    group.title, group.head = one_line(title, 60, "请写小组叫什么。"), head
    group.set_up_on, group.term_from, group.term_until = set_up_on, term_from, term_until
    if len(document) > 4000:
        raise BadInput("成立文件太长了，最多4000个字。")
    group.document = document.strip()


def _keep(
    group: WorkGroup, members: Iterable[Duty], actor: Actor, at: datetime, *, is_new: bool
) -> None:
    rows = [_member(group, order, one) for order, one in enumerate(members, start=1)]
    if len(rows) > MOST_MEMBERS:
        raise BadInput(f"最多{MOST_MEMBERS}位成员。")
    accounts = [one.account_id for one in rows if one.account_id]
    if len(accounts) != len(set(accounts)):
        raise BadInput("同一位同事写了两次，合成一条就行。")
    Member.objects.of(group.centre_id).filter(group=group).delete()
    Member.objects.bulk_create(rows)
    records.put(
        group.centre_id,
        group.pk,
        RECORD_KIND,
        group.title,
        at,
        Visibility.STAFF,
        url_name="workgroup:desk_group",
    )
    publish(
        GroupSetUp(
            centre_id=group.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=group.pk,
            head_id=group.head_id,
            members=len(rows),
            is_new=is_new,
        )
    )


def _member(group: WorkGroup, order: int, said: Duty) -> Member:
    name = said.account.shown_name if said.account is not None else said.name
    name = one_line(name, 40, "请写成员的姓名，或者选一位同事。")
    return Member(
        centre_id=group.centre_id,
        group=group,
        order=order,
        account=said.account,
        name=name,
        post=one_line(said.post, 40),
        duty=one_line(said.duty, 200, f"请写{name}管什么。"),
    )
