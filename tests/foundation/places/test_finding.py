"""What is free: now, on Saturday evening for twenty, and how much rooms were used."""

from datetime import date, time, timedelta
from decimal import Decimal

from changlai.foundation.areas.public import set_week
from changlai.foundation.places.public import (
    Room,
    RoomPart,
    area_shares,
    change_room,
    close_room,
    free_rooms,
    idle_hours,
    make_room,
    next_free,
    retire_room,
    room_use,
    rooms_ahead,
    rooms_now,
    set_room_hours,
    share_history,
    with_parts,
)
from changlai.kernel.workcalendar.clocks import OpenWeek
from tests.cast import NOW
from tests.foundation.places.conftest import House, at


def names(house: House, starts: str, ends: str, **wish: object) -> list[str]:
    return [one.room.name for one in free_rooms(house.centre, at(starts), at(ends), **wish)]  # type: ignore[arg-type]


def test_a_place_for_twenty_on_saturday_evening(house: House) -> None:
    evening = ("2026-03-21 19:00", "2026-03-21 20:30")
    assert names(house, *evening, headcount=20) == ["大礼堂"]
    house.hold(*evening, parts=["东半"])
    assert names(house, *evening, headcount=20) == []


def test_half_a_hall_is_offered_where_the_whole_is_taken(house: House) -> None:
    evening = ("2026-03-21 19:00", "2026-03-21 20:30")
    house.hold(*evening, parts=["东半"])

    def offered(heads: int | None) -> list[tuple[str, int | None]]:
        span = (at(evening[0]), at(evening[1]))
        found = free_rooms(house.centre, *span, headcount=heads, by_part=True)
        return [(one.name, one.seats) for one in found]

    # Nobody has counted its seats: it is offered, but not promised to a number of people.
    assert offered(None) == [("大礼堂(西半)", 120)]
    assert offered(20) == []
    house.count("西半", 30)
    assert offered(20) == [("大礼堂(西半)", 30)]
    assert offered(31) == []


def test_half_a_hall_that_is_closed_leaves_the_other_half_open(house: House) -> None:
    def now() -> tuple[str, bool]:
        found = {one.room.pk: one for one in rooms_now(house.centre, at("2026-03-18 15:00"))}
        one = found[house.hall.pk]
        return one.state, one.use is not None

    assert now() == ("free", False)
    house.close("2026-03-18 14:00", "2026-03-18 18:00", parts=["东半"])
    assert now() == ("free", True)
    house.close("2026-03-18 14:30", "2026-03-18 16:00", parts=["西半"])
    assert now() == ("closed", True)
    day = date(2026, 3, 18)
    use = room_use(house.centre, day, day, at("2026-03-19 00:00"))
    hall = next(one for one in use if one.room.pk == house.hall.pk)
    # Open 8-12 and 14-21; only 14:30-16:00 were both halves shut.
    assert hall.open == (4 + 7) * 60 - 90


def test_f01_what_changes_later_does_not_rewrite_what_was_open(house: House) -> None:
    def opened(since: date, until: date) -> dict[str, int]:
        use = room_use(house.centre, since, until, at("2026-04-01 00:00"))
        return {one.room.name: one.open for one in use}

    monday = date(2026, 3, 9)
    was = opened(monday, monday)
    assert was == {"大礼堂": 11 * 60, "小会议室": 7 * 60}, was
    later = at("2026-03-18 09:00")
    make_room(
        centre=house.centre,
        actor=house.actor,
        at=later,
        name="新棋牌室",
        kind="shared",
        area_m2=Decimal(20),
    )
    set_room_hours(
        centre=house.centre,
        room_id=house.hall.pk,
        actor=house.actor,
        at=later,
        hours=[(day, time(9), time(10)) for day in range(1, 6)],
    )
    retire_room(centre=house.centre, room_id=house.meeting.pk, actor=house.actor, at=later)
    set_week(
        centre=house.centre,
        actor=house.actor,
        at=later,
        week=OpenWeek({day: ((time(8), time(9)),) for day in range(1, 6)}),
    )
    assert opened(monday, monday) == was
    # From that day on the new room, with the new week of the centre, and no longer the old one.
    assert opened(date(2026, 3, 18), date(2026, 3, 18)) == {"大礼堂": 60, "新棋牌室": 60}
    assert set(opened(monday, date(2026, 3, 20))) == {"大礼堂", "小会议室", "新棋牌室"}


def test_the_smallest_that_fits_comes_first_in_a_layout_that_seats_them(house: House) -> None:
    morning = ("2026-03-20 09:00", "2026-03-20 10:00")
    assert names(house, *morning, headcount=10) == ["小会议室", "大礼堂"]
    assert names(house, *morning, headcount=10, access=["step_free"]) == ["大礼堂"]
    found = free_rooms(house.centre, at(morning[0]), at(morning[1]), headcount=100)
    assert [(one.room.name, one.layout and one.layout.name) for one in found] == [
        ("大礼堂", "空场")
    ]


