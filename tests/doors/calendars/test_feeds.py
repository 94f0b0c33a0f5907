"""The calendars of a centre, read as telephones read them: by icalendar and by khal."""

import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from icalendar import Calendar

from changlai.doors.calendars.models import CalendarKey, ChangeCount
from changlai.engines.activities.models import Session, TicketKind
from changlai.engines.activities.public import (
    Activity,
    QuotaPlan,
    SessionPlan,
    SignUpPlan,
    SignUpRule,
    announce_activity,
    cancel_activity,
    cancel_sign_up,
    make_activity,
    move_session,
    sign_up,
)
from changlai.engines.appointments.public import (
    Slot,
    book_slot,
    lay_sitting,
    put_provider,
)
from changlai.foundation.people.public import Person
from changlai.halls.rooms.actions import Wish, book_room
from changlai.kernel.events.public import deliver, rebuild
from changlai.kernel.ids import uuid7
from changlai.kernel.tenancy.guard import watch
from tests.cast import NOW
from tests.insights.figures.conftest import BEGAN, Place, at

SignedIn = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def url(place: Place, name: str, **kwargs: Any) -> str:
    return reverse(f"calendars:{name}", kwargs={"code": place.centre.code, **kwargs})


def plan(place: Place, title: str = "剪纸课", day: str = "2026-03-30", **more: Any) -> Activity:
    activity = make_activity(
        centre=place.centre,
        actor=place.staff,
        at=BEGAN,
        preset=place.preset,
        title=title,
        sessions=[
            SessionPlan(
                at(f"{day} 14:00"),
                at(f"{day} 16:00"),
                room_id=place.hall.pk,
                part_ids=(place.part("东半").pk,),
            )
        ],
        sign_up=SignUpPlan(rule=SignUpRule.FIRST, quotas=(QuotaPlan("座位", 1),)),
        **more,
    )
    announce_activity(centre=place.centre, activity_id=activity.pk, actor=place.staff, at=BEGAN)
    return activity


def come(place: Place, activity: Activity, person: Person) -> Any:
    ticket = TicketKind.objects.of(place.centre).get(activity=activity)
    return sign_up(
        centre=place.centre,
        activity_id=activity.pk,
        ticket_id=ticket.pk,
        actor=place.staff,
        at=NOW,
        channel="counter",
        person=person,
    )


def fetched(address: str, client: Client | None = None) -> bytes:
    with watch():
        response = (client or Client()).get(address)
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/calendar")
    return response.content


def events(content: bytes) -> dict[str, Any]:
    return {str(event["uid"]): event for event in Calendar.from_ical(content).walk("VEVENT")}


def session_of(place: Place, activity: Activity) -> Session:
    found: Session = Session.objects.of(place.centre).get(activity=activity)
    return found


