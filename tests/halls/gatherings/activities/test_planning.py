"""Staff plan on one page: dates, rooms, seats; nothing typed is lost when a room is taken."""

from datetime import date
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changlai.engines.activities.public import (
    Activity,
    ActivityState,
    SeatPool,
    Session,
    SessionState,
    TicketKind,
)
from changlai.foundation.places.public import Occupancy, make_room
from changlai.insights.figures.models import Encounter
from changlai.kernel.events.public import rebuild
from changlai.kernel.metrics.public import total
from tests.cast import NOW
from tests.halls.gatherings.activities.conftest import Hall, at


def post(hall: Hall, code: str = "show", **more: Any) -> Any:
    return hall.client().post(hall.url("plan", pk=hall.preset(code).pk), hall.form(**more))


def test_a_plan_is_kept_as_a_draft_or_announced(hall: Hall) -> None:
    assert post(hall).status_code == 302
    draft = Activity.objects.of(hall.centre).get()
    assert draft.state == ActivityState.DRAFT
    assert Occupancy.objects.of(hall.centre).live().filter(room=hall.room).exists()
    post(hall, day="2026-03-28", announce="1", title="又一场")
    assert Activity.objects.of(hall.centre).get(title="又一场").state == ActivityState.ANNOUNCED


def test_a_form_sent_twice_plans_once(hall: Hall) -> None:
    key = str(uuid4())
    post(hall, form_id=key)
    post(hall, form_id=key)
    assert Activity.objects.of(hall.centre).count() == 1


def test_a_taken_room_keeps_what_was_typed_and_offers_free_ones(hall: Hall) -> None:
    make_room(
        centre=hall.centre, actor=hall.staff, at=NOW, name="小会议室", kind="shared", area_m2=30
    )
    hall.make(hall.evening("2026-03-27"))
    page = post(hall, title="撞上的晚会").content.decode()
    assert "已经有人用了" in page
    assert "撞上的晚会" in page
    assert "这些时间都空着" in page
    assert page.index("小会议室") < page.index("大礼堂（80人）（3月27日用不了）")
    assert Activity.objects.of(hall.centre).count() == 1


def test_a_weekly_plan_shows_its_dates_with_holidays_and_make_up_days_named(hall: Hall) -> None:
    page = post(
        hall,
        repeat="weekly",
        day="2026-09-24",
        weekdays=["4", "7"],
        until="2026-10-11",
        look="1",
    ).content.decode()
    assert "一共" in page
    assert "10月1日(周四)" in page.split("放假不办")[1].split("</p>")[0]
    assert "10月8日(周四)" in page.split("放假不办")[0]
    assert not Activity.objects.of(hall.centre).exists()


def test_a_weekly_plan_is_one_activity_or_one_for_each_date(hall: Hall) -> None:
    weekly = {"repeat": "weekly", "weekdays": ["5"], "until": "2026-04-10"}
    post(hall, **weekly)
    one = Activity.objects.of(hall.centre).get()
    assert one.sessions.count() == 3
    assert one.series is not None
    seats = {"rule": "first", "seats_1": "20", "closes_at": "2026-04-16T12:00"}
    post(
        hall,
        **{**weekly, "day": "2026-04-17", "until": "2026-05-15"},
        **seats,
        is_separate="on",
        title="单独报",
    )
    several = list(Activity.objects.of(hall.centre).filter(title="单独报").order_by("first_starts"))
    # 5月1日 is a holiday: four Fridays of five.
    assert [row.first_starts.date().day for row in several] == [17, 24, 8, 15]
    assert [row.closes_at for row in several][1] == at("2026-04-23 12:00")
    assert len({row.series_id for row in several}) == 1


def test_several_days_with_times_of_their_own(hall: Hall) -> None:
    post(
        hall,
        repeat="several",
        day_2="2026-03-29",
        day_3="2026-03-30",
        starts_3="09:00",
        ends_3="10:00",
    )
    starts = Session.objects.of(hall.centre).order_by("starts").values_list("starts", flat=True)
    assert list(starts) == [at("2026-03-27 19:00"), at("2026-03-29 19:00"), at("2026-03-30 09:00")]


