"""F42: a task with a number closes itself and stays; others point to records; lateness is quiet."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext

from changlai.engines.cases.public import Case
from changlai.foundation.places.public import RoomKind, make_room, retire_room
from changlai.governance.rectification import pack as issues_pack
from changlai.governance.workgroup import policies, queries
from changlai.governance.workgroup.actions import tasks
from changlai.governance.workgroup.actions.counting import close_all_met, close_met
from changlai.governance.workgroup.models import Task
from changlai.governance.workgroup.states import TASK_NEXT, TaskState
from changlai.governance.workgroup.today import TODAY
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from changlai.kernel.records import public as records
from tests.cast import NOW
from tests.governance.workgroup.conftest import DAY, Work

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def one_more_room(work: Work, at: Any = NOW) -> Any:
    return make_room(
        **work.by("secretary", at), name="新书屋", kind=RoomKind.SERVICE, area_m2=Decimal(20)
    )


def today_titles(work: Work, who: str, at: Any) -> list[str]:
    lines, _ = TODAY[0].lines(work.by(who)["actor"], at)
    return [one.title for one in lines]


# ── closes itself ─────────────────────────────────────────────────────────────────────────────


def test_f42_a_task_with_an_auto_measure_closes_itself_when_the_value_is_met(work: Work) -> None:
    task = work.counted(target=3)
    assert close_all_met(NOW) == 0
    one_more_room(work)
    later = NOW + timedelta(hours=12)
    assert close_all_met(later) == 1
    row = work.again(task)
    assert (row.state, row.closed_value, row.closed_at) == (TaskState.DONE, Decimal(3), later)
    assert row.closed_by is None
    entry = Entry.objects.get(name="workgroup.task.closed")
    assert (entry.payload["value"], entry.payload["by_itself"]) == ("3", True)


def test_f42_it_closes_on_view_too(work: Work) -> None:
    task = work.counted(target=2)
    page = work.client("handler").get(work.page("desk_task", pk=task.pk)).content.decode()
    assert "数到<strong" in page
    assert "2间" in page
    assert work.again(task).state == TaskState.DONE
    other = work.counted(target=1, goal=task.goal)
    work.client("supervisor").get(work.page("desk_group", pk=task.goal.group_id))
    assert work.again(other).state == TaskState.DONE


def test_f42_once_closed_it_stays_closed_with_its_value(work: Work) -> None:
    task = work.counted(target=2)
    assert close_met(work.centre, NOW) == 1
    retire_room(**work.by("secretary"), room_id=work.rooms.books.pk)
    assert close_met(work.centre, NOW + DAY) == 0
    row = work.again(task)
    assert (row.state, row.reached) == (TaskState.DONE, "2间")
    for act in (tasks.begin_task, tasks.block_task):
        more = {"reason": "x"} if act is tasks.block_task else {}
        with pytest.raises(WrongStep):
            act(**work.by("handler"), task_id=task.pk, **more)  # type: ignore[operator]
    with pytest.raises(WrongStep):
        tasks.change_task(**work.by("secretary"), task_id=task.pk, wanted=work.wanted())


def test_f42_nobody_closes_by_hand_what_is_counted(work: Work) -> None:
    task = work.counted(target=9)
    with pytest.raises(NotAllowed, match="不能手工完成"):
        tasks.finish_task(**work.by("handler"), task_id=task.pk, result="我说做好了")
    client = work.client("handler")
    finish = work.page("desk_task_finish", pk=task.pk)
    assert finish not in client.get(work.page("desk_task", pk=task.pk)).content.decode()
    assert client.post(finish, {"result": "做好了"}).status_code == 409
    with pytest.raises(IntegrityError), transaction.atomic():
        Task.objects.filter(pk=task.pk).update(
            state=TaskState.DONE,
            closed_at=NOW,
            closed_by=work.village.handler,
            result="好了",
            no_record_reason="无",
        )


def test_f42_a_measure_that_is_gone_closes_nothing_and_says_so(work: Work) -> None:
    task = work.counted(target=9)
    work.centre.parts_off = ["rooms"]
    work.centre.save(update_fields=["parts_off"])
    assert close_all_met(NOW) == 0
    page = work.client("handler").get(work.page("desk_task", pk=task.pk)).content.decode()
    assert "来源没有了" in page
    with pytest.raises(BadInput, match="现在数不到"):
        work.counted(target=1, goal=task.goal)
    # It may go on as it is, or be changed to records.
    tasks.change_task(**work.by("secretary"), task_id=task.pk, wanted=work.wanted())
    assert work.again(task).measure == ""


def test_at_most_counts_the_other_way(work: Work) -> None:
    task = work.task(measure="rooms.without_hours", comparison="at_most", target=0)
    assert close_met(work.centre, NOW) == 1
    assert work.again(task).reached == "0间"


# ── shown by records ──────────────────────────────────────────────────────────────────────────


def test_f42_evidence_is_a_link_to_an_existing_record_not_an_upload(work: Work) -> None:
    task = work.task()
    by = work.by("handler")
    with pytest.raises(BadInput, match="做成什么样"):
        tasks.finish_task(**by, task_id=task.pk, result=" ")
    with pytest.raises(BadInput, match="至少一条已有的记录"):
        tasks.finish_task(**by, task_id=task.pk, result="都能约了。")
    client = work.client("handler")
    record = work.record("春季义诊")
    page = work.page("desk_task", pk=task.pk)
    found = client.get(page, {"evidence": "义诊"}).content.decode()
    assert "春季义诊" in found
    assert 'type="file"' not in found
    client.post(page, {"verb": "link_record", "record": str(record.pk)})
    client.post(work.page("desk_task_finish", pk=task.pk), {"result": "都能约了。"})
    row = work.again(task)
    assert (row.state, row.kept_records) == (TaskState.DONE, [str(record.pk)])
    records.drop(work.centre, record.pk)
    told = client.get(page).content.decode()
    assert "后来有1条删掉了。结果不变。" in told


def test_blocked_says_why_and_goes_on_again(work: Work) -> None:
    task = work.task()
    client = work.client("handler")
    page = work.page("desk_task", pk=task.pk)
    assert client.post(work.page("desk_task_block", pk=task.pk), {"reason": ""}).status_code == 200
    client.post(work.page("desk_task_block", pk=task.pk), {"reason": "等钥匙"})
    assert "等钥匙" in client.get(page).content.decode()
    client.post(page, {"verb": "begin"})
    row = work.again(task)
    assert (row.state, row.blocked_reason) == (TaskState.DOING, "")
    drop = work.page("desk_task_drop", pk=task.pk)
    assert client.get(drop).status_code == 404
    work.client("secretary").post(drop, {"reason": "合到别的任务里"})
    assert work.again(task).state == TaskState.DROPPED


# ── lateness ──────────────────────────────────────────────────────────────────────────────────


def test_f42_overdue_tasks_are_shown_only_to_owner_and_head(work: Work) -> None:
    task = work.task()
    late = NOW + 40 * DAY
    shown = {"handler": True, "secretary": True, "handler_b": False, "supervisor": False}
    with time_machine.travel(late, tick=False):
        for who, is_told in shown.items():
            assert (today_titles(work, who, late) == [task.title]) is is_told, who
            client = work.client(who)
            for page in (
                work.page("desk_task", pk=task.pk),
                work.page("desk_group", pk=task.goal.group_id),
            ):
                assert ("过了日子" in client.get(page).content.decode()) is is_told, (who, page)
        paper = work.client("handler").get(
            work.page("desk_plan_sheet", pk=task.goal.group_id, year=2026)
        )
        assert "过了日子" not in paper.content.decode()


def test_today_tells_an_owner_a_week_before(work: Work) -> None:
    task = work.task(due_on=NOW.date() + 6 * DAY)
    assert today_titles(work, "handler", NOW) == [task.title]
    assert today_titles(work, "secretary", NOW) == []


def test_f42_the_year_plan_prints(work: Work) -> None:
    task = work.counted(target=2)
    close_met(work.centre, NOW)
    paper = work.client("supervisor").get(
        work.page("desk_plan_sheet", pk=task.goal.group_id, year=2026)
    )
    told = paper.content.decode()
    for words in ("2026年工作计划", "把中心用起来", "每间房都能约", "陈小满", "数到2间"):
        assert words in told


# ── from a meeting ────────────────────────────────────────────────────────────────────────────


def test_f57_a_decision_becomes_a_task_or_an_issue(work: Work) -> None:
    issues_pack.unpack(work.centre, NOW)
    first, second = work.record("多办几场活动", "decision"), work.record("修好厕所灯", "decision")
    client = work.client("secretary")
    page = work.page("desk_decisions")
    told = client.get(page).content.decode()
    assert "多办几场活动" in told
    assert f"origin={first.pk}" in told
    goal = work.goal()
    add = f"{work.page('desk_task_add')}?origin={first.pk}&title=多办几场活动"
    assert "从“多办几场活动”来的" in client.get(add).content.decode()
    said = {
        "form_id": str(uuid4()),
        "origin": str(first.pk),
        "goal": str(goal.pk),
        "title": "多办几场活动",
        "owner": str(work.village.handler.pk),
        "due_on": "2026-06-30",
    }
    assert client.post(add, said).status_code == 302
    assert Task.objects.get().origin_id == first.pk
    for _ in range(2):
        assert client.post(page, {"record": str(second.pk)}).status_code == 302
    case = Case.objects.get(family="issues")
    assert (case.origin_record_id, case.title) == (second.pk, "修好厕所灯")
    told = client.get(page).content.decode()
    assert "已经是任务" in told
    assert case.number in told
    lost = client.post(page, {"record": str(goal.pk)})
    assert "没有找到" in lost.content.decode()


# ── rules, states, pages ──────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("now", TaskState)
@pytest.mark.parametrize("new", TaskState)
def test_the_steps_of_a_task(now: TaskState, new: TaskState) -> None:
    task = Task(state=now)
    if new in TASK_NEXT[now]:
        task.move_to(new)
        assert task.state == new
    else:
        with pytest.raises(WrongStep):
            task.move_to(new)


@pytest.mark.parametrize(
    ("who", "works"),
    [
        ("secretary", True),
        ("handler", True),
        ("handler_b", False),
        ("supervisor", False),
        ("duty", False),
        ("other_secretary", False),
        ("township", False),
    ],
)
def test_who_works_on_a_task(work: Work, who: str, works: bool) -> None:
    task = work.task()
    by = work.by(who) | {"centre": work.centre}
    assert policies.may_work(by["actor"], task) is works
    if not works:
        with pytest.raises(NotAllowed):
            tasks.begin_task(**by, task_id=task.pk)


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"title": " "}, "请写要做什么"),
        ({"owner": None}, "办事的同事"),
        ({"due_on": NOW.date() - DAY}, "从今天起"),
        ({"due_on": NOW.date() + 2000 * DAY}, "三年以内"),
        ({"measure": "rooms.to_book"}, "不少于还是不超过"),
        (
            {"measure": "rooms.to_book", "comparison": "at_least", "target": -1},
            "0到999999",
        ),
        ({"measure": "old.one", "comparison": "at_least", "target": 1}, "现在数不到"),
        ({"origin_id": uuid4()}, "来源的那条记录"),
    ],
)
def test_what_cannot_be_set_is_told(work: Work, typed: dict[str, Any], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        work.task(**typed)
    assert not Task.objects.exists()


def test_a_supervisor_is_given_no_task(work: Work) -> None:
    with pytest.raises(BadInput, match="办事的同事"):
        work.task(owner=work.village.supervisor)


def test_one_form_is_one_task_and_one_goal(work: Work) -> None:
    once, goal = uuid4(), work.goal()
    assert work.task(goal, form_id=once) == work.task(goal, form_id=once)
    group = work.group()
    assert work.goal(group, form_id=once) == work.goal(group, form_id=once)


def test_the_secretary_sets_goal_and_task_on_pages(work: Work) -> None:
    group = work.group()
    client = work.client("secretary")
    goal = {"form_id": str(uuid4()), "year": "2026", "title": "办好便民服务"}
    assert client.post(work.page("desk_goal_add", pk=group.pk), goal).status_code == 302
    page = client.get(work.page("desk_group", pk=group.pk)).content.decode()
    assert "办好便民服务" in page
    actor = work.by("secretary")["actor"]
    task = work.task(queries.plan(actor, queries.goals_of(actor, group), 2026)[0][0])
    change = work.page("desk_task_change", pk=task.pk)
    said = {
        "goal": str(task.goal_id),
        "title": "改了名字",
        "owner": str(work.village.handler_b.pk),
        "due_on": "2026-05-01",
        "measure": "rooms.to_book",
        "comparison": "at_least",
        "target": "7",
    }
    assert client.post(change, said).status_code == 302
    row = work.again(task)
    assert (row.title, row.owner, row.wanted) == ("改了名字", work.village.handler_b, "不少于7")
    register = client.get(f"/c/{work.centre.code}/desk/registers/tasks/").content.decode()
    assert "改了名字" in register


@pytest.mark.parametrize("name", ["desk_group", "desk_groups", "desk_plan_sheet"])
def test_a_page_asks_as_often_for_thirty_as_for_three(work: Work, name: str) -> None:
    goal = work.goal()
    client = work.client("secretary")
    keys: dict[str, Any] = {} if name == "desk_groups" else {"pk": goal.group_id}
    keys |= {"year": 2026} if name == "desk_plan_sheet" else {}

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(work.page(name, **keys)).status_code == 200
        return len(found)

    for number in range(3):
        work.counted(target=50 + number, goal=goal)
    asked()
    few = asked()
    for number in range(27):
        work.counted(target=100 + number, goal=goal)
        work.task(goal)
    for _ in range(10):
        work.group()
    assert asked() == few
    assert few <= 17


def test_the_list_of_decisions_asks_as_often_for_many(work: Work) -> None:
    client = work.client("secretary")

    def asked() -> int:
        with CaptureQueriesContext(connection) as found:
            assert client.get(work.page("desk_decisions")).status_code == 200
        return len(found)

    for number in range(3):
        work.record(f"定了第{number}件", "decision")
    asked()
    few = asked()
    for number in range(20):
        work.record(f"又定了第{number}件", "decision")
    assert asked() == few
