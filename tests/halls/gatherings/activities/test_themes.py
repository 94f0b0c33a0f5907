"""F40, F57, F45: themes end with one sum, meetings begin with figures, training is read."""

import io
from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from docx import Document as Docx

from changlai.engines.activities.public import Activity, Certificate, end_activity, mark, roll
from changlai.foundation.people.public import Account, set_duty
from changlai.halls.gatherings.actions.themes import put_in
from changlai.halls.gatherings.models import Decision, Theme
from changlai.halls.gatherings.queries.training import days_without_duty, training_of_staff
from changlai.kernel.errors import BadInput
from changlai.kernel.records.public import Record
from changlai.kernel.registers.public import registers_of
from tests.cast import NOW, make_person
from tests.halls.gatherings.activities.conftest import Hall, at


def begin(hall: Hall, **more: Any) -> Theme:
    sent = {"title": "邻里月", "since": "2026-03-01", "until": "2026-03-31", **more}
    answer = hall.client().post(hall.url("new_theme"), sent)
    assert answer.status_code == 302, answer.content.decode()
    return Theme.objects.of(hall.centre).get(title=sent["title"])


def test_f40_ending_a_theme_archives_it_with_one_sum_by_source(hall: Hall) -> None:
    theme = begin(hall, intro="串串门")
    past = hall.make(hall.evening("2026-03-16"), title="包饺子")
    coming = hall.make(hall.evening("2026-03-28"), title="拔河")
    desk = hall.client()
    desk.post(hall.url("end", pk=past.pk), {"guests_1": "25"})
    page = desk.get(hall.url("theme_add", pk=theme.pk)).content.decode()
    assert "包饺子" in page
    ticked = {"record": [str(past.pk), str(coming.pk)]}
    desk.post(hall.url("theme_add", pk=theme.pk), ticked)
    assert "包饺子" in Client().get(hall.url("theme", pk=theme.pk)).content.decode()
    assert "邻里月" in Client().get(hall.url("list")).content.decode()

    assert desk.post(hall.url("end_theme", pk=theme.pk)).status_code == 302
    theme.refresh_from_db()
    assert theme.summary == {"by_kind": {"activity": 2}, "done": 1, "came": 25}
    archived = Client().get(hall.url("theme", pk=theme.pk)).content.decode()
    assert "已结束，存档" in archived
    assert "邻里月" not in Client().get(hall.url("list")).content.decode()
    past_list = Client().get(hall.url("past")).content.decode()
    assert hall.url("theme", pk=theme.pk) in past_list
    assert "主题，已结束" in past_list
    assert "25" in archived
    assert "邻里月" not in Client().get(hall.url("list")).content.decode()
    with pytest.raises(BadInput, match="归档"):
        put_in(
            centre=hall.centre, theme_id=theme.pk, record_ids=[past.pk], actor=hall.staff, at=NOW
        )
    # The activities themselves stay as they are.
    assert Activity.objects.of(hall.centre).count() == 2


def test_a_theme_the_wrong_way_round_is_refused_with_what_was_typed(hall: Hall) -> None:
    page = hall.client().post(
        hall.url("new_theme"), {"title": "邻里月", "since": "2026-03-31", "until": "2026-03-01"}
    )
    assert "结束日期比开始日期早" in page.content.decode()
    begin(hall)
    again = {"title": "邻里月", "since": "2026-03-01", "until": "2026-03-31"}
    assert "同名的主题" in hall.client().post(hall.url("new_theme"), again).content.decode()


def test_f57_a_review_meeting_begins_with_the_figures_of_its_time(hall: Hall) -> None:
    done = hall.make(hall.evening("2026-02-10"), title="灯谜会")
    hall.client().post(hall.url("end", pk=done.pk), {"guests_1": "60"})
    hall.deliver()
    url = hall.url("plan", pk=hall.preset("review_meeting").pk)
    page = hall.client().get(url).content.decode()
    assert "2月1日到2月28日的数据" in page
    assert "来参加活动：60人次" in page
    assert "办完的活动：1" in page
    march = hall.client().get(url, {"since": "2026-03-01", "until": "2026-03-31"}).content.decode()
    assert "来参加活动：60人次" not in march


def test_f57_decisions_are_lines_that_others_can_point_to(hall: Hall) -> None:
    meeting = hall.make(preset="review_meeting", title="一季度总结会")
    desk = hall.client()
    url = hall.url("decisions", pk=meeting.pk)
    desk.post(url, {"text": "每周五晚上开放图书室", "who": "小满", "due_on": "2026-04-30"})
    desk.post(url, {"text": "换掉坏的灯"})
    assert "请写清定了什么事" in desk.post(url, {"text": ""}).content.decode()
    first, _ = Decision.objects.of(hall.centre)
    assert Record.objects.of(hall.centre).get(pk=first.pk).kind == "decision"
    desk.post(hall.url("decision_done", pk=first.pk))
    first.refresh_from_db()
    assert first.done_at is not None
    desk.post(hall.url("decision_done", pk=first.pk), {"undone": "1"})
    first.refresh_from_db()
    assert first.done_at is None
    change = hall.url("decision", pk=first.pk)
    assert change in desk.get(url).content.decode()
    assert "请写清定了什么事" in desk.post(change, {"text": " "}).content.decode()
    desk.post(change, {"text": "每周六晚上开放图书室", "who": "知秋", "due_on": "2026-05-31"})
    first.refresh_from_db()
    assert (first.text, first.who, first.due_on) == (
        "每周六晚上开放图书室",
        "知秋",
        date(2026, 5, 31),
    )
    assert Record.objects.of(hall.centre).get(pk=first.pk).title == "每周六晚上开放图书室"
    assert hall.client(hall.village.duty).post(change, {"text": "x"}).status_code == 404