def test_coming_activities_are_a_calendar(place: Place) -> None:
    activity = plan(place)
    event = events(fetched(url(place, "activities_ics")))[str(session_of(place, activity).pk)]
    assert event["summary"] == "剪纸课"
    assert event["location"] == "大礼堂"
    assert event["status"] == "CONFIRMED"
    assert event["dtstart"].dt == at("2026-03-30 14:00")
    assert event["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert event["sequence"] == 0


def test_what_is_not_for_everyone_is_in_no_public_calendar(place: Place) -> None:
    make_activity(
        centre=place.centre,
        actor=place.staff,
        at=BEGAN,
        preset=place.preset,
        title="还没发布",
        sessions=[SessionPlan(at("2026-03-30 14:00"), at("2026-03-30 16:00"), place_text="榕树下")],
    )
    assert events(fetched(url(place, "activities_ics"))) == {}


def test_a_moved_and_then_cancelled_session_keeps_its_uid_and_says_so(place: Place) -> None:
    activity = plan(place)
    session = session_of(place, activity)
    move_session(
        centre=place.centre,
        session_id=session.pk,
        actor=place.staff,
        at=NOW,
        plan=SessionPlan(at("2026-03-31 14:00"), at("2026-03-31 15:00"), place_text="榕树下"),
    )
    place.deliver()
    moved = events(fetched(url(place, "activities_ics")))[str(session.pk)]
    assert (moved["dtstart"].dt, moved["location"]) == (at("2026-03-31 14:00"), "榕树下")
    assert moved["sequence"] == 1
    assert moved["last-modified"].dt == NOW
    cancel_activity(
        centre=place.centre,
        activity_id=activity.pk,
        actor=place.staff,
        at=NOW + timedelta(hours=1),
        reason="下雨",
    )
    place.deliver()
    gone = events(fetched(url(place, "activities_ics")))[str(session.pk)]
    assert gone["status"] == "CANCELLED"
    assert gone["sequence"] > moved["sequence"]
    assert gone["last-modified"].dt > moved["last-modified"].dt


def test_how_often_something_changed_can_be_replayed(place: Place) -> None:
    activity = plan(place)
    cancel_activity(
        centre=place.centre, activity_id=activity.pk, actor=place.staff, at=NOW, reason="下雨"
    )
    place.deliver()
    fields = ("subject_id", "number", "at")
    before = sorted(ChangeCount.objects.values_list(*fields))
    assert before
    rebuild("calendars.changes.activities", place.centre)
    assert sorted(ChangeCount.objects.values_list(*fields)) == before


def test_the_same_rows_give_the_same_bytes_and_304(place: Place) -> None:
    plan(place)
    address = url(place, "activities_ics")
    first = Client().get(address)
    assert first.content == fetched(address)
    assert Client().get(address, headers={"if-none-match": first["ETag"]}).status_code == 304


def private_booking(place: Place) -> None:
    book_room(
        centre=place.centre,
        room_id=place.hall.pk,
        actor=place.staff,
        at=NOW,
        starts=at("2026-03-30 17:00"),
        ends=at("2026-03-30 18:00"),
        wish=Wish(purpose="给爷爷过生日", headcount=10),
        form_id=uuid7(),
        by_staff=True,
        person=place.village.resident_person,
        channel="counter",
    )


def test_a_room_says_what_is_public_and_only_that_it_is_taken_else(place: Place) -> None:
    activity = plan(place)
    private_booking(place)
    content = fetched(url(place, "room_ics", pk=place.hall.pk))
    found = events(content)
    titles = sorted(str(event["summary"]) for event in found.values())
    assert titles == ["剪纸课", "已占用"]
    assert str(session_of(place, activity).pk) in found
    assert "爷爷" not in content.decode()
    assert "周春生" not in content.decode()


def my_address(place: Place, client: Client, verb: str = "renew") -> str:
    assert client.post(url(place, "mine"), {"verb": verb}).status_code == 302
    key = CalendarKey.objects.of(place.centre).live().get()
    return url(place, "mine_ics", secret=key.secret)


def test_my_calendar_has_what_is_mine_and_nothing_else(place: Place, signed_in: SignedIn) -> None:
    me, other = place.village.resident_person, place.village.second_person
    mine, full, theirs = (
        plan(place),
        plan(place, "书法", "2026-03-31"),
        plan(place, "太极", "2026-04-06"),
    )
    come(place, mine, me)
    come(place, full, other)
    come(place, full, me)
    come(place, theirs, other)
    private_booking(place)
    provider = put_provider(centre=place.centre, actor=place.staff, name="沈大夫", title="医生")
    sitting = lay_sitting(
        centre=place.centre,
        actor=place.staff,
        at=NOW,
        provider=provider,
        title="义诊",
        starts=at("2026-04-01 09:00"),
        ends=at("2026-04-01 10:00"),
    )
    slot = Slot.objects.of(place.centre).filter(sitting=sitting).first()
    assert slot is not None
    row = book_slot(
        centre=place.centre,
        slot_id=slot.pk,
        actor=place.staff,
        at=NOW,
        channel="counter",
        person=me,
    )
    address = my_address(place, signed_in(place.village.resident))
    found = {str(event["summary"]): event for event in events(fetched(address)).values()}
    assert set(found) == {"剪纸课", "书法(候补中)", "给爷爷过生日", "义诊：沈大夫"}
    assert found["剪纸课"]["status"] == "CONFIRMED"
    assert found["书法(候补中)"]["status"] == "TENTATIVE"
    assert found["义诊：沈大夫"]["dtend"].dt == at("2026-04-01 09:15")
    receipt = str(found["义诊：沈大夫"]["url"])
    assert receipt.endswith(f"/appointments/{row.pk}/")
    page = signed_in(place.village.resident).get(receipt.removeprefix("http://testserver"))
    assert page.status_code == 200


def test_a_sign_up_given_up_is_cancelled_in_my_calendar(place: Place, signed_in: SignedIn) -> None:
    activity = plan(place)
    mine = come(place, activity, place.village.resident_person)
    cancel_sign_up(
        centre=place.centre, sign_up_id=mine.pk, actor=place.staff, at=NOW, reason="有事"
    )
    deliver(place.centre.pk)
    address = my_address(place, signed_in(place.village.resident))
    (event,) = events(fetched(address)).values()
    assert event["status"] == "CANCELLED"
    assert event["sequence"] == 1


def test_a_secret_address_is_renewed_and_ended(place: Place, signed_in: SignedIn) -> None:
    client = signed_in(place.village.resident)
    first = my_address(place, client)
    assert fetched(first)
    second = my_address(place, client)
    assert Client().get(first).status_code == 404
    assert fetched(second)
    assert second in client.get(url(place, "mine")).content.decode()
    client.post(url(place, "mine"), {"verb": "end"})
    assert Client().get(second).status_code == 404
    assert CalendarKey.objects.of(place.centre).live().count() == 0


def test_a_secret_opens_nothing_at_another_village(place: Place, signed_in: SignedIn) -> None:
    address = my_address(place, signed_in(place.village.resident))
    elsewhere = address.replace(place.centre.code, place.village.other_centre.code)
    assert Client().get(elsewhere).status_code == 404


def test_the_secret_is_not_readable_in_the_database(place: Place, signed_in: SignedIn) -> None:
    my_address(place, signed_in(place.village.resident))
    secret = CalendarKey.objects.of(place.centre).get().secret
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM calendars_calendarkey")
        assert secret not in str(cursor.fetchall())
        cursor.execute("SELECT payload FROM events_event WHERE name LIKE 'calendars.%'")
        assert secret not in str(cursor.fetchall())


def test_news_name_what_is_coming(place: Place) -> None:
    activity = plan(place)
    plan(place, "书法", "2026-03-31")
    response = Client().get(url(place, "activities_rss"))
    channel = ET.fromstring(response.content).find("channel")  # noqa: S314 -- our own words
    assert channel is not None
    items = channel.findall("item")
    assert {item.findtext("title") for item in items} == {"剪纸课", "书法"}
    assert f"urn:uuid:{session_of(place, activity).pk}" in {item.findtext("guid") for item in items}
    assert response.content == Client().get(url(place, "activities_rss")).content


def test_statements_do_not_grow_with_entries(place: Place, signed_in: SignedIn) -> None:
    me = place.village.resident_person
    mine = my_address(place, signed_in(place.village.resident))
    addresses = (
        url(place, "activities_ics"),
        url(place, "activities_rss"),
        url(place, "room_ics", pk=place.hall.pk),
        mine,
    )

    def statements() -> list[int]:
        counts = []
        for address in addresses:
            Client().get(address)
            with CaptureQueriesContext(connection) as caught:
                Client().get(address)
            counts.append(len(caught))
        return counts

    mondays = [f"2026-{day}" for day in ("03-23", "03-30", "04-13", "04-20", "04-27", "05-11")]
    come(place, plan(place, day=mondays[0]), me)
    few = statements()
    for day in mondays[1:]:
        come(place, plan(place, day=day), me)
    assert statements() == few
    assert max(few) <= 10


def test_the_pages_say_how_to_subscribe(place: Place, signed_in: SignedIn) -> None:
    page = Client().get(url(place, "page")).content.decode()
    assert "webcal://testserver/c/yunxi/calendar/activities.ics" in page
    assert "大礼堂" in page
    assert (
        "生成我的日历地址"
        in signed_in(place.village.resident).get(url(place, "mine")).content.decode()
    )


KHAL = """
[calendars]
[[village]]
path = {path}
type = calendar

[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
local_timezone = Asia/Shanghai
default_timezone = Asia/Shanghai

[default]
default_calendar = village

[sqlite]
path = {path}.db
"""


def khal(folder: Path, *words: str) -> str:
    told = subprocess.run(
        [Path(sys.executable).with_name("khal"), "-c", folder / "config", *words],
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )
    assert told.returncode == 0, told.stderr
    return told.stdout


def test_khal_reads_the_calendar(place: Place, tmp_path: Path) -> None:
    plan(place)
    cancelled = plan(place, "太极", "2026-03-31")
    cancel_activity(
        centre=place.centre, activity_id=cancelled.pk, actor=place.staff, at=NOW, reason="下雨"
    )
    place.deliver()
    (tmp_path / "village").mkdir()
    (tmp_path / "config").write_text(KHAL.format(path=tmp_path / "village"))
    feed = tmp_path / "activities.ics"
    feed.write_bytes(fetched(url(place, "activities_ics")))
    khal(tmp_path, "import", "--batch", "-a", "village", str(feed))
    line = "{start-date} {start-time}-{end-time} {title} {location} {status}"
    told = khal(tmp_path, "list", "--format", line, "2026-03-29", "2026-04-02")
    assert "2026-03-30 14:00-16:00 剪纸课 大礼堂" in told
    assert "【已取消】太极" in told
    assert "CANCELLED" in told
