"""Set goals and tasks, say how far they are, and close them with what shows they are done."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor, staff_of
from changlai.governance.workgroup import policies
from changlai.governance.workgroup.events import TaskClosed, TaskMoved, TaskSet
from changlai.governance.workgroup.models import Goal, Task, WorkGroup
from changlai.governance.workgroup.states import EVIDENCE, Comparison, TaskState
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility
from changlai.kernel.registry.public import measure
from changlai.kernel.wording import one_line

RECORD_KIND = "task"
LONGEST_DAYS = 3 * 366
NOT_SHOWN = "先在“依据”里关联至少一条已有的记录；真没有，就写明为什么没有。"


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """One task as it was typed; with a measure it closes itself."""

    title: str
    owner: Any
    due_on: date
    measure: str = ""
    comparison: str = ""
    target: Decimal | int | None = None


@transaction.atomic
def set_goal(
    *,
    centre: Any,
    group_id: UUID,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    year: int,
    title: str,
    note: str = "",
) -> Goal:
    """Set a goal of a year; one form is one goal. Raises NotAllowed, WrongStep, BadInput."""
    group = WorkGroup.objects.of(centre).select_for_update().get(pk=group_id)
    require(policies.may_manage, actor, centre)
    first = Goal.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    if group.ended_on is not None:
        raise WrongStep("这个小组已经撤销了。")
    if not 2000 <= year <= 2100:
        raise BadInput("请写四位的年份。")
    goal = Goal(
        centre=centre,
        group=group,
        year=year,
        title=one_line(title, 80, "请写目标。"),
        note=one_line(note, 200),
        made_at=at,
        form_id=form_id,
    )
    goal.save(force_insert=True)
    return goal


@transaction.atomic
def set_task(
    *,
    centre: Any,
    goal_id: UUID,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    wanted: Wanted,
    origin_id: UUID | None = None,
) -> Task:
    """Give a task to somebody until a day; one form is one task.

    `origin_id` is the record it came from, as what a meeting decided. Raises NotAllowed,
    WrongStep; BadInput for an owner who does not serve here, a day too far, a half measure.
    """
    goal = Goal.objects.of(centre).select_for_update().select_related("group").get(pk=goal_id)
    require(policies.may_manage, actor, centre)
    first = Task.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    if goal.group.ended_on is not None:
        raise WrongStep("这个小组已经撤销了。")
    if origin_id is not None:
        found = records.Record.objects.of(centre).filter(pk=origin_id)
        if not found.exists():
            raise BadInput("来源的那条记录已经没有了，去掉来源再交一次。")
    task = Task(centre=centre, goal=goal, made_at=at, form_id=form_id, origin_id=origin_id)
    _write(task, centre, wanted, at)
    task.save(force_insert=True)
    _say_set(task, actor, at, is_new=True)
    return task


@transaction.atomic
def change_task(*, centre: Any, task_id: UUID, actor: Actor, at: datetime, wanted: Wanted) -> Task:
    """Give a task otherwise while it is open. Raises NotAllowed, WrongStep, BadInput."""
    task = _locked(centre, task_id)
    require(policies.may_manage, actor, centre)
    _require_open(task)
    _write(task, centre, wanted, at)
    task.save()
    _say_set(task, actor, at, is_new=False)
    return task


def _write(task: Task, centre: Any, wanted: Wanted, at: datetime) -> None:
    today = timezone.localdate(at)
    task.title = one_line(wanted.title, 80, "请写要做什么。")
    if wanted.owner is None or wanted.owner.pk not in {
        one.pk for one in staff_of(centre, policies.WORK, at=at)
    }:
        raise BadInput("请选一位在本中心办事的同事来负责。")
    if not today <= wanted.due_on <= today + timedelta(days=LONGEST_DAYS):
        raise BadInput("日期要从今天起、三年以内。")
    task.owner, task.due_on = wanted.owner, wanted.due_on
    if not wanted.measure:
        task.measure, task.comparison, task.target = "", "", None
        return
    if wanted.comparison not in Comparison.values or wanted.target is None:
        raise BadInput("由系统数的，要写不少于还是不超过几。")
    if not 0 <= wanted.target <= 999_999:
        raise BadInput("数要在0到999999之间。")
    if wanted.measure != task.measure and measure(wanted.measure, centre.off) is None:
        raise BadInput("这个数现在数不到，请另选一个。")
    task.measure, task.comparison = wanted.measure, Comparison(wanted.comparison)
    task.target = Decimal(wanted.target)


@transaction.atomic
def begin_task(*, centre: Any, task_id: UUID, actor: Actor, at: datetime) -> Task:
    """Say that a task is being worked on, or goes on again. Raises NotAllowed, WrongStep."""
    task = _mine(centre, task_id, actor)
    task.move_to(TaskState.DOING)
    task.blocked_reason = ""
    task.save(update_fields=["state", "blocked_reason"])
    _say_moved(task, actor, at)
    return task


@transaction.atomic
def block_task(*, centre: Any, task_id: UUID, actor: Actor, at: datetime, reason: str) -> Task:
    """Say what a task is held up by. Raises NotAllowed, WrongStep; BadInput without it."""
    task = _mine(centre, task_id, actor)
    task.move_to(TaskState.BLOCKED)
    task.blocked_reason = one_line(reason, 200, "请写卡在哪里。")
    task.save(update_fields=["state", "blocked_reason"])
    _say_moved(task, actor, at)
    return task


@transaction.atomic
def drop_task(*, centre: Any, task_id: UUID, actor: Actor, at: datetime, reason: str) -> Task:
    """Give a task up for good, and say why. Raises NotAllowed, WrongStep, BadInput."""
    task = _locked(centre, task_id)
    require(policies.may_manage, actor, centre)
    task.move_to(TaskState.DROPPED)
    task.drop_reason = one_line(reason, 200, "请写为什么不做了。")
    task.closed_at, task.closed_by_id = at, actor.account_id
    task.save(update_fields=["state", "drop_reason", "closed_at", "closed_by"])
    _say_moved(task, actor, at)
    return task


@transaction.atomic
def finish_task(
    *,
    centre: Any,
    task_id: UUID,
    actor: Actor,
    at: datetime,
    result: str,
    no_record_reason: str = "",
) -> Task:
    """Say what came of a task, with the records that show it; never for one that is counted.

    Raises NotAllowed, also where a number decides; WrongStep; BadInput without the result, or
    with neither a record nor the reason why there is none.
    """
    task = _mine(centre, task_id, actor)
    if task.measure:
        raise NotAllowed("这个任务由系统数，数到了自己完成，不能手工完成。")
    _require_open(task)
    result = one_line(result, 300, "请写做成什么样了。")
    reason = one_line(no_record_reason, 200)
    linked = records.links_of(centre, [task.pk], EVIDENCE)
    shown = [str(one.record_id) for one in linked]
    if not (shown or reason):
        raise BadInput(NOT_SHOWN)
    task.move_to(TaskState.DONE)
    task.result, task.no_record_reason, task.kept_records = result, reason, shown
    task.closed_at, task.closed_by_id = at, actor.account_id
    task.save(
        update_fields=[
            *("state", "result", "no_record_reason", "kept_records", "closed_at", "closed_by")
        ]
    )
    _say_closed(task, actor, at, records_shown=len(shown))
    return task


@transaction.atomic
def link_record(*, centre: Any, task_id: UUID, record_id: UUID, actor: Actor, at: datetime) -> None:
    """Point to a record that shows it is done. Raises NotAllowed, WrongStep, BadInput."""
    task = _mine(centre, task_id, actor)
    _require_open(task)
    if record_id == task.pk:
        raise BadInput("不能用这个任务自己来证明自己。")
    records.link(centre, task.pk, record_id, EVIDENCE, at=at, by_id=actor.account_id)


@transaction.atomic
def unlink_record(*, centre: Any, task_id: UUID, record_id: UUID, actor: Actor) -> None:
    """Take a record away again. Raises NotAllowed, WrongStep."""
    task = _mine(centre, task_id, actor)
    _require_open(task)
    records.unlink(centre, task.pk, record_id, EVIDENCE)


def close_counted(*, task: Task, value: Decimal, unit: str, at: datetime) -> bool:
    """Close a locked, open task by its number; the caller has counted and compared."""
    task.move_to(TaskState.DONE)
    task.closed_at, task.closed_value, task.closed_unit = at, value, unit
    task.blocked_reason = ""
    task.save(update_fields=["state", "closed_at", "closed_value", "closed_unit", "blocked_reason"])
    _say_closed(task, Actor.system(task.centre_id), at, value=value)
    return True


def _locked(centre: Any, task_id: UUID) -> Task:
    rows = Task.objects.of(centre).select_for_update(of=("self",)).select_related("goal__group")
    found: Task = rows.get(pk=task_id)
    return found


def _mine(centre: Any, task_id: UUID, actor: Actor) -> Task:
    task = _locked(centre, task_id)
    require(policies.may_work, actor, task)
    return task


def _require_open(task: Task) -> None:
    if not task.is_open:
        raise WrongStep("这个任务已经了结了，不能再改。")


def _said(task: Task, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": task.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": task.pk,
    }


def _say_set(task: Task, actor: Actor, at: datetime, *, is_new: bool) -> None:
    records.put(
        task.centre_id,
        task.pk,
        RECORD_KIND,
        task.title,
        task.made_at,
        Visibility.STAFF,
        url_name="workgroup:desk_task",
        is_new=is_new,
    )
    publish(
        TaskSet(
            **_said(task, actor, at),
            owner_id=task.owner_id,
            due_on=task.due_on,
            measure=task.measure or "none",
            is_new=is_new,
        )
    )


def _say_moved(task: Task, actor: Actor, at: datetime) -> None:
    publish(TaskMoved(**_said(task, actor, at), state=task.state))


def _say_closed(
    task: Task,
    actor: Actor,
    at: datetime,
    *,
    value: Decimal | None = None,
    records_shown: int = 0,
) -> None:
    publish(
        TaskClosed(
            **_said(task, actor, at),
            by_itself=value is not None,
            value=value,
            records=records_shown,
            in_time=timezone.localdate(at) <= task.due_on,
        )
    )
