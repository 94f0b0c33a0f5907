"""A series stands where its next date is; its siblings are listed, called off, planned again."""

import re
from datetime import timedelta
from typing import Any

import time_machine
from django.test import Client

from changlai.engines.activities.public import Activity, ActivityState, Series, SignUpRule
from changlai.foundation.places.public import Occupancy
from changlai.kernel.workcalendar.days import current
from tests.halls.gatherings.activities.conftest import Hall, at
from tests.halls.gatherings.activities.test_finding import text
from tests.halls.gatherings.activities.test_planning import post
from tests.halls.gatherings.activities.test_telling import texts


def weekly(hall: Hall, **more: Any) -> list[Activity]:
    post(
        hall,
        repeat="weekly",
        day="2026-03-27",
        weekdays=["5"],
        until="2026-04-17",
        is_separate="on",
        announce="1",
        rule="first",
        seats_1="20",
        title="周五读书",
        **more,
    )
    return list(Activity.objects.of(hall.centre).filter(title="周五读书").order_by("first_starts"))


def test_a_series_stands_in_the_list_where_its_next_date_is(hall: Hall) -> None:
    hall.make(hall.evening("2026-03-17"), hall.evening("2026-04-14"), title="隔月的课")
    hall.make(hall.evening("2026-03-20"), title="这周的戏")
    visitor = Client()
    page = text(visitor.get(hall.url("list")))
    assert page.index("这周的戏") < page.index("隔月的课")
    assert "隔月的课" not in text(visitor.get(hall.url("list"), {"week": "on"}))
    desk = text(hall.client().get(hall.url("desk_activities"), {"tab": "coming"}))
    assert desk.index("这周的戏") < desk.index("隔月的课")
    with time_machine.travel(at("2026-04-13 08:00"), tick=False):
        assert "隔月的课" in text(Client().get(hall.url("list"), {"week": "on"}))


def test_what_was_cancelled_this_week_is_still_said(hall: Hall) -> None:
    activity = hall.make(hall.evening("2026-03-20"), title="这周的戏")
    hall.client().post(hall.url("cancel", pk=activity.pk), {"reason": "下雨"})
    assert "已取消" in text(Client().get(hall.url("list"), {"week": "on"}))


def test_the_siblings_of_a_series_are_listed_and_later_ones_called_off(hall: Hall) -> None:
    rows = weekly(hall)
    assert len(rows) == 4
    hall.come(rows[1], hall.village.resident_person)
    hall.come(rows[0], hall.village.second_person)
    hall.deliver()
    series = Series.objects.get()
    with time_machine.travel(rows[0].first_starts + timedelta(minutes=10), tick=False):
        desk = hall.client()
        url = hall.url("series", pk=series.pk)
        assert url in text(desk.get(hall.url("desk_activity", pk=rows[2].pk)))
        page = text(desk.get(url))
        assert page.count("周五读书") >= 4
        assert "以后的都取消(3次)" in page
        cancel = hall.url("cancel_series", pk=series.pk)
        asked = text(desk.get(cancel))
        assert "4月3日(周五)" in asked
        assert "请写明取消的原因" in text(desk.post(cancel, {"reason": ""}))
        assert hall.client(hall.village.duty).post(cancel, {"reason": "x"}).status_code == 404
        desk.post(cancel, {"reason": "老师调走了"})
        assert "后面没有要办的了" in text(desk.post(cancel, {"reason": "再来一次"}))
        hall.deliver()
    states = [Activity.objects.get(pk=row.pk).state for row in rows]
    assert states == [ActivityState.ANNOUNCED, *[ActivityState.CANCELLED] * 3]
    told = [one for one in texts(hall) if "老师调走了" in one]
    assert len(told) == 1
    assert Occupancy.objects.of(hall.centre).live().filter(room=hall.room).count() == 1


def test_the_series_of_another_village_is_no_page(hall: Hall) -> None:
    weekly(hall)
    other = hall.client(hall.village.other_secretary)
    assert other.get(hall.url("series", pk=Series.objects.get().pk)).status_code == 404


def test_once_more_fills_the_form_and_asks_for_the_day(hall: Hall) -> None:
    sent = {
        "title": "学剪纸",
        "summary": "剪一朵窗花",
        "audiences": "孩子",
        "extra-trainer": "何老师",
        "rule": "first",
        "seats_1": "18",
        "closes_at": "2026-03-26T12:00",
        "starts": "19:30",
    }
    post(hall, "training", **sent)
    first = Activity.objects.get()
    desk = hall.client()
    page = text(desk.get(hall.url("desk_activity", pk=first.pk)))
    url = re.findall(r'href="([^"]+\?like=[^"]+)"', page)[0]
    form = text(desk.get(url))
    for filled in ("学剪纸", "剪一朵窗花", "孩子", "何老师", 'value="18"', 'value="19:30"'):
        assert filled in form, filled
    assert f'value="{hall.room.pk}::" selected' in form
    assert "2026-03-2" not in form
    assert Activity.objects.count() == 1
    desk.post(url, hall.form(**{**sent, "day": "2026-04-10", "closes_at": ""}))
    again = Activity.objects.exclude(pk=first.pk).get()
    assert (again.title, again.state, again.sign_up_rule) == (
        "学剪纸",
        ActivityState.DRAFT,
        SignUpRule.FIRST,
    )
    assert again.number != first.number


def test_once_more_takes_nothing_from_another_village_or_kind(hall: Hall) -> None:
    activity = hall.make(title="大扫除")
    other = hall.url("plan", pk=hall.preset("show").pk)
    assert "大扫除" not in text(hall.client().get(other, {"like": str(activity.pk)}))
    assert hall.client().get(other, {"like": "nonsense"}).status_code == 200


def test_a_day_of_work_at_a_weekend_is_named(hall: Hall) -> None:
    with time_machine.travel(at("2026-09-18 09:00"), tick=False):
        page = post(
            hall, repeat="weekly", day="2026-09-19", weekdays=["6"], until="2026-10-10", look="1"
        ).content.decode()
    said = re.findall(r"这几天是补班：([^。]+)，看看大家来不来得了。", page)
    assert said == ["10月10日(周六)"] or said == ["9月26日(周六)、10月10日(周六)"]
    assert current().exceptions[at("2026-10-10 09:00").date()] is True
    assert "一共" in page
