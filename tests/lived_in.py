"""The village of the cast as it is lived in: a row of everything, so that every page has one."""

from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from changlai.engines.activities.public import (
    QuotaPlan,
    Repeat,
    SessionPlan,
    SignUpPlan,
    SignUpRule,
    announce_activity,
    make_activity,
    make_series,
    presets_of,
    sign_up,
)
from changlai.engines.appointments.public import book_slot, lay_sitting, put_provider
from changlai.engines.cases.models import KindVersion
from changlai.engines.cases.public import Level, Span, open_case
from changlai.engines.faces.public import ask
from changlai.foundation.places.public import put_facility
from changlai.governance.practices.actions.packs import keep_arrival
from changlai.governance.practices.actions.practices import publish_practice
from changlai.halls.counter.actions.items import put_item
from changlai.halls.counter.actions.requests import make_request
from changlai.halls.counter.models import ServiceItem
from changlai.halls.counter.starters import STARTERS
from changlai.halls.gatherings.actions.decisions import note_decision
from changlai.halls.gatherings.actions.fixtures import Game, put_fixture
from changlai.halls.gatherings.actions.themes import put_theme
from changlai.halls.parcels.actions.arranging import ask_delivery
from changlai.halls.publishing.actions import Clip, keep_clip
from changlai.halls.rooms.actions.idle import put_asset
from changlai.halls.rooms.actions.repairs import report_fault
from changlai.halls.rooms.actions.things import put_sign
from changlai.halls.voices.actions.settings import suggest_times
from changlai.kernel.registry.public import collect
from tests.cast import NOW, Village
from tests.engines.content.pages import Desk as Pages
from tests.governance.assessments.conftest import Round
from tests.governance.checklists.conftest import Lists
from tests.governance.funds.conftest import JANUARY, Purse
from tests.governance.practices.conftest import Ways
from tests.governance.rectification.conftest import Issues
from tests.governance.workgroup.conftest import Work
from tests.halls.brands.conftest import Brands
from tests.halls.canteen.conftest import Kitchen
from tests.halls.cells.conftest import Row as CellRow
from tests.halls.counter.windows import Morning
from tests.halls.disclosure.conftest import Board
from tests.halls.jobs.conftest import Station
from tests.halls.membercards.conftest import Wall
from tests.halls.parcels.conftest import Shelf
from tests.halls.rooms.conftest import Rooms, make_rooms
from tests.halls.talents.conftest import Talents


@pytest.fixture
def lived_in(village: Village) -> Village:
    """The village with its packs, a voice and a booked room, so that rows can be asked for."""
    for pack in collect("pack"):
        pack.unpack(village.centre, NOW)
    kind = KindVersion.objects.of(village.centre).order_by("code").first()
    assert kind is not None
    open_case(
        centre=village.centre,
        kind=kind.code,
        text="村口的路灯不亮了。",
        channel="online",
        at=NOW,
        actor=village.actor(village.resident),
        person=village.resident_person,
    )
    rooms = make_rooms(village)
    rooms.book()
    _entrust(village)
    _keep_things(village, rooms)
    _plan_activities(village)
    _sign_up_and_book(village)
    _offer_work(village)
    _keep_parcels(village)
    _ask_and_leave_a_card(village)
    _cook(village)
    _come_to_the_windows(village)
    _publish(village)
    _steer(village, rooms)
    _learn_and_assess(village)
    _keep_money(village)
    _disclose(village)
    _show_members(village)
    Brands(village).live()
    return village


def _entrust(village: Village) -> None:
    """Let the resident entrust a matter, so that a request has its pages."""
    make_request(
        centre=village.centre,
        item_id=ServiceItem.objects.of(village.centre).get(code="elder_card").pk,
        actor=village.actor(village.resident),
        at=NOW,
        answers={},
    )


def _disclose(village: Village) -> None:
    """Disclose one thing that is asked about, hand in another, and draft a third."""
    board = Board(village)
    out = board.live()
    board.ask(out)
    board.hand_in(board.draft(period="2026-01-05", code="village_land"))
    board.draft(code="village_affairs")


def _show_members(village: Village) -> None:
    """Show a member with a photograph, printed on a sheet of which something is to come off."""
    wall = Wall(village)
    card = wall.photo(wall.card())
    wall.printed()
    wall.tell(card, "card_honours", given=False)


def _publish(village: Village) -> None:
    """Publish one piece of each kind, begin another version of each, and note a clip."""
    desk = Pages(village)
    for one in collect("content_kinds"):
        if one.family == "publishing":
            version = desk.live(one.code, one.title)
            desk.agreed(version)
            desk.next(version)
    keep_clip(
        **desk.who(),
        clip=Clip(
            title="小渠通了",
            outlet_name="县融媒体",
            outlet="account",
            level="county",
            told_on=NOW.date(),
        ),
        form_id=uuid4(),
    )


def _learn_and_assess(village: Village) -> None:
    """Shorten a guide, learn from it, lay another village's ways beside, publish an assessment."""
    ways = Ways(village)
    item = ServiceItem.objects.of(village.centre).get(code="elder_card")
    put_item(**ways.who, wish=replace(STARTERS[0], days=3), item_id=item.pk)
    row = ways.practice(figures=("measure:voices.overdue",))
    publish_practice(**ways.who, practice_id=row.pk, is_public=True)
    keep_arrival(**ways.who, body=ways.pack(title="邻村的办法"))
    level = Level(resolution=Span(working_days=2), source="邻村定的")
    suggest_times(**ways.who, kind="complaint", level=level)
    Round(village).published()


