"""A clinic day and its sittings: called off together, moved together, found from one page."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from changlai.engines.activities.public import (
    Activity,
    Session,
    SessionPlan,
    cancel_activity,
    cancel_session,
    move_session,
)
from changlai.engines.appointments.public import (
    Appointment,
    Sitting,
    Slot,
    book_slot,
    lay_sitting,
    put_provider,
    walk_in,
)
from changlai.foundation.people.public import Person
from changlai.foundation.places.public import close_room
from changlai.kernel.outbox.public import Message, Sending
from tests.cast import NOW, make_person
from tests.halls.gatherings.activities.conftest import Hall, at, hall

__all__ = ["hall"]

pytestmark = pytest.mark.django_db

Lay = Callable[..., Sitting]
QUARTER = timedelta(minutes=15)


def morning(day: str = "2026-03-21", **more: Any) -> SessionPlan:
    return SessionPlan(at(f"{day} 09:00"), at(f"{day} 11:00"), **more)


def words(hall: Hall) -> dict[str, Any]:
    return {"centre": hall.centre, "actor": hall.staff, "at": NOW}


def told(hall: Hall, person: Person) -> list[str]:
    rows = Message.objects.of(hall.centre).filter(person_id=person.pk).order_by("at")
    return list(rows.values_list("text", flat=True))


def page(response: Any) -> str:
    return str(response.content.decode())


@pytest.fixture
def lay(hall: Hall) -> Lay:
    """Lay a sitting of eight slots for a session of a clinic day."""

    def _lay(session: Session, name: str = "沈医生", **more: Any) -> Sitting:
        provider = put_provider(
            centre=hall.centre, actor=hall.staff, name=name, title="全科医生", **more
        )
        return lay_sitting(
            provider=provider,
            title="春季义诊",
            starts=session.starts,
            ends=session.ends,
            place_text="大礼堂",
            origin_id=session.pk,
            **words(hall),
        )

    return _lay


def clinic_day(hall: Hall, *plans: SessionPlan) -> Activity:
    return hall.make(*(plans or (morning(room_id=hall.room.pk),)), preset="clinic", title="义诊")


def book(hall: Hall, sitting: Sitting, number: int, person: Person) -> Appointment:
    slot = Slot.objects.of(hall.centre).filter(sitting=sitting).order_by("starts")[number]
    row = book_slot(slot_id=slot.pk, channel="counter", person=person, **words(hall))
    hall.deliver()
    Message.objects.of(hall.centre).all().delete()
    return row


def test_f37_a_clinic_day_called_off_calls_its_sittings_off(hall: Hall, lay: Lay) -> None:
    activity = clinic_day(hall)
    session = activity.sessions.get()
    sittings = [lay(session), lay(session, "许医生")]
    old = make_person(hall.centre, "阿婆", contact_phone="13900001234")
    book(hall, sittings[0], 0, hall.village.resident_person)
    book(hall, sittings[1], 1, old)
    cancel_activity(activity_id=activity.pk, reason="下大雨", **words(hall))
    hall.deliver()
    hall.deliver()
    for sitting in sittings:
        sitting.refresh_from_db()
        assert (sitting.state, sitting.cancel_reason) == ("cancelled", "下大雨")
    assert [len(told(hall, one)) for one in (hall.village.resident_person, old)] == [1, 1]
    assert "取消了：下大雨" in told(hall, hall.village.resident_person)[0]
    assert Sending.objects.of(hall.centre).waiting().filter(channel="phone").count() == 1
    late = hall.client(hall.village.duty).get(hall.url("desk_sitting_add", pk=sittings[0].pk))
    assert "登记一个人" not in page(late) or late.context["is_planned"] is False


def test_one_session_called_off_leaves_the_sittings_of_the_others(hall: Hall, lay: Lay) -> None:
    activity = clinic_day(
        hall, morning(place_text="祠堂"), morning("2026-03-28", place_text="祠堂")
    )
    first, second = activity.sessions.order_by("starts")
    off, on = lay(first), lay(second, "许医生")
    cancel_session(session_id=first.pk, reason="停电", **words(hall))
    hall.deliver()
    off.refresh_from_db()
    on.refresh_from_db()
    assert (off.state, off.cancel_reason, on.state) == ("cancelled", "停电", "planned")


def test_f37_a_session_that_moves_takes_its_sitting_and_every_slot_along(
    hall: Hall, lay: Lay
) -> None:
    session = clinic_day(hall).sessions.get()
    sitting = lay(session)
    mine = book(hall, sitting, 1, hall.village.resident_person)
    before = list(Slot.objects.filter(sitting=sitting).values_list("starts", flat=True))
    # A quarter of an hour later first: no slot may land on the next one's time.
    moves = ((QUARTER, hall.room.pk), (timedelta(days=1, hours=5), None))
    for number, (by, place) in enumerate(moves):
        plan = SessionPlan(
            session.starts + by,
            session.ends + by,
            room_id=place,
            place_text="" if place else "榕树下",
        )
        later = words(hall) | {"at": NOW + timedelta(hours=number)}
        move_session(session_id=session.pk, plan=plan, **later)
        hall.deliver()
        sitting.refresh_from_db()
        assert sitting.starts == session.starts + by
        after = list(Slot.objects.filter(sitting=sitting).values_list("starts", flat=True))
        assert after == [one + by for one in before]
    mine.refresh_from_db()
    assert mine.state == "booked"
    first, second = told(hall, hall.village.resident_person)
    assert "改到3月21日(周六)上午9:30，大礼堂" in first
    assert "改到3月22日(周日)下午2:15，榕树下" in second
    assert sitting.place_text == "榕树下"


def test_two_moves_nobody_heard_of_yet_move_the_sitting_once_each(hall: Hall, lay: Lay) -> None:
    session = clinic_day(hall, morning(place_text="祠堂")).sessions.get()
    sitting = lay(session)
    for day in ("2026-03-22", "2026-03-25"):
        move_session(session_id=session.pk, plan=morning(day, place_text="祠堂"), **words(hall))
    hall.deliver()
    sitting.refresh_from_db()
    assert sitting.starts == at("2026-03-25 09:00")


def test_a_sitting_in_a_room_of_its_own_keeps_it_when_only_the_time_moves(
    hall: Hall, lay: Lay
) -> None:
    session = clinic_day(hall, morning(place_text="祠堂")).sessions.get()
    sitting = lay(session)
    move_session(
        session_id=session.pk, plan=morning("2026-03-22", place_text="祠堂"), **words(hall)
    )
    hall.deliver()
    sitting.refresh_from_db()
    assert (sitting.starts, sitting.place_text) == (at("2026-03-22 09:00"), "大礼堂")


def test_a_session_without_a_room_tells_whoever_has_a_time(hall: Hall, lay: Lay) -> None:
    session = clinic_day(hall).sessions.get()
    sitting = lay(session)
    book(hall, sitting, 0, hall.village.resident_person)
    close_room(
        room_id=hall.room.pk,
        starts=at("2026-03-21 00:00"),
        ends=at("2026-03-22 00:00"),
        reason="屋顶漏水",
        **words(hall),
    )
    hall.deliver()
    sitting.refresh_from_db()
    assert (sitting.state, sitting.starts) == ("planned", session.starts)
    (text,) = told(hall, hall.village.resident_person)
    assert "地点要另找，定了再通知。时间不变" in text
    later = words(hall) | {"at": NOW + timedelta(hours=1)}
    move_session(session_id=session.pk, plan=morning(place_text="文化广场"), **later)
    hall.deliver()
    assert "换了地方：文化广场。时间不变" in told(hall, hall.village.resident_person)[1]


def test_what_cannot_move_along_is_put_before_staff(hall: Hall, lay: Lay) -> None:
    organiser = make_person(hall.centre, "林书记", account=hall.village.secretary)
    session = clinic_day(hall, morning(place_text="祠堂")).sessions.get()
    sitting = lay(session, licence_until=at("2026-03-25 00:00").date())
    move_session(
        session_id=session.pk, plan=morning("2026-03-30", place_text="祠堂"), **words(hall)
    )
    hall.deliver()
    sitting.refresh_from_db()
    assert sitting.starts == at("2026-03-21 09:00")
    (text,) = [one for one in told(hall, organiser) if "没有跟着改" in one]
    assert "沈医生的证件到那天已经过期" in text


# ── pages ─────────────────────────────────────────────────────────────────────────────────────


def test_the_page_of_a_clinic_day_leads_to_its_times(hall: Hall, lay: Lay) -> None:
    activity = clinic_day(hall)
    url = hall.url("activity", pk=activity.pk)
    assert "到时候直接来" in page(Client().get(url))
    sittings = [lay(activity.sessions.get(), name) for name in ("沈医生", "许医生")]
    book(hall, sittings[0], 0, hall.village.resident_person)
    shown = page(Client().get(url))
    assert "约个时间" in shown
    assert "到时候直接来" not in shown
    assert ["还有7个时间" in shown, "还有8个时间" in shown] == [True, True]
    for sitting in sittings:
        assert hall.url("sitting", pk=sitting.pk) in shown


def test_a_second_doctor_of_a_session_is_laid_from_the_same_list(hall: Hall, lay: Lay) -> None:
    session = clinic_day(hall).sessions.get()
    desk, address = hall.client(), hall.url("desk_sittings")
    assert "还没排" in page(desk.get(address))
    lay(session)
    listed = page(desk.get(address))
    assert "排了1位，点这里再排一位" in listed
    assert f"?session={session.pk}" in listed
    second = put_provider(centre=hall.centre, actor=hall.staff, name="许医生", title="中医")
    said = {
        "session": str(session.pk),
        "provider": str(second.pk),
        "day": "2026-03-21",
        "opens": "09:00",
        "closes": "10:00",
        "slot_minutes": "15",
    }
    desk.post(hall.url("desk_sitting_new"), said)
    assert Sitting.objects.filter(origin_id=session.pk).count() == 2
    cancel_activity(activity_id=session.activity_id, reason="下大雨", **words(hall))
    assert "不能再排时段" in page(desk.post(hall.url("desk_sitting_new"), said))


def test_staff_move_a_sitting_and_everyone_keeps_their_time(hall: Hall, lay: Lay) -> None:
    sitting = lay(clinic_day(hall).sessions.get())
    old = make_person(hall.centre, "阿婆", contact_phone="13900001234")
    book(hall, sitting, 2, old)
    desk, address = hall.client(), hall.url("desk_sitting_move", pk=sitting.pk)
    assert "2026-03-21" in page(desk.get(address))
    said = {"day": "2026-03-22", "opens": "14:00", "place_text": "健康小屋"}
    assert "已经过去" in page(desk.post(address, said | {"day": "2026-03-01"}))
    assert "请选哪一天" in page(desk.post(address, said | {"day": ""}))
    assert "约了的人都会告诉到" in page(desk.post(address, said, follow=True))
    hall.deliver()
    sitting.refresh_from_db()
    assert (sitting.starts, sitting.place_text) == (at("2026-03-22 14:00"), "健康小屋")
    assert "改到3月22日(周日)下午2:30，健康小屋" in told(hall, old)[0]
    assert Sending.objects.of(hall.centre).waiting().filter(channel="phone").count() == 1
    duty = hall.client(hall.village.duty)
    assert duty.get(address).status_code == 404
    assert duty.post(address, said).status_code == 404


def test_a_sitting_somebody_came_to_is_not_moved(hall: Hall, lay: Lay) -> None:
    sitting = lay(clinic_day(hall).sessions.get())
    walk_in(sitting_id=sitting.pk, alias="大叔", **words(hall))
    desk, address = hall.client(), hall.url("desk_sitting_move", pk=sitting.pk)
    said = {"day": "2026-03-22", "opens": "14:00", "place_text": "健康小屋"}
    assert "已经有人到了" in page(desk.post(address, said))


def test_staff_close_a_slot_and_open_it_again(hall: Hall, lay: Lay) -> None:
    sitting = lay(clinic_day(hall).sessions.get())
    book(hall, sitting, 0, hall.village.resident_person)
    taken, free = Slot.objects.filter(sitting=sitting).order_by("starts")[:2]
    desk, address = (
        hall.client(hall.village.duty),
        hall.url("desk_sitting_slots", pk=sitting.pk),
    )
    public = hall.url("sitting", pk=sitting.pk)
    assert "9:15-9:30" in page(Client().get(public))
    answer = desk.post(address, {"slot": str(free.pk), "verb": "close"}, follow=True)
    assert "9:15-9:30不开放了。" in page(answer)
    assert "9:15-9:30" not in page(Client().get(public))
    answer = desk.post(address, {"slot": str(free.pk), "verb": "open"}, follow=True)
    assert "又能约了" in page(answer)
    assert "9:15-9:30" in page(Client().get(public))
    answer = desk.post(address, {"slot": str(taken.pk), "verb": "close"}, follow=True)
    assert "有人约了" in page(answer)
    for wrong in ("", "none", str(sitting.pk)):
        answer = desk.post(address, {"slot": wrong, "verb": "close"}, follow=True)
        assert "没有这个时段" in page(answer)


def test_giving_up_somebodys_place_is_asked_first(hall: Hall, lay: Lay) -> None:
    sitting = lay(clinic_day(hall).sessions.get())
    row = book(hall, sitting, 0, hall.village.resident_person)
    desk, queue = hall.client(hall.village.duty), hall.url("desk_sitting", pk=sitting.pk)
    step = hall.url("desk_appointment_step", pk=row.pk, verb="cancel")
    first = page(desk.get(queue))
    assert step not in first
    assert f"?ask={row.pk}" in first
    asked = page(desk.get(f"{queue}?ask={row.pk}"))
    assert "取消这个预约？" in asked
    assert step in asked
    assert "预约取消了" in page(desk.post(step, follow=True))
    assert step not in page(desk.get(f"{queue}?ask={row.pk}"))
