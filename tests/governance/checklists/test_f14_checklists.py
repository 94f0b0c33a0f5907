"""F14: what the house knows nobody ticks; a gap becomes an issue; old runs stay as they were."""

from collections.abc import Iterator
from datetime import timedelta
from decimal import Decimal
from io import BytesIO
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from changlai.engines.cases.public import Case
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.governance.checklists import actions, pack, policies
from changlai.governance.checklists.actions import Line
from changlai.governance.checklists.models import Checklist, ChecklistItem, Run, RunLine
from changlai.governance.checklists.reading import read
from changlai.governance.checklists.states import RUN_NEXT, RunState, Verdict, holds
from changlai.halls.rooms.actions.things import put_sign
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.registry.public import Measure, measure
from tests.cast import NOW, Village
from tests.governance.checklists.conftest import LINES, Lists

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def sign(lists: Lists) -> None:
    put_sign(centre=lists.centre, actor=lists.rooms.staff, text="某某基地", position="outside")


# ── nobody ticks what the house counts ────────────────────────────────────────────────────────


def test_f14_items_with_a_data_source_cannot_be_hand_ticked(lists: Lists) -> None:
    run = lists.run()
    line = lists.line(run, "有房间能约")
    assert (line.verdict, line.value) == (Verdict.MET, Decimal(2))
    assert not policies.may_answer(lists.by("handler")["actor"], line)
    with pytest.raises(NotAllowed):
        actions.answer_items(
            **lists.by("handler"), run_id=run.pk, answers={line.pk: ("gap", "我说没有")}
        )
    rows = RunLine.objects.filter(pk=line.pk)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(answered_by=lists.village.handler, answered_at=NOW)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(verdict=Verdict.OPEN)
    page = lists.client("handler").get(lists.page("desk_run", pk=run.pk)).content.decode()
    assert f"{line.pk}-verdict" not in page
    assert f"{lists.line(run, '轮椅进得来').pk}-verdict" in page
    assert "系统自己数，不用打勾" in page


def test_f14_a_posted_tick_of_a_counted_item_is_refused_with_all_that_came_along(
    lists: Lists,
) -> None:
    run = lists.run()
    auto, hand = lists.line(run, "有房间能约"), lists.line(run, "轮椅进得来")
    told = lists.client("handler").post(
        lists.page("desk_run", pk=run.pk),
        {"verb": "save", f"{auto.pk}-verdict": "gap", f"{hand.pk}-verdict": "met"},
    )
    assert told.status_code == 409
    assert lists.line(run, "轮椅进得来").verdict == Verdict.OPEN


