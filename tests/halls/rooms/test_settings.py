"""The village keeps its rooms in the browser: small forms, and one sentence for what is wrong."""

from datetime import time
from io import BytesIO
from typing import Any

import pytest
import time_machine
from PIL import Image

from changlai.foundation.places.public import (
    FloorPlan,
    Function,
    Layout,
    Room,
    RoomHours,
    RoomPart,
    RoomPast,
    RoomPhoto,
)
from changlai.halls.rooms.pack import FUNCTIONS, PACK
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def clock() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


def words(**more: Any) -> dict[str, Any]:
    values = {"name": "排练房", "kind": "shared", "area_m2": "45.5", "booking_rule": "auto"}
    values |= {"longest_minutes": "240", "days_ahead": "60", "free_after_minutes": "30"}
    return {**values, "order": "3", **more}


def test_f04_a_room_is_registered_with_as_many_functions_as_it_has(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    ticked = [str(one.pk) for one in Function.objects.of(rooms.centre)[:2]]
    answer = client.post(
        rooms.page("new_room"),
        words(functions=ticked, more_functions="打鼓、唱戏", parts="里间、外间"),
    )
    assert answer.status_code == 302, answer.content.decode()
    room = Room.objects.of(rooms.centre).get(name="排练房")
    assert room.functions.count() == 4
    assert RoomPart.objects.of(rooms.centre).filter(room=room).count() == 2
    body = client.get(answer["Location"]).content.decode()
    assert "打鼓" in body
    assert "里间" in body


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "请填写名称"),
        ({"name": "书吧"}, "已经有叫“书吧”的场所了"),
        ({"area_m2": ""}, "请填面积"),
        ({"area_m2": "0"}, "大于0"),
        ({"area_m2": "很大"}, "面积请填数字"),
        ({"capacity": "一百"}, "人数请填整数"),
    ],
)
def test_bad_words_of_a_room(rooms: Rooms, typed: dict[str, str], sentence: str) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    answer = client.post(rooms.page("new_room"), words(**typed))
    assert answer.status_code == 200
    assert sentence in answer.content.decode()
    assert Room.objects.of(rooms.centre).count() == 2


def test_a_changed_kind_keeps_its_former_one(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    page = rooms.page("edit_room", pk=rooms.books.pk)
    assert "书吧" in client.get(page).content.decode()
    answer = client.post(page, words(name="书吧", kind="office", area_m2="40"))
    assert answer.status_code == 302
    kinds = list(RoomPast.objects.of(rooms.centre).filter(room=rooms.books).values_list("kind"))
    assert kinds == [("service",), ("office",)]


def test_parts_layouts_and_hours(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    hall = rooms.hall.pk
    answer = client.post(rooms.page("new_part", pk=hall), {"name": "后台", "is_active": "on"})
    assert answer.status_code == 302
    values = {"name": "剧场", "capacity": "100", "is_active": "on"}
    values |= {"set_up_minutes": "45", "clean_up_minutes": "20", "checklist": "拉幕布"}
    assert client.post(rooms.page("new_layout", pk=hall), values).status_code == 302
    layout = Layout.objects.of(rooms.centre).get(name="剧场")
    page = rooms.page("layout", pk=hall, layout_id=layout.pk)
    assert "拉幕布" in client.get(page).content.decode()
    assert "0到720" not in client.get(page).content.decode()
    hours = rooms.page("hours", pk=hall)
    typed = {"day_1": "8：00—12：00，14:00-21:00", "day_6": "9-17", "day_8": ""}
    assert client.post(hours, typed).status_code == 302
    rows = RoomHours.objects.of(rooms.centre).holding().filter(room=rooms.hall)
    assert list(rows.values_list("day", "opens", "closes")) == [
        (1, time(8), time(12)),
        (1, time(14), time(21)),
        (6, time(9), time(17)),
    ]
    for wrong, sentence in (
        ("早上八点", "看不懂"),
        ("12:00-8:00", "结束要晚于开始"),
        ("8:00-12:00、11:00-13:00", "不能重叠"),
        ("25:00-26:00", "看不懂"),
    ):
        body = client.post(hours, {"day_2": wrong}).content.decode()
        assert sentence in body, wrong
        assert wrong in body


def test_a_picture_is_hung_and_taken_down(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    page = rooms.page("new_photo", pk=rooms.books.pk)
    assert "请选一张照片" in client.post(page, {}).content.decode()
    assert client.post(page, {"photo": _picture(), "caption": "书架"}).status_code == 302
    photo = RoomPhoto.objects.of(rooms.centre).get()
    assert "书架" in client.get(rooms.page("room", pk=rooms.books.pk)).content.decode()
    assert client.post(rooms.page("drop_photo", pk=photo.pk)).status_code == 302
    assert not RoomPhoto.objects.of(rooms.centre).exists()


def test_f04_the_plan_of_a_floor_is_hung_replaced_and_taken_down(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    page = rooms.page("plans")
    typed = client.post(page, {"floor": "一楼"}).content.decode()
    assert "请选一张图" in typed
    assert 'value="一楼"' in typed
    for note in ("1 书吧，2 大厅", "1 书吧，2 大厅，3 楼梯"):
        answer = client.post(page, {"floor": "一楼", "picture": _picture(), "note": note})
        assert answer.status_code == 302
    plan = FloorPlan.objects.of(rooms.centre).get()
    shown = rooms.client(rooms.village.resident).get(rooms.page("plan")).content.decode()
    assert "一楼平面图" in shown
    assert "3 楼梯" in shown
    assert rooms.books.name in shown
    assert client.post(rooms.page("drop_plan", pk=plan.pk)).status_code == 302
    assert not FloorPlan.objects.of(rooms.centre).exists()


def _picture() -> BytesIO:
    data = BytesIO()
    Image.new("RGB", (64, 48), "white").save(data, "JPEG")
    data.seek(0)
    data.name = "图.jpg"
    return data


def test_a_room_in_use_is_not_retired(rooms: Rooms) -> None:
    client = rooms.client(rooms.village.handler, staff=True)
    rooms.book()
    answer = client.post(rooms.page("retire", pk=rooms.books.pk))
    assert answer.status_code == 409
    assert "后面还有人约着" in answer.content.decode()
    assert client.post(rooms.page("retire", pk=rooms.hall.pk)).status_code == 302
    assert "停用" in client.get(rooms.page("desk_rooms")).content.decode()


def test_only_who_manages_rooms_changes_them(rooms: Rooms) -> None:
    duty = rooms.client(rooms.village.duty, staff=True)
    assert duty.get(rooms.page("desk_room", pk=rooms.hall.pk)).status_code == 200
    assert duty.get(rooms.page("new_room")).status_code == 404
    assert duty.post(rooms.page("retire", pk=rooms.hall.pk)).status_code == 404


def test_a_new_centre_finds_functions_and_no_rooms(rooms: Rooms) -> None:
    other = rooms.village.other_centre
    for _ in range(2):
        PACK[0].unpack(other, NOW)
    assert Function.objects.of(other).count() == len(FUNCTIONS)
    assert not Room.objects.of(other).exists()