def test_the_next_free_times_are_offered(house: House) -> None:
    house.hold("2026-03-20 14:00", "2026-03-20 16:00")
    after = at("2026-03-20 14:00")
    hall = with_parts(Room.objects.of(house.centre).filter(pk=house.hall.pk)).get()
    ahead = rooms_ahead(house.centre, [hall], after)
    found = next_free(hall, ahead, timedelta(hours=2), after)
    assert found == [
        at("2026-03-20 16:00"),
        at("2026-03-20 18:00"),
        at("2026-03-21 14:00"),
    ]


def test_a_part_that_is_no_longer_used_keeps_nobody_out(house: House) -> None:
    house.hold("2026-03-18 14:00", "2026-03-18 15:00", parts=["东半"])
    RoomPart.objects.of(house.centre).filter(name="东半").update(is_active=False)
    states = {one.room.name: one.state for one in rooms_now(house.centre, at("2026-03-18 14:30"))}
    assert states["大礼堂"] == "free"


def test_how_each_room_is_at_a_moment(house: House) -> None:
    house.hold("2026-03-18 14:00", "2026-03-18 15:00")
    house.hold("2026-03-18 16:00", "2026-03-18 17:00", parts=["东半"])

    def now(text: str) -> dict[str, tuple[str, str]]:
        return {
            one.room.name: (one.state, f"{one.until.astimezone(NOW.tzinfo):%d %H:%M}")
            for one in rooms_now(house.centre, at(text))
            if one.until
        }

    assert now("2026-03-18 14:30") == {
        "大礼堂": ("in_use", "18 15:00"),
        "小会议室": ("free", "18 17:30"),
    }
    assert now("2026-03-18 16:30")["大礼堂"][0] == "free"  # the other half
    assert now("2026-03-18 22:00") == {
        "大礼堂": ("not_open", "19 08:00"),
        "小会议室": ("not_open", "19 08:30"),
    }


def test_f01_an_hour_in_two_parts_counts_once(house: House) -> None:
    """A month of 100 open hours, a booking of 2 and an activity of 3 that share one hour: 4.0 %."""
    house.hold("2026-03-09 08:00", "2026-03-09 10:00", parts=["东半"])
    house.hold("2026-03-09 09:00", "2026-03-09 12:00", parts=["西半"])
    # Monday to Friday 4 + 7 hours, Saturday 7: nine days from the 9th make 102 hours, two closed.
    close_room(
        centre=house.centre,
        room_id=house.hall.pk,
        starts=at("2026-03-18 10:00"),
        ends=at("2026-03-18 12:00"),
        reason="检修",
        actor=house.actor,
        at=at("2026-03-08 09:00"),
    )
    since, until = date(2026, 3, 9), date(2026, 3, 19)
    use = {one.room.pk: one for one in room_use(house.centre, since, until, at("2026-03-20 00:00"))}
    hall = use[house.hall.pk]
    assert hall.used == 240
    # 9, 10, 11, 12, 13 and 16, 17, 18, 19 March are working days, 14 a Saturday.
    assert hall.open == (9 * 11 + 7 - 2) * 60


def test_what_has_not_passed_does_not_count(house: House) -> None:
    house.hold("2026-03-18 08:00", "2026-03-18 12:00")
    use = room_use(house.centre, date(2026, 3, 18), date(2026, 3, 18), NOW)
    hall = next(one for one in use if one.room.pk == house.hall.pk)
    assert (hall.used, hall.open) == (120, 120)


def test_idle_hours_by_weekday_and_hour(house: House) -> None:
    house.hold("2026-03-16 08:00", "2026-03-16 09:30")
    cells = idle_hours(house.centre, date(2026, 3, 16), date(2026, 3, 17), NOW)[house.hall.pk]
    assert cells[(1, 8)] == (60, 60)
    assert cells[(1, 9)] == (60, 30)
    assert cells[(2, 20)] == (60, 0)
    assert (1, 12) not in cells


def test_f08_moving_a_room_from_office_to_service_moves_both_shares(house: House) -> None:
    before = area_shares(house.centre, date(2026, 3, 17))
    assert (before.share("office"), before.share("service")) == (Decimal("20.0"), Decimal("0.0"))
    change_room(
        centre=house.centre, room_id=house.meeting.pk, actor=house.actor, at=NOW, kind="service"
    )
    after = area_shares(house.centre, date(2026, 3, 18))
    assert (after.share("office"), after.share("service")) == (Decimal("0.0"), Decimal("20.0"))
    history = share_history(house.centre)
    assert [one.day for one in history] == [date(2026, 3, 18), (NOW - timedelta(days=300)).date()]
    assert history[1].share("office") == Decimal("20.0")
