"""Kinds of activity as data; one made in the browser needs no code."""

import io
from typing import Any

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from changlai.engines.activities.public import Activity, Preset, end_activity, hold_session
from changlai.halls.gatherings.kinds import KINDS
from changlai.halls.gatherings.pack import unpack
from changlai.kernel.metrics.public import recount, total
from changlai.kernel.registers.public import registers_of
from tests.cast import NOW
from tests.halls.gatherings.activities.conftest import Hall


def test_a_village_starts_with_twelve_kinds_and_keeps_what_it_changed(hall: Hall) -> None:
    assert Preset.objects.of(hall.centre).count() == len(KINDS) == 12
    Preset.objects.of(hall.centre).filter(code="training").update(title="学手艺")
    unpack(hall.centre, NOW)
    assert Preset.objects.of(hall.centre).count() == 12
    assert hall.preset("training").title == "学手艺"


def new_kind(**more: Any) -> dict[str, Any]:
    """Return what a browser sends for a kind with two questions of its own."""
    return {
        "title": "龙舟试水",
        "hint": "端午前划一划",
        "sign_up_rule": "none",
        "minutes": "90",
        "roster_rule": "open",
        "visibility": "public",
        "documents": ["gallery"],
        "is_active": "on",
        "field-count": "3",
        "field-0-label": "几条船",
        "field-0-kind": "whole",
        "field-0-required": "on",
        "field-0-in_register": "on",
        "field-0-order": "1",
        "field-1-label": "在哪下水",
        "field-1-kind": "choice",
        "field-1-options": "东码头\n西码头",
        "field-1-in_register": "on",
        "field-1-order": "2",
        "field-2-label": "",
        **more,
    }


def test_a_kind_made_in_the_browser_gives_form_list_register_print_and_metric(hall: Hall) -> None:
    desk = hall.client()
    assert desk.post(hall.url("new_preset"), new_kind()).status_code == 302
    preset = Preset.objects.of(hall.centre).get(title="龙舟试水")

    page = desk.get(hall.url("plan", pk=preset.pk)).content.decode()
    assert "几条船" in page
    assert "东码头" in page
    sent = hall.form(title="试水第一天", day="2026-03-18", starts="08:00", ends="09:30")
    refused = desk.post(hall.url("plan", pk=preset.pk), sent)
    assert refused.status_code == 200
    assert "试水第一天" in refused.content.decode()
    answers = {"extra-f1": "6", "extra-f2": "西码头", "announce": "1"}
    assert desk.post(hall.url("plan", pk=preset.pk), {**sent, **answers}).status_code == 302
    activity = Activity.objects.of(hall.centre).get(preset=preset)
    assert activity.extra == {"f1": 6, "f2": "西码头"}

    listed = desk.get(hall.url("desk_activities"), {"kind": preset.pk}).content.decode()
    assert "试水第一天" in listed

    session = activity.sessions.get()
    words: dict[str, Any] = {"centre": hall.centre, "actor": hall.staff, "at": NOW}
    hold_session(session_id=session.pk, guests=42, **words)
    end_activity(activity_id=activity.pk, **words)

    code = f"activities_{preset.code}"
    assert code in [one.code for one in registers_of(hall.staff)]
    where = {"code": hall.centre.code, "register": code}
    body = desk.get(reverse("registers:xlsx", kwargs=where)).getvalue()
    sheet = load_workbook(io.BytesIO(body)).active
    assert sheet is not None
    rows = [list(row) for row in sheet.iter_rows(values_only=True)]
    head = next(row for row in rows if "几条船" in row)
    line = next(row for row in rows if "试水第一天" in row)
    assert line[head.index("几条船")] == 6
    assert line[head.index("在哪下水")] == "西码头"
    assert line[head.index("到场人次")] == 42
    printed = desk.get(reverse("registers:print", kwargs=where)).content.decode()
    assert "西码头" in printed

    hall.deliver()
    day = NOW.date()
    assert total(hall.centre, "activities.ended", day, day, preset=preset.code) == 1
    assert total(hall.centre, "activities.came", day, day, preset=preset.code) == 42
    assert recount(hall.centre, day, day) == []


def test_a_changed_question_leaves_older_answers_their_column(hall: Hall) -> None:
    desk = hall.client()
    desk.post(hall.url("new_preset"), new_kind())
    preset = Preset.objects.of(hall.centre).get(title="龙舟试水")
    evening = hall.evening("2026-03-20")
    hall.make(evening, preset=preset.code, title="老的")
    Activity.objects.of(hall.centre).filter(title="老的").update(extra={"f1": 3, "f2": "东码头"})
    changed = new_kind(
        **{
            "field-count": "5",
            "field-0-code": "f1",
            "field-1-code": "f2",
            "field-1-is_dropped": "on",
            "field-2-label": "谁领队",
            "field-2-kind": "short",
            "field-2-in_register": "on",
        }
    )
    assert desk.post(hall.url("preset", pk=preset.pk), changed).status_code == 302
    register = next(
        one for one in registers_of(hall.staff) if one.code == f"activities_{preset.code}"
    )
    titles = [column.title for column in register.columns]
    assert {"几条船", "在哪下水", "谁领队"} <= set(titles)


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "请填写活动类型的名称"),
        ({"title": "放电影"}, "已经有叫“放电影”的活动类型了"),
        ({"field-1-options": "一个"}, "至少要有两个不同的选项"),
    ],
)
def test_a_kind_that_cannot_be_says_why_and_keeps_what_was_typed(
    hall: Hall, wrong: dict[str, str], words: str
) -> None:
    page = hall.client().post(hall.url("new_preset"), new_kind(**wrong))
    assert page.status_code == 200
    assert words in page.content.decode()
    assert "在哪下水" in page.content.decode()


def test_registers_of_kinds_do_not_ask_once_a_row(
    hall: Hall, django_assert_max_num_queries: Any
) -> None:
    for place in range(8):
        hall.make(hall.evening(f"2026-03-2{place}"), title=f"第{place}次")
    register = next(one for one in registers_of(hall.staff) if one.code == "activities")
    with django_assert_max_num_queries(6):
        for row in register.rows(hall.staff, {}):
            for column in register.columns:
                column.of(row)