def test_seats_shared_kept_and_limited(hall: Hall) -> None:
    post(
        hall,
        rule="first",
        seats_1="40",
        tickets_1="大人、孩子",
        kept_elders="10",
        release_at="2026-03-26T08:00",
        household_limit="3",
        party_limit="2",
        has_waiting_list="on",
        name_2="摊位",
        seats_2="5",
    )
    activity = Activity.objects.of(hall.centre).get()
    assert (activity.household_limit, activity.party_limit) == (3, 2)
    pools = SeatPool.objects.of(hall.centre).order_by("-seats")
    assert [(row.kept_for, row.seats) for row in pools] == [
        ("everyone", 30),
        ("elders", 10),
        ("everyone", 5),
    ]
    names = TicketKind.objects.of(hall.centre).order_by("order").values_list("name", flat=True)
    assert list(names) == ["大人", "孩子", "摊位"]
    page = hall.client().get(hall.url("seats", pk=activity.pk)).content.decode()
    assert "大人、孩子" in page


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"title": ""}, "请填写活动名称"),
        ({"day": ""}, "请选日期"),
        ({"where": "", "place_text": ""}, "请选一个场所"),
        ({"repeat": "weekly"}, "请选每周的哪几天"),
        ({"rule": "first"}, "要报名的活动请填名额"),
        ({"rule": "first", "seats_1": "5", "kept_elders": "9"}, "不能比总名额多"),
        (
            {"rule": "first", "seats_1": "5", "tickets_1": "甲", "seats_2": "2", "tickets_2": "甲"},
            "同一个名称",
        ),
        ({"repeat": "weekly", "weekdays": ["1"], "until": "2026-03-20"}, "最后一天不能早于第一天"),
        ({"where": "nonsense"}, "没有这个场所"),
    ],
)
def test_bad_input_is_answered_with_one_sentence(
    hall: Hall, wrong: dict[str, object], words: str
) -> None:
    page = post(hall, **wrong)
    assert page.status_code == 200
    assert words in page.content.decode()
    assert not Activity.objects.of(hall.centre).exists()


def test_a_session_is_moved_and_one_is_cancelled(hall: Hall) -> None:
    activity = hall.make(hall.evening("2026-03-20"), hall.evening("2026-03-21"))
    first, second = activity.sessions.order_by("starts")
    desk = hall.client()
    taken = {"day": "2026-03-21", "starts": "20:00", "ends": "22:00", "where": f"{hall.room.pk}::"}
    page = desk.post(hall.url("move_session", pk=first.pk), {**taken, "keep": "1"})
    assert "已经有人用了" in page.content.decode()
    moved = {**taken, "day": "2026-03-22", "keep": "1"}
    assert desk.post(hall.url("move_session", pk=first.pk), moved).status_code == 302
    first.refresh_from_db()
    assert first.starts == at("2026-03-22 20:00")
    desk.post(hall.url("cancel_session", pk=second.pk), {"reason": "停电"})
    second.refresh_from_db()
    assert second.state == SessionState.CANCELLED
    more = {**taken, "day": "2026-03-25", "keep": "1"}
    assert desk.post(hall.url("add_session", pk=activity.pk), more).status_code == 302
    assert activity.sessions.count() == 3


def test_words_change_and_the_end_counts_guests(hall: Hall) -> None:
    activity = hall.make(hall.evening("2026-03-17"))
    desk = hall.client()
    changed = {"title": "大扫除和种花", "visibility": "public", "extra-purpose": "迎春"}
    assert desk.post(hall.url("change", pk=activity.pk), changed).status_code == 302
    activity.refresh_from_db()
    assert (activity.title, activity.extra) == ("大扫除和种花", {"purpose": "迎春"})
    assert desk.post(hall.url("end", pk=activity.pk), {"guests_1": "31"}).status_code == 302
    activity.refresh_from_db()
    assert activity.state == ActivityState.DONE
    assert activity.sessions.get().guests == 31