def test_f45_training_of_staff_needs_no_second_entry(hall: Hall) -> None:
    person = make_person(hall.centre, "陈小满", account=hall.village.handler)
    training = hall.make(hall.evening("2026-03-17"), preset="staff_training", title="接电话怎么接")
    session = training.sessions.get()
    desk = hall.client()
    mark(
        centre=hall.centre,
        session_id=session.pk,
        actor=hall.staff,
        at=session.starts,
        person=person,
    )
    # Who is nobody's resident here stands on the roll by account.
    by_account = next(line for line in roll(session).lines if line.name == "吴立夏")
    assert by_account.who.kind == "account"
    desk.post(
        reverse("gatherings:roll_tick", kwargs={"code": hall.centre.code, "pk": session.pk}),
        {"in": ":".join(by_account.who)},
    )
    end_activity(centre=hall.centre, activity_id=training.pk, actor=hall.staff, at=NOW)
    lines = {
        line.name: line
        for line in training_of_staff(
            hall.staff, hall.centre, date(2026, 1, 1), date(2026, 3, 31), NOW
        )
    }
    assert (lines["陈小满"].times, lines["陈小满"].minutes) == (1, 120)
    assert lines["吴立夏"].times == 1
    assert lines["许知秋"].times == 0
    assert (
        "接电话怎么接"
        in desk.get(
            reverse(
                "registers:show", kwargs={"code": hall.centre.code, "register": "staff_training"}
            )
        ).content.decode()
    )
    assert "陈小满" in desk.get(hall.url("training")).content.decode()


def test_f45_who_left_and_came_back_learned_once_and_two_of_one_name_are_two(hall: Hall) -> None:
    Account.objects.filter(pk=hall.village.handler_b.pk).update(name="吴立夏")
    training = hall.make(hall.evening("2026-03-17"), preset="staff_training", title="接电话怎么接")
    session = training.sessions.get()
    wish = {"centre": hall.centre, "session_id": session.pk, "actor": hall.staff}
    for hour, kind in (("19:00", "in"), ("19:30", "out"), ("20:00", "in"), ("20:15", "out")):
        moment = at(f"2026-03-17 {hour}")
        mark(kind=kind, at=moment, account_id=hall.village.duty.pk, **wish)
    first, second = (
        line
        for line in training_of_staff(
            hall.staff, hall.centre, date(2026, 1, 1), date(2026, 3, 31), NOW
        )
        if line.name == "吴立夏"
    )
    assert {(one.times, one.minutes) for one in (first, second)} == {(1, 45), (0, 0)}
    register = next(one for one in registers_of(hall.staff) if one.code == "staff_training")
    (row,) = register.rows(hall.staff, {})
    assert [column.of(row) for column in register.columns][1:6:4] == ["吴立夏", 45]


def test_f45_a_training_of_staff_is_certified_although_nobody_signed_up(hall: Hall) -> None:
    training = hall.make(hall.evening("2026-03-17"), preset="staff_training", title="接电话怎么接")
    session = training.sessions.get()
    duty = hall.client(hall.village.duty)
    with time_machine.travel(session.starts, tick=False):
        scan = reverse(
            "gatherings:self_in",
            kwargs={"code": hall.centre.code, "session_code": session.code},
        )
        assert "记上了" in duty.post(scan, {"in": "1"}, follow=True).content.decode()
    sheet = reverse("gatherings:roll_paper", args=[hall.centre.code, session.pk])
    desk = hall.client()
    desk.post(sheet, {"names": "陈小满"})
    end_activity(centre=hall.centre, activity_id=training.pk, actor=hall.staff, at=NOW)
    after = hall.url("after", pk=training.pk)
    assert "全部开好(2份)" in desk.get(after).content.decode()
    desk.post(hall.url("certify", pk=training.pk), {"all": "1"})
    rows = Certificate.objects.of(hall.centre).filter(activity=training)
    assert {row.account_id for row in rows} == {hall.village.duty.pk, hall.village.handler.pk}
    row = rows.get(account=hall.village.duty)
    paper = duty.get(hall.url("certificate", pk=row.pk, kind="docx"))
    assert "吴立夏" in "".join(one.text for one in Docx(io.BytesIO(paper.content)).paragraphs)


def test_f45_days_without_duty_are_flagged(hall: Hall) -> None:
    assert days_without_duty(hall.centre, NOW.date()) == []
    set_duty(
        centre=hall.centre,
        day=NOW.date(),
        part="morning",
        kind="phone",
        account_ids=[hall.village.duty.pk],
        actor=hall.staff,
        at=NOW,
    )
    gaps = days_without_duty(hall.centre, NOW.date())
    assert NOW.date() not in gaps
    assert date(2026, 3, 19) in gaps
    assert date(2026, 3, 22) not in gaps  # a Sunday on which the centre is closed
