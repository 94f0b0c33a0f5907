"""F07: what stands idle comes into use step by step; a collective one only once it was decided."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from changlai.foundation.people.backends import STAFF
from changlai.foundation.places.public import Room
from changlai.halls.rooms.actions import idle
from changlai.halls.rooms.models import Decision, IdleAsset
from changlai.halls.rooms.registers.things import REGISTERS
from changlai.halls.rooms.things import ASSET_NEXT, AssetState
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def school(rooms: Rooms, **more: Any) -> IdleAsset:
    values: dict[str, Any] = {
        "name": "老小学西楼",
        "kind": "house",
        "owner": "collective",
        "area_m2": Decimal(180),
        "condition": "屋顶漏，门窗全",
        "idle_since": date(2019, 9, 1),
    } | more
    return idle.put_asset(centre=rooms.centre, actor=rooms.staff, at=NOW, **values)


def go(rooms: Rooms, asset: IdleAsset, state: str, words: str = "写好了", **more: Any) -> IdleAsset:
    return idle.move_asset(
        centre=rooms.centre,
        asset_id=asset.pk,
        actor=rooms.staff,
        at=NOW,
        state=state,
        words=words,
        **more,
    )


def decided(rooms: Rooms, **more: Any) -> Decision:
    values: dict[str, Any] = {
        "title": "老小学西楼改成老年活动室",
        "body": "delegates",
        "held_on": date(2026, 3, 10),
        "due": 30,
        "present": 24,
        "votes_for": 20,
        "votes_against": 2,
    } | more
    return idle.put_decision(centre=rooms.centre, actor=rooms.staff, at=NOW, **values)


def desk(rooms: Rooms) -> Client:
    client = Client()
    client.force_login(rooms.village.handler, backend=STAFF)
    return client


def test_f07_a_collective_asset_is_not_used_without_a_passed_decision(rooms: Rooms) -> None:
    asset = school(rooms)
    go(rooms, asset, "assessed")
    go(rooms, asset, "planned")
    for state in ("works", "in_use"):
        with pytest.raises(BadInput, match="先开会通过"):
            go(rooms, asset, state)
    lost = decided(rooms, votes_for=8, votes_against=14)
    go(rooms, asset, "decided", decision_id=lost.pk)
    with pytest.raises(BadInput, match="先开会通过"):
        go(rooms, asset, "in_use")
    page = desk(rooms).get(rooms.page("desk_asset", pk=asset.pk)).content.decode()
    assert "先开会通过" in page
    assert rooms.page("desk_asset_step", pk=asset.pk, state="in_use") not in page
    go(rooms, asset, "planned", words="改小一点")
    go(rooms, asset, "decided", decision_id=decided(rooms).pk)
    go(rooms, asset, "works")
    used = go(rooms, asset, "in_use", words="老年活动室")
    assert (used.state, used.used_since, used.result) == ("in_use", TODAY, "老年活动室")
    # The database says so too, whoever writes the row.
    with pytest.raises(IntegrityError), transaction.atomic():
        IdleAsset.objects.of(rooms.centre).filter(pk=asset.pk).update(decision=None)


def test_f07_one_that_is_not_the_collectives_needs_no_meeting(rooms: Rooms) -> None:
    asset = school(rooms, owner="person", owner_name="某户")
    for state in ("assessed", "planned", "in_use"):
        go(rooms, asset, state)
    with pytest.raises(BadInput, match="不能再改归谁"):
        school(rooms, asset_id=asset.pk, owner="collective")


def test_f07_on_the_desk_from_registering_to_a_room_with_its_income(rooms: Rooms) -> None:
    client = desk(rooms)
    said = {"name": "老粮库", "kind": "house", "owner": "collective", "area_m2": "96"}
    client.post(rooms.page("desk_asset_add"), {**said, "condition": "空着堆杂物"})
    asset = IdleAsset.objects.of(rooms.centre).get()

    def step(state: str, **more: Any) -> Any:
        return client.post(rooms.page("desk_asset_step", pk=asset.pk, state=state), more)

    assert "请写评估" in step("assessed").content.decode()
    step("assessed", words="墙好，要换屋面，三万元")
    step("planned", words="做展销点，村集体出钱")
    assert "请选会议决定" in step("decided").content.decode()
    minutes = {
        "title": "老粮库改展销点",
        "body": "assembly",
        "held_on": "2026-03-01",
        "due": "300",
        "present": "180",
        "votes_for": "150",
        "votes_against": "10",
    }
    wrong = client.post(rooms.page("desk_decide"), {**minutes, "present": "400"})
    assert "人数对不上" in wrong.content.decode()
    client.post(rooms.page("desk_decide"), minutes)
    step("decided", decision=str(Decision.objects.of(rooms.centre).get().pk))
    early = client.post(rooms.page("desk_asset_room", pk=asset.pk), _room("展销点"))
    assert "启用以后才能变成场所" in early.content.decode()
    step("in_use", words="农产品展销点")
    client.post(rooms.page("desk_asset_room", pk=asset.pk), _room("展销点"))
    asset.refresh_from_db()
    assert asset.room == Room.objects.of(rooms.centre).get(name="展销点")
    client.post(
        rooms.page("desk_agree", pk=asset.pk),
        {
            "user_name": "村合作社",
            "use": "卖农产品",
            "starts_on": "2026-04-01",
            "ends_on": "2027-03-31",
            "income": "6000",
        },
    )
    page = client.get(rooms.page("desk_asset", pk=asset.pk)).content.decode()
    assert all(word in page for word in ("村合作社", "6000", "农产品展销点", "通过"))
    register = next(one for one in REGISTERS if one.code == "idle_assets")
    row = next(iter(register.rows(rooms.staff, {})))
    cells = {column.title: column.of(row) for column in register.columns}
    assert (cells["盘活前"], cells["盘活后"]) == ("空着堆杂物", "农产品展销点")
    assert cells["集体每年收入(元)"] == Decimal(6000)
    assert cells["会议决定"] == "2026-03-01村民会议通过"


def _room(name: str) -> dict[str, str]:
    return {"name": name, "kind": "service", "area_m2": "96"}


@pytest.mark.parametrize(
    ("body", "due", "present", "votes_for", "passed"),
    [
        ("assembly", 300, 151, 76, True),
        ("assembly", 300, 150, 150, False),
        ("assembly", 300, 200, 100, False),
        ("delegates", 30, 20, 11, True),
        ("delegates", 30, 19, 19, False),
        ("delegates", 30, 20, 10, False),
        ("other", 30, 30, 30, None),
    ],
)
def test_f07_what_passes_is_counted_as_the_law_says(
    body: str, due: int, present: int, votes_for: int, passed: bool | None
) -> None:
    assert idle.passes(body, due, present, votes_for) is passed


def test_f07_another_meeting_goes_by_its_own_statute(rooms: Rooms) -> None:
    with pytest.raises(BadInput, match="按章程定"):
        decided(rooms, body="other")
    with pytest.raises(BadInput, match="按章程定"):
        decided(rooms, body="other", said_passed=True)
    said = decided(rooms, body="other", said_passed=True, note="合作社章程第十二条")
    assert (said.passed, said.is_said) == (True, True)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"name": ""}, "请填写名称"),
        ({"area_m2": Decimal(0)}, "面积请填大于0"),
        ({"idle_since": TODAY + timedelta(days=1)}, "不能在今天以后"),
    ],
)
def test_a_bad_asset_is_told_in_one_sentence(rooms: Rooms, more: dict[str, Any], said: str) -> None:
    with pytest.raises(BadInput, match=said):
        school(rooms, **more)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"held_on": TODAY + timedelta(days=1)}, "不能在今天以后"),
        ({"present": 31}, "人数对不上"),
        ({"votes_for": 24, "votes_against": 1}, "人数对不上"),
        ({"title": " "}, "请写议题"),
    ],
)
def test_a_bad_decision_is_told_in_one_sentence(
    rooms: Rooms, more: dict[str, Any], said: str
) -> None:
    with pytest.raises(BadInput, match=said):
        decided(rooms, **more)


def test_states_are_left_only_as_the_table_says(rooms: Rooms) -> None:
    for now in AssetState:
        for then in set(AssetState) - ASSET_NEXT[now]:
            with pytest.raises(WrongStep):
                IdleAsset(state=now).move_to(then)
    asset = school(rooms)
    page = desk(rooms).post(rooms.page("desk_asset_step", pk=asset.pk, state="works"))
    assert page.status_code == 200
    assert "先开会通过" in page.content.decode()
    asset.refresh_from_db()
    assert asset.state == "registered"


def test_pictures_of_before_are_kept_and_a_text_is_not(rooms: Rooms) -> None:
    asset = school(rooms)
    here = rooms.page("desk_asset_photo", pk=asset.pk)
    text = SimpleUploadedFile("a.jpg", b"no picture")
    page = desk(rooms).post(here, {"when": "before", "photo": text})
    assert page.status_code == 200
    assert not asset.photos.filter(centre_id=rooms.centre.pk).exists()


def test_a_resident_takes_no_step(rooms: Rooms) -> None:
    asset = school(rooms)
    with pytest.raises(NotAllowed):
        idle.move_asset(
            centre=rooms.centre,
            asset_id=asset.pk,
            actor=rooms.resident,
            at=NOW,
            state="assessed",
            words="好",
        )
    assert rooms.client(rooms.village.resident).get(rooms.page("desk_assets")).status_code == 404