def _keep_money(village: Village) -> None:
    """Keep some money: a line that everyone reads, one that waits, and a project."""
    purse = Purse(village)
    source, project = purse.source(), purse.project()
    purse.book(source, "in", 100_000, occurred_on=JANUARY, project_id=project.pk)
    purse.publish(JANUARY)
    purse.draft(source, "out", 5_000, project_id=project.pk)


def _come_to_the_windows(village: Village) -> None:
    """Let the resident have a time at the counter, and others stand in its queue."""
    morning = Morning(village)
    morning.sit()
    resident = village.actor(village.resident)
    slot = morning.slots()[12]
    morning.book(slot, village.resident_person, actor=resident, channel="online")
    for _ in range(3):
        morning.number()
    morning.call()


def _offer_work(village: Village) -> None:
    """Let the resident offer work and go to other work, agreed on, with a card of their own."""
    station = Station(village)
    own = station.check(station.employer(person=village.resident_person))
    station.card(village.resident_person)
    station.agreed(station.post(station.employer(name="窑湾茶场"), headcount=2))
    station.wanted(station.post(own), village.second_person)


def _keep_things(village: Village, rooms: Rooms) -> None:
    """Register a thing, a fault, a sign and an idle house, and give a cell to the resident."""
    words: dict[str, Any] = {"centre": village.centre, "actor": rooms.staff}
    thing = put_facility(name="投影仪", room=rooms.hall, **words)
    report_fault(
        text="打不开。",
        at=NOW,
        channel="online",
        room=rooms.hall,
        facility=thing,
        person=village.resident_person,
        **words,
    )
    put_sign(text="党群服务中心", position="outside", **words)
    put_asset(name="老粮库", kind="house", owner="collective", at=NOW, **words)
    row = CellRow(village)
    row.held()
    row.wish(village.second_person)


def _keep_parcels(village: Village) -> None:
    """Keep two parcels for the resident, one of which is to be brought home."""
    shelf = Shelf(village)
    parcel = shelf.put("SF1000001")
    shelf.put("SF1000002")
    ask_delivery(centre=village.centre, parcel_id=parcel.pk, actor=shelf.staff, at=NOW)


def _ask_and_leave_a_card(village: Village) -> None:
    """Ask the resident after a parcel, and let them say what they can do and be invited."""
    ask(
        centre=village.centre,
        kind="parcels",
        subject_id=UUID(int=1),
        at=NOW,
        title="取快递",
        person=village.resident_person,
        served_by=village.duty.pk,
    )
    talents = Talents(village)
    talents.invited(talents.own())


def _cook(village: Village) -> None:
    """Cook two meals that the resident eats at, with all that a kitchen writes down."""
    kitchen = Kitchen(village)
    kitchen.live()


def _plan_activities(village: Village) -> None:
    """Plan an activity with a session and a theme, so that the pages of both are there."""
    staff = village.actor(village.secretary)
    meeting = make_activity(
        centre=village.centre,
        actor=staff,
        at=NOW,
        preset=presets_of(village.centre).get(code="review_meeting"),
        title="总结会",
        sessions=[SessionPlan(NOW + timedelta(days=1), NOW + timedelta(days=2), place_text="村口")],
    )
    words: dict[str, Any] = {"centre": village.centre, "actor": staff, "at": NOW}
    announce_activity(activity_id=meeting.pk, **words)
    note_decision(activity_id=meeting.pk, text="多办几场。", **words)
    rule = Repeat((4,), NOW.date(), NOW.date() + timedelta(weeks=1))
    match = make_activity(
        preset=presets_of(village.centre).get(code="sports"),
        title="拔河",
        sessions=[SessionPlan(NOW + timedelta(days=1), NOW + timedelta(days=2), place_text="村口")],
        series=make_series(title="周四拔河", rule=rule, **words),
        **words,
    )
    announce_activity(activity_id=match.pk, **words)
    put_fixture(activity_id=match.pk, game=Game(home="一组", away="二组"), **words)
    put_theme(title="邻里月", since=NOW.date(), until=NOW.date(), **words)


def _sign_up_and_book(village: Village) -> None:
    """Let the resident sign up for a draw and book a time with the doctor."""
    staff, resident = village.actor(village.secretary), village.actor(village.resident)
    soon = NOW + timedelta(days=2)
    words: dict[str, Any] = {"centre": village.centre, "at": NOW}
    trip = make_activity(
        actor=staff,
        preset=presets_of(village.centre).get(code="theme_activity"),
        title="看花",
        sessions=[SessionPlan(soon, soon + timedelta(hours=2), place_text="村口")],
        sign_up=SignUpPlan(
            rule=SignUpRule.DRAW,
            quotas=(QuotaPlan("座位", 9),),
            closes_at=soon - timedelta(hours=3),
        ),
        **words,
    )
    announce_activity(activity_id=trip.pk, actor=staff, **words)
    who = {"actor": resident, "channel": "online", "person": village.resident_person}
    ticket = trip.tickets.get()
    sign_up(activity_id=trip.pk, ticket_id=ticket.pk, **who, **words)
    doctor = put_provider(centre=village.centre, actor=staff, name="温若水", title="全科医生")
    sitting = lay_sitting(
        actor=staff,
        provider=doctor,
        title="健康义诊",
        starts=soon,
        ends=soon + timedelta(hours=1),
        **words,
    )
    slot = sitting.slots.first()
    assert slot is not None
    book_slot(slot_id=slot.pk, **who, **words)


def _steer(village: Village, rooms: Rooms) -> None:
    """Keep a group with tasks, look over the centre by a list, and have an issue mended."""
    work = Work(village, rooms)
    work.counted(target=9, goal=work.task().goal)
    lists = Lists(village, rooms)
    lists.version()
    lists.run()
    Issues(village).submitted(source="people", person=village.resident_person)
