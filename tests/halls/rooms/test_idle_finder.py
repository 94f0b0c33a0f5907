"""When rooms stand idle is said in plain sentences, and told to groups that staff choose."""

from collections.abc import Iterator
from datetime import time, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from changlai.foundation.people.backends import STAFF
from changlai.foundation.places.public import Holder, HolderKind, reserve
from changlai.halls.rooms.actions.offering import offer_idle_hours
from changlai.halls.rooms.models import IdleOffer, OfferedTo
from changlai.halls.rooms.queries.idle import find_idle, matching_groups
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.public import deliver
from changlai.kernel.ids import uuid7
from changlai.kernel.outbox.public import messages_of, to_tell
from tests.cast import NOW
from tests.halls.rooms.conftest import Rooms

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate(NOW)


@pytest.fixture(autouse=True)
def _that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def use(rooms: Rooms, weekday: int, hour: int, weeks_ago: int = 2) -> None:
    """Hold the hall for an hour on a weekday some weeks ago."""
    monday = TODAY - timedelta(days=TODAY.weekday(), weeks=weeks_ago)
    starts = timezone.make_aware(
        timezone.datetime.combine(monday + timedelta(days=weekday - 1), time(hour))
    )
    reserve(
        centre=rooms.centre,
        room_id=rooms.hall.pk,
        starts=starts,
        ends=starts + timedelta(hours=1),
        holder=Holder(HolderKind.ACTIVITY, uuid7(), "活动"),
        at=starts,
        ignore_hours=True,
    )


def test_what_nobody_used_is_said_as_one_would_say_it(rooms: Rooms) -> None:
    for weekday in (1, 3, 4, 5, 6, 7):
        use(rooms, weekday, 9)
    found = find_idle(rooms.centre, TODAY, NOW)
    sentences = [one.sentence for one in found.idle_times()]
    assert "大礼堂周二上午三个月没人用" in sentences
    assert found.cell(rooms.hall.pk, 2, 9).words == "空"
    used = found.cell(rooms.hall.pk, 3, 9)
    assert (used.words, used.tone) == ("8%", "is-some")
    assert found.cell(rooms.hall.pk, 2, 3).words == "不开"
    assert found.hours(rooms.hall.pk) == list(range(8, 21))
    page = _desk(rooms).get(rooms.page("desk_idle")).content.decode()
    assert "大礼堂周二上午三个月没人用" in page
    assert '<th scope="row" class="num">9:00</th>' in page
    short = _desk(rooms).get(rooms.page("desk_idle"), {"days": "28"}).content.decode()
    assert "四个星期没人用" in short


def test_only_chosen_groups_that_used_such_rooms_are_told(rooms: Rooms) -> None:
    dancers = rooms.book(room=rooms.hall, group_name="舞蹈队", purpose="排练")
    rooms.book(
        room=rooms.hall,
        starts="2026-03-21 15:00",
        ends="2026-03-21 17:00",
        actor=rooms.second,
        group_name="戏曲社",
        purpose="唱戏",
    )
    groups = [one.name for one in matching_groups(rooms.centre, rooms.hall, NOW)]
    assert sorted(groups) == ["戏曲社", "舞蹈队"]
    here = rooms.page("desk_idle_offer", pk=rooms.hall.pk, weekday=2, part="morning")
    client = _desk(rooms)
    page = client.get(here).content.decode()
    assert "舞蹈队" in page
    assert "上次排练" in page
    assert "请至少选一支队伍" in client.post(here, {}).content.decode()
    said = {"groups": [str(dancers.pk)], "words": "暖气开着"}
    assert client.post(here, said).status_code == 302
    assert "今天已经告诉过了" in client.post(here, said).content.decode()
    assert IdleOffer.objects.of(rooms.centre).count() == 1
    assert OfferedTo.objects.of(rooms.centre).get().group_name == "舞蹈队"
    deliver(rooms.centre.pk)
    village = rooms.village
    told = [one.text for one in messages_of(rooms.centre, village.resident_person.pk)]
    assert any("大礼堂星期二08:00到12:00常空着，舞蹈队想用就约。暖气开着" in one for one in told)
    others = [one.text for one in messages_of(rooms.centre, village.second_person.pk)]
    assert not any("常空着" in one for one in others)
    assert not [one for one in to_tell(rooms.centre, NOW) if "常空着" in one.message.text]


@pytest.mark.parametrize(("weekday", "part"), [(8, "morning"), (2, "night"), (0, "morning")])
def test_a_time_that_is_none_is_not_there(rooms: Rooms, weekday: int, part: str) -> None:
    here = rooms.page("desk_idle_offer", pk=rooms.hall.pk, weekday=weekday, part=part)
    assert _desk(rooms).get(here).status_code == 404


def test_a_resident_offers_nothing(rooms: Rooms) -> None:
    booking = rooms.book(room=rooms.hall, group_name="舞蹈队")
    said: dict[str, Any] = {
        "centre": rooms.centre,
        "room_id": rooms.hall.pk,
        "weekday": 2,
        "opens": time(8),
        "closes": time(12),
        "booking_ids": [booking.pk],
        "at": NOW,
    }
    with pytest.raises(NotAllowed):
        offer_idle_hours(actor=rooms.resident, **said)
    with pytest.raises(BadInput, match="太长"):
        offer_idle_hours(actor=rooms.staff, words="字" * 121, **said)


def _desk(rooms: Rooms) -> Client:
    client = Client()
    client.force_login(rooms.village.handler, backend=STAFF)
    return client
