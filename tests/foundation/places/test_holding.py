"""Two uses of one part never share a moment, and another layout takes its minutes."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from changlai.foundation.places.public import (
    Holder,
    HolderKind,
    Occupancy,
    RoomNotOpen,
    RoomTaken,
    release,
    retire_room,
    shift,
)
from changlai.kernel.errors import BadInput
from tests.cast import NOW
from tests.foundation.places.conftest import House, at


def test_the_whole_room_takes_all_its_parts_and_half_takes_one(house: House) -> None:
    assert len(house.hold("2026-03-20 14:00", "2026-03-20 15:00")) == 2
    with pytest.raises(RoomTaken, match=r"大礼堂.*14:00到15:00已经有人用了"):
        house.hold("2026-03-20 14:30", "2026-03-20 16:00", parts=["东半"])
    house.hold("2026-03-20 16:00", "2026-03-20 17:00", parts=["东半"])
    house.hold("2026-03-20 16:00", "2026-03-20 17:00", parts=["西半"])
    with pytest.raises(RoomTaken):
        house.hold("2026-03-20 16:30", "2026-03-20 18:00")


def test_one_may_begin_when_the_other_ends(house: House) -> None:
    house.hold("2026-03-20 14:00", "2026-03-20 15:00")
    house.hold("2026-03-20 15:00", "2026-03-20 16:00")


def test_f06_changing_the_layout_inserts_the_buffer(house: House) -> None:
    house.hold("2026-03-20 14:00", "2026-03-20 15:00", layout="围坐")
    with pytest.raises(RoomTaken, match=r"收拾布置要到15:40"):
        house.hold("2026-03-20 15:30", "2026-03-20 16:30", layout="课桌")
    second = house.hold("2026-03-20 15:40", "2026-03-20 16:30", layout="课桌")
    assert {row.starts for row in second} == {at("2026-03-20 15:00")}
    same = house.hold("2026-03-20 16:30", "2026-03-20 17:00", layout="课桌")
    assert {row.starts for row in same} == {at("2026-03-20 16:30")}


def test_a_use_slipped_in_leaves_the_next_one_its_minutes(house: House) -> None:
    late = house.hold("2026-03-20 18:00", "2026-03-20 19:00", layout="课桌")
    assert {row.starts for row in late} == {at("2026-03-20 17:30")}
    with pytest.raises(RoomTaken, match="18:00还有一场"):
        house.hold("2026-03-20 16:30", "2026-03-20 17:30", layout="围坐")
    early = house.hold("2026-03-20 16:30", "2026-03-20 17:20", layout="围坐")
    starts = {row.starts for row in Occupancy.objects.filter(holder_id=late[0].holder_id)}
    assert starts == {at("2026-03-20 17:20")}
    release(centre=house.centre, holder_id=early[0].holder_id, at=NOW)
    starts = {row.starts for row in Occupancy.objects.filter(holder_id=late[0].holder_id)}
    assert starts == {at("2026-03-20 17:30")}


def test_overnight_a_room_returns_to_its_default_layout(house: House) -> None:
    house.hold("2026-03-19 20:00", "2026-03-19 23:59", layout="围坐")
    rows = house.hold("2026-03-20 08:00", "2026-03-20 09:00", layout="课桌")
    assert {row.starts for row in rows} == {at("2026-03-20 07:30")}


def test_a_use_past_midnight_holds_both_days(house: House) -> None:
    house.hold("2026-03-20 22:00", "2026-03-21 01:00")
    with pytest.raises(RoomTaken, match="3月20日22:00到01:00"):
        house.hold("2026-03-21 00:30", "2026-03-21 02:00")


def test_outside_its_hours_a_room_is_not_held(house: House) -> None:
    with pytest.raises(RoomNotOpen, match="3月20日开放时间是08:00–12:00、14:00–21:00"):
        house.hold("2026-03-20 12:00", "2026-03-20 13:00", ignore_hours=False)
    with pytest.raises(RoomNotOpen, match="这一天不开放"):
        house.hold("2026-03-22 10:00", "2026-03-22 11:00", ignore_hours=False)
    retire_room(centre=house.centre, room_id=house.meeting.pk, actor=house.actor, at=NOW)
    with pytest.raises(RoomNotOpen, match="已经停用"):
        house.hold("2026-03-20 10:00", "2026-03-20 11:00", room=house.meeting)


def test_what_cannot_be_is_refused(house: House) -> None:
    with pytest.raises(BadInput, match="结束时间要晚于开始时间"):
        house.hold("2026-03-20 15:00", "2026-03-20 15:00")


def test_leaving_early_gives_the_rest_free_and_not_coming_gives_all(house: House) -> None:
    rows = house.hold("2026-03-20 14:00", "2026-03-20 16:00")
    gone = at("2026-03-20 15:00")
    release(centre=house.centre, holder_id=rows[0].holder_id, at=gone, from_moment=gone)
    house.hold("2026-03-20 15:00", "2026-03-20 16:00")
    assert Occupancy.objects.live().filter(holder_id=rows[0].holder_id).count() == 2
    release(centre=house.centre, holder_id=rows[0].holder_id, at=gone)
    house.hold("2026-03-20 14:00", "2026-03-20 15:00")


def test_a_move_that_is_not_free_keeps_what_was_held(house: House) -> None:
    house.hold("2026-03-20 16:00", "2026-03-20 17:00")
    mine = house.hold("2026-03-20 14:00", "2026-03-20 15:00")[0]
    moving = {
        "centre": house.centre,
        "room_id": house.hall.pk,
        "holder": Holder(HolderKind.BOOKING, mine.holder_id),
        "at": NOW,
    }
    with pytest.raises(RoomTaken):
        shift(starts=at("2026-03-20 16:30"), ends=at("2026-03-20 17:30"), **moving)
    assert Occupancy.objects.live().filter(holder_id=mine.holder_id).count() == 2
    shift(starts=at("2026-03-20 14:30"), ends=at("2026-03-20 15:30"), **moving)
    live = Occupancy.objects.live().filter(holder_id=mine.holder_id)
    assert {row.use_starts for row in live} == {at("2026-03-20 14:30")}


def test_the_database_itself_refuses_an_overlap(house: House) -> None:
    row = house.hold("2026-03-20 14:00", "2026-03-20 15:00", parts=["东半"])[0]
    twin = Occupancy(
        centre=house.centre,
        room=house.hall,
        part_id=row.part_id,
        starts=row.starts + timedelta(minutes=59),
        ends=row.ends + timedelta(hours=1),
        use_starts=row.starts + timedelta(minutes=59),
        use_ends=row.ends + timedelta(hours=1),
        holder_kind=HolderKind.ACTIVITY,
        holder_id=row.pk,
    )
    with pytest.raises(IntegrityError), transaction.atomic():
        twin.save()
    twin.starts = twin.use_starts = row.ends
    twin.save()
    with (
        pytest.raises(IntegrityError),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "UPDATE places_occupancy SET starts = %s, use_starts = %s "
            "WHERE part_id = %s AND holder_kind = 'activity'",
            [
                connection.ops.adapt_datetimefield_value(row.starts),
                connection.ops.adapt_datetimefield_value(row.starts),
                row.part_id if connection.vendor == "postgresql" else row.part_id.hex,
            ],
        )