@pytest.mark.parametrize(
    "wrong",
    [
        {"how": "auto", "measure": "", "comparison": "at_most", "target": 1},
        {"how": "auto", "measure": "rooms.to_book", "comparison": "", "target": 1},
        {"how": "auto", "measure": "rooms.to_book", "comparison": "at_most", "target": None},
        {"how": "manual", "measure": "rooms.to_book", "comparison": "", "target": None},
    ],
)
def test_the_database_keeps_no_half_item(lists: Lists, wrong: dict[str, Any]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        ChecklistItem.objects.filter(text="轮椅进得来").update(**wrong)


# ── a source that is gone ─────────────────────────────────────────────────────────────────────


def test_f14_an_item_whose_source_disappeared_says_so_and_counts_as_nothing(lists: Lists) -> None:
    gone = Line(group="服务", text="数不到的", measure="old.part", comparison="at_least", target=1)
    lists.version([*LINES, gone], based_on=1)
    client = lists.client("secretary")
    told = client.get(lists.page("desk_checklist", pk=lists.checklist.pk)).content.decode()
    assert "来源没有了，对照时不算做到也不算差距" in told
    run = lists.run()
    assert lists.line(run, "数不到的").verdict == Verdict.GONE
    page = client.get(lists.page("desk_run", pk=run.pk)).content.decode()
    assert "不算做到，也不算差距" in page
    with pytest.raises(BadInput, match="没有差距"):
        actions.open_gap_issue(**lists.by("handler"), line_id=lists.line(run, "数不到的").pk)


def test_f14_a_part_switched_off_takes_its_numbers_along_but_not_the_old_ones(
    lists: Lists,
) -> None:
    before = lists.run()
    lists.centre.parts_off = ["rooms"]
    lists.centre.save(update_fields=["parts_off"])
    after = lists.run()
    assert lists.line(after, "有房间能约").verdict == Verdict.GONE
    assert lists.line(before, "有房间能约").verdict == Verdict.MET
    page = lists.client("handler").get(lists.page("desk_run", pk=before.pk)).content.decode()
    assert "来源现在没有了，写着的是那时候的数" in page


def test_a_source_that_cannot_count_breaks_nothing(
    lists: Lists, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(centre: Any, at: Any) -> int:
        raise ZeroDivisionError

    found = read(Measure("x.y", "坏的", "个", broken, "坏的"), lists.centre, NOW, "at_most", 0)
    assert found.verdict == Verdict.NO_DATA
    assert "x.y cannot count" in caplog.text
    nothing = Measure("x.z", "没有", "个", lambda centre, at: None, "没有")
    assert read(nothing, lists.centre, NOW, "at_most", 0).verdict == Verdict.NO_DATA


@given(st.decimals(0, 999, places=2), st.decimals(0, 999, places=2))
def test_a_number_holds_on_exactly_the_right_side(value: Decimal, target: Decimal) -> None:
    assert holds(value, "at_least", target) == (value >= target)
    assert holds(value, "at_most", target) == (value <= target)
    assert holds(value, "at_least", target) or holds(value, "at_most", target)


# ── a run stays as it was ─────────────────────────────────────────────────────────────────────


def test_f14_a_run_freezes_its_values_and_old_runs_stay_as_they_were(lists: Lists) -> None:
    first = lists.finished()
    sign(lists)
    lists.version([Line(group="新", text="只问这一项")], based_on=1)
    second = lists.run(NOW + timedelta(days=1))
    assert lists.line(first, "牌子都有依据").verdict == Verdict.MET
    assert first.lines.count() == 4
    assert [one.text for one in second.lines.all()] == ["只问这一项"]
    with pytest.raises(WrongStep):
        lists.answered(first, "轮椅进得来", "gap")
    with pytest.raises(WrongStep):
        actions.finish_run(**lists.by("handler"), run_id=first.pk)


def test_f14_gaps_become_issues_with_one_click_and_their_origin(lists: Lists) -> None:
    sign(lists)
    run = lists.run()
    line = lists.line(run, "牌子都有依据")
    assert line.verdict == Verdict.GAP
    client = lists.client("handler")
    said = {"verb": "issue", "line": str(line.pk)}
    first = client.post(lists.page("desk_run", pk=run.pk), said)
    # A colleague who presses it too is led to the same one.
    second = lists.client("secretary").post(lists.page("desk_run", pk=run.pk), said)
    case = Case.objects.of(lists.centre).get(family="issues")
    assert (case.origin_record_id, case.kind) == (run.pk, "issue")
    assert first["Location"] == second["Location"]
    assert str(case.pk) in first["Location"]
    assert "数到1块，要求不超过0" in case.text
    page = client.get(first["Location"]).content.decode()
    assert "看一看 2026年3月18日" in page
    assert case.number in client.get(lists.page("desk_run", pk=run.pk)).content.decode()
    with pytest.raises(BadInput, match="没有差距"):
        actions.open_gap_issue(**lists.by("handler"), line_id=lists.line(run, "有房间能约").pk)


def test_one_form_begins_one_run_and_it_ends_when_all_was_looked_at(lists: Lists) -> None:
    once = uuid4()
    run = lists.run(form_id=once)
    assert lists.run(form_id=once) == run
    with pytest.raises(BadInput, match="还有2项没有看"):
        actions.finish_run(**lists.by("handler"), run_id=run.pk)
    assert lists.answered(run, "轮椅进得来", "gap", "有个台阶").note == "有个台阶"
    with pytest.raises(BadInput, match="请选"):
        lists.answered(run, "公开栏是这个月的", "gone")
    lists.answered(run, "公开栏是这个月的")
    done = actions.finish_run(**lists.by("handler"), run_id=run.pk)
    assert done.state == RunState.DONE


@pytest.mark.parametrize("now", RunState)
@pytest.mark.parametrize("new", RunState)
def test_the_steps_of_a_run(now: RunState, new: RunState) -> None:
    run = Run(state=now)
    if new in RUN_NEXT[now]:
        run.move_to(new)
        assert run.state == new
    else:
        with pytest.raises(WrongStep):
            run.move_to(new)


# ── versions ──────────────────────────────────────────────────────────────────────────────────


def test_f14_the_village_edits_the_list_in_the_browser_as_a_new_version(lists: Lists) -> None:
    client = lists.client("secretary")
    page = lists.page("desk_checklist_change", pk=lists.checklist.pk)
    assert "轮椅进得来" in client.get(page).content.decode()
    said = {
        "title": "看一看(新)",
        "based_on": "1",
        "rows": "3",
        "0-group": "场所",
        "0-text": "至少三间能约",
        "0-measure": "rooms.to_book",
        "0-comparison": "at_least",
        "0-target": "3",
        "1-group": "场所",
        "1-text": "不要的",
        "1-drop": "on",
        "2-group": "",
        "2-text": "",
    }
    half = client.post(page, said | {"0-target": ""})
    assert "要写不少于还是不超过几" in half.content.decode()
    assert "至少三间能约" in half.content.decode()
    assert client.post(page, said).status_code == 302
    run = lists.run()
    assert [(one.text, one.verdict) for one in run.lines.all()] == [("至少三间能约", "gap")]
    late = client.post(page, said)
    assert late.status_code == 409
    assert "同事刚才改过" in late.content.decode()
    assert lists.client("handler").get(page).status_code == 404


@pytest.mark.parametrize(
    ("lines", "sentence"),
    [
        ([], "至少要有一项"),
        ([Line(group="a", text=" ")], "没有写要做到什么"),
        ([Line(group="", text="看")], "没有写是哪方面"),
        ([Line(group="a", text="数", measure="rooms.to_book")], "不少于还是不超过"),
        (
            [
                Line(
                    group="a",
                    text="数",
                    measure="rooms.to_book",
                    comparison="at_most",
                    target=-1,
                )
            ],
            "0到999999",
        ),
        ([Line(group="a", text="x")] * 81, "最多80项"),
    ],
)
def test_what_cannot_be_asked_is_told(lists: Lists, lines: list[Line], sentence: str) -> None:
    with pytest.raises(BadInput, match=sentence):
        lists.version(lines, based_on=1)


def test_f14_the_pack_brings_a_list_in_our_own_words_all_of_whose_sources_are_there(
    village: Village,
) -> None:
    pack.unpack(village.centre, NOW)
    pack.unpack(village.centre, NOW)
    (checklist,) = Checklist.objects.of(village.centre)
    version = checklist.versions.get()
    groups = {one.group for one in version.items.all()}
    assert groups == {"场所", "标识", "开放", "制度", "服务", "公开"}
    for item in version.items.filter(how="auto"):
        assert measure(item.measure) is not None, item.measure


# ── who, pages, statements ────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("who", "sees", "fills", "manages"),
    [
        ("secretary", True, True, True),
        ("handler", True, True, False),
        ("supervisor", True, False, False),
        ("duty", False, False, False),
        ("clerk", False, False, False),
        ("resident", False, False, False),
        ("other_secretary", False, False, False),
        ("township", False, False, False),
    ],
)
def test_who_may_what(lists: Lists, who: str, sees: bool, fills: bool, manages: bool) -> None:
    lists.run()
    actor = lists.by(who)["actor"]
    assert policies.visible_runs(actor).exists() is sees
    assert policies.visible_checklists(actor).exists() is sees
    assert policies.may_fill(actor, lists.centre) is fills
    assert policies.may_manage(actor, lists.centre) is manages
    client = Client()
    backend = RESIDENT if who == "resident" else STAFF
    client.force_login(getattr(lists.village, who), backend=backend)
    assert (client.get(lists.page("desk_checklists")).status_code == 200) is sees


def test_the_run_prints_and_stands_in_the_register(lists: Lists) -> None:
    run = lists.finished()
    client = lists.client("supervisor")
    paper = client.get(lists.page("desk_run_sheet", pk=run.pk)).content.decode()
    assert "还是上个月的" in paper
    sheet = client.get(f"/c/{lists.centre.code}/desk/registers/checklists/xlsx/")
    cells = [c.value for row in load_workbook(BytesIO(sheet.content)).active for c in row]
    assert "有差距" in cells
    assert "2间" in cells


@pytest.mark.parametrize("name", ["desk_checklists", "desk_run", "desk_checklist"])
def test_a_page_asks_as_often_for_many_as_for_few(lists: Lists, name: str) -> None:
    client = lists.client("secretary")

    def asked() -> int:
        keys = {"desk_run": {"pk": run.pk}, "desk_checklist": {"pk": lists.checklist.pk}}
        with CaptureQueriesContext(connection) as found:
            assert client.get(lists.page(name, **keys.get(name, {}))).status_code == 200
        return len(found)

    run = lists.run()
    asked()
    few = asked()
    more = [Line(group="多", text=f"第{n}项") for n in range(30)]
    lists.version([*LINES, *more], based_on=1)
    for _ in range(10):
        run = lists.run()
    assert asked() == few
    assert few <= 12
