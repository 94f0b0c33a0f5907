"""The work group of the demo village: a year's goals, tasks that closed themselves, one held up."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from changlai.foundation.people.public import actor_of
from changlai.governance.workgroup.actions import groups, tasks
from changlai.governance.workgroup.actions.counting import close_met
from changlai.governance.workgroup.actions.groups import Duty
from changlai.governance.workgroup.actions.tasks import Wanted
from changlai.kernel.registry.contributions import DemoAct
from changlai.kernel.registry.public import measure

TITLE: Final = "党群服务中心工作领导小组"
DOCUMENT: Final = "经村党支部会议研究，成立党群服务中心工作领导小组，负责中心的日常管理和为民服务。"
GOALS: Final = (
    (
        "场所常用",
        (
            ("能约的房间不少于四间", "handler", "rooms.to_book", "at_least", 4),
            ("每块牌子都写清依据", "handler_b", "rooms.signs_without_basis", "at_most", 0),
            ("书屋每周开三个晚上", "handler_b", "", "", 0),
        ),
    ),
    (
        "活动常办",
        (
            ("一个季度办满十场活动", "handler", "gatherings.held_quarter", "at_least", 10),
            ("请镇卫生院来义诊两次", "handler", "", "", 0),
        ),
    ),
    (
        "群众常来",
        (
            ("没有超时不答复的诉求", "handler", "voices.overdue", "at_most", 0),
            ("办事指南写齐三十件常办的事", "handler_b", "counter.items_offered", "at_least", 30),
        ),
    ),
)


class _Stage:
    def __init__(self, village: Any) -> None:
        self.village, self.centre = village, village.centre

    def by(self, key: str, at: Any) -> dict[str, Any]:
        actor = actor_of(account=self.village.cast[key], centre=self.centre, at=at)
        return {"centre": self.centre, "actor": actor, "at": at}

    def form(self) -> UUID:
        return UUID(int=self.village.rng.getrandbits(128), version=4)


def play(village: Any) -> None:
    """Set up the group in the first week, and its goals and tasks after; count at the end."""
    if not {"secretary", "handler", "handler_b"} <= village.cast.keys():
        return
    stage, cast = _Stage(village), village.cast
    at = village.moment(village.since + timedelta(days=5), 10)
    if not village.is_past(at):
        return
    group = groups.set_up_group(
        **stage.by("secretary", at),
        form_id=stage.form(),
        title=TITLE,
        head=cast["secretary"],
        set_up_on=at.date(),
        term_from=at.date(),
        term_until=at.date() + timedelta(days=3 * 365),
        members=[
            Duty(name="", account=cast["handler"], post="副组长", duty="窗口、诉求、活动"),
            Duty(name="", account=cast["handler_b"], post="成员", duty="场所、设施、公开栏"),
            Duty(name="覃春雷", post="成员", duty="联系各组，带话、找人"),
        ],
        document=DOCUMENT,
    )
    made = []
    for title, lines in GOALS:
        goal = tasks.set_goal(
            **stage.by("secretary", at),
            group_id=group.pk,
            form_id=stage.form(),
            year=village.until.year,
            title=title,
        )
        made += [_set(stage, goal, one, at) for one in lines]
    _go_on(stage, [one for one in made if not one.measure], at)
    close_met(village.centre, village.now)


def _set(stage: _Stage, goal: Any, line: Any, at: Any) -> Any:
    title, owner, code, comparison, target = line
    is_there = bool(code) and measure(code, stage.centre.off) is not None
    counted = {"measure": code, "comparison": comparison, "target": target} if is_there else {}
    due = stage.village.until + timedelta(days=20)
    return tasks.set_task(
        **stage.by("secretary", at),
        goal_id=goal.pk,
        form_id=stage.form(),
        wanted=Wanted(title=title, owner=stage.village.cast[owner], due_on=due, **counted),
    )


def _go_on(stage: _Stage, rows: list[Any], at: Any) -> None:
    """Begin what people do, hold one up, and finish another."""
    for number, row in enumerate(rows):
        key = "handler_b" if row.owner == stage.village.cast["handler_b"] else "handler"
        later = at + timedelta(days=20 + number)
        if not stage.village.is_past(later):
            return
        tasks.begin_task(**stage.by(key, later), task_id=row.pk)
        if number == 0:
            tasks.block_task(
                **stage.by(key, later + timedelta(hours=1)), task_id=row.pk, reason="晚上没有人看门"
            )
        else:
            tasks.finish_task(
                **stage.by(key, later + timedelta(hours=1)),
                task_id=row.pk,
                result="请来了两次，每次一上午。",
                no_record_reason="义诊那时还没有用活动登记。",
            )


DEMO = [DemoAct(code="workgroup", order=790, play=play)]