def test_a_typo_in_the_number_of_guests_is_put_right(hall: Hall) -> None:
    def figures() -> tuple[int, int, str]:
        hall.deliver()
        day = date(2026, 3, 17)
        came = total(hall.centre, "activities.came", day, day)
        met = sum(Encounter.objects.of(hall.centre).values_list("heads", flat=True))
        page = hall.client().get(register).content.decode()
        return came, met, page

    register = reverse("registers:show", args=[hall.centre.code, "activities"])
    activity = hall.make(hall.evening("2026-03-17"))
    desk = hall.client()
    desk.post(hall.url("end", pk=activity.pk), {"guests_1": "313"})
    assert figures()[:2] == (313, 313)
    session = activity.sessions.get()
    url = hall.url("guests", pk=session.pk)
    assert url in desk.get(hall.url("desk_activity", pk=activity.pk)).content.decode()
    assert 'value="313"' in desk.get(url).content.decode()
    assert "20000" in desk.post(url, {"guests": "99999"}).content.decode()
    assert desk.post(url, {"guests": "31"}).status_code == 302
    assert figures()[:2] == (31, 31)
    assert ">31<" in figures()[2]
    desk.post(url, {"guests": "0"})
    assert figures()[:2] == (0, 0)
    rebuild("activities.came")
    assert figures()[:2] == (0, 0)


def test_a_session_that_was_not_held_has_no_number_to_put_right(hall: Hall) -> None:
    activity = hall.make(hall.evening("2026-03-17"))
    url = hall.url("guests", pk=activity.sessions.get().pk)
    page = hall.client().post(url, {"guests": "3"}).content.decode()
    assert "还没有登记举行" in page


def test_who_may_not_plan_finds_no_page(hall: Hall) -> None:
    duty = hall.client(hall.village.duty)
    assert duty.get(hall.url("new")).status_code == 404
    assert duty.get(hall.url("desk_activities")).status_code == 200
    activity = hall.make()
    assert duty.post(hall.url("cancel", pk=activity.pk), {"reason": "x"}).status_code == 404
    other = hall.client(hall.village.other_secretary)
    assert other.get(hall.url("desk_activity", pk=activity.pk)).status_code == 404


def test_lists_cost_the_same_for_three_and_for_thirty(
    hall: Hall,
) -> None:
    desk = hall.client()
    for place in range(3):
        hall.make(hall.evening(f"2026-04-0{place + 1}"), seats=5, title=f"第{place}场")
    desk.get(hall.url("desk_activities"))
    desk.get(hall.url("list"))

    def count(url: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            assert desk.get(url).status_code == 200
        return len(seen)

    few = count(hall.url("desk_activities")), count(hall.url("list"))
    for place in range(12):
        hall.make(hall.evening(f"2026-04-{place + 10}"), seats=5, title=f"又{place}场")
    assert (count(hall.url("desk_activities")), count(hall.url("list"))) == few
    assert few[0] <= 15


def test_a_draw_needs_a_closing_time_before_it_begins(hall: Hall) -> None:
    client, url = hall.client(), hall.url("plan", pk=hall.preset("theme_activity").pk)
    said = hall.form(rule="draw", seats_1="5", tickets_1="报名")
    assert "抽签要填报名截止" in client.post(url, said).content.decode()
    late = client.post(url, said | {"closes_at": "2026-03-27T20:00"})
    assert "抽签的报名截止要早于活动开始" in late.content.decode()
    assert not Activity.objects.exists()
    assert client.post(url, said | {"closes_at": "2026-03-26T20:00"}).status_code == 302
    found = Activity.objects.get()
    again = client.post(hall.url("seats", pk=found.pk), said | {"closes_at": ""})
    assert "抽签要填报名截止" in again.content.decode()
