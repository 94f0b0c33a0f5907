"""F37: whoever signed up hears of a change once, and the room is free for others."""

from datetime import datetime
from typing import Any

from changlai.engines.activities.public import (
    Activity,
    SessionPlan,
    cancel_activity,
    cancel_session,
    move_session,
)
from changlai.foundation.places.public import Occupancy, close_room
from changlai.halls.gatherings.today import TODAY
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW, make_person
from tests.halls.gatherings.activities.conftest import Hall, at


def texts(hall: Hall) -> list[str]:
    rows = Message.objects.of(hall.centre).filter(template="gatherings").order_by("id")
    return list(rows.values_list("text", flat=True))


def full_house(hall: Hall) -> Activity:
    activity = hall.make(hall.evening("2026-03-20"), hall.evening("2026-03-27"), seats=3)
    hall.come(activity, hall.village.resident_person)
    hall.come(activity, hall.village.second_person)
    grandmother = make_person(hall.centre, "钱阿婆", number=77)
    hall.come(activity, grandmother)
    hall.come(activity, None, alias="路过的老吴", contact_phone="19900000078")
    hall.deliver()
    Message.objects.of(hall.centre).all().delete()
    return activity


def words(hall: Hall) -> dict[str, Any]:
    return {"centre": hall.centre, "actor": hall.staff, "at": NOW}


def test_f37_cancelled_means_all_are_told_once_and_the_room_is_free(hall: Hall) -> None:
    activity = full_house(hall)
    cancel_activity(activity_id=activity.pk, reason="下大雨", **words(hall))
    hall.deliver()
    hall.deliver()
    told = texts(hall)
    assert len(told) == 4
    assert all("下大雨" in text for text in told)
    # Two have no screen: they are on the list of people to phone.
    assert Sending.objects.of(hall.centre).waiting().filter(channel="phone").count() == 2
    assert not Occupancy.objects.of(hall.centre).live().filter(room=hall.room).exists()
    hall.make(hall.evening("2026-03-20"), title="别的活动")


def test_one_session_cancelled_and_one_moved_are_told(hall: Hall) -> None:
    activity = full_house(hall)
    first, second = activity.sessions.order_by("starts")
    cancel_session(session_id=first.pk, reason="停电", **words(hall))
    plan = SessionPlan(at("2026-03-28 09:00"), at("2026-03-28 11:00"), place_text="榕树下")
    move_session(session_id=second.pk, plan=plan, **words(hall))
    hall.deliver()
    told = texts(hall)
    assert len([text for text in told if "停电" in text]) == 4
    moved = [text for text in told if "榕树下" in text]
    assert len(moved) == 4
    assert "3月28日(周六)上午9:00到11:00" in moved[0]


def test_nobody_is_told_of_a_draft(hall: Hall) -> None:
    activity = hall.make(announced=False)
    cancel_activity(activity_id=activity.pk, reason="不办了", **words(hall))
    hall.deliver()
    assert texts(hall) == []


def test_a_closed_room_tells_people_and_asks_staff_for_another(hall: Hall) -> None:
    make_person(hall.centre, "林书记", account=hall.village.secretary)
    activity = full_house(hall)
    close_room(
        centre=hall.centre,
        room_id=hall.room.pk,
        actor=hall.staff,
        at=NOW,
        starts=at("2026-03-20 08:00"),
        ends=at("2026-03-21 00:00"),
        reason="屋顶漏水",
    )
    hall.deliver()
    told = texts(hall)
    assert len([text for text in told if "地点定了马上告诉您" in text]) == 4
    assert len([text for text in told if "请另找一个" in text]) == 1
    session = activity.sessions.order_by("starts")[0]
    assert session.needs_room
    homeless = next(one for one in TODAY if one.code == "gatherings_homeless")
    (line,), total = homeless.lines(hall.staff, NOW)
    assert (line.title, total) == ("大扫除", 1)
    page = hall.client().get(hall.url("move_session", pk=session.pk)).content.decode()
    assert "原来的场所用不了了" in page
    starts: datetime = session.starts
    plan = SessionPlan(starts, session.ends, place_text="文化广场")
    move_session(session_id=session.pk, plan=plan, **words(hall))
    assert homeless.lines(hall.staff, NOW) == ([], 0)
