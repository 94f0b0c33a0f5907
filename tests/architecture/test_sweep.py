"""Every address of the resolver is classified, and opens for nobody it is not meant for."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

import pytest
import time_machine
from django.apps import apps
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

from changlai.engines.activities.public import (
    QuotaPlan,
    SessionPlan,
    SignUpPlan,
    SignUpRule,
    announce_activity,
    make_activity,
    presets_of,
    sign_up,
)
from changlai.engines.appointments.public import book_slot, lay_sitting, put_provider
from changlai.engines.cases.models import KindVersion
from changlai.engines.cases.public import open_case
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.public import Access, Actor
from changlai.foundation.places.public import put_facility
from changlai.halls.gatherings.actions.decisions import note_decision
from changlai.halls.gatherings.actions.themes import put_theme
from changlai.halls.rooms.actions.idle import put_asset
from changlai.halls.rooms.actions.repairs import report_fault
from changlai.halls.rooms.actions.things import put_sign
from changlai.kernel.registry.public import collect
from changlai.kernel.tenancy.models import OWNED
from tests.cast import NOW, Village
from tests.halls.cells.conftest import Row as CellRow
from tests.halls.rooms.conftest import Rooms, make_rooms

NOBODYS = UUID(int=7 << 76 | 2 << 62)
SAMPLES = {"slug": "none", "str": "none", "int": 2026, "path": "none"}
RESIDENTS = {"resident", "neighbour"}

SIGNED: Any = Access("signed")  # type: ignore[arg-type]
"""Opens with the signature in its address alone, so that a letter or a print may carry it."""

STRANGERS = ("anonymous", "neighbour", "other_secretary")
"""Who has no business on the workbench of the village."""

CLOSE_LOOK = (*STRANGERS, "handler")
"""Who asks for each true row: those who must not see it, and one for whom it must not break."""

FOR_NEIGHBOURS: frozenset[str] = frozenset()
"""Pages of one thing that any signed-in person may open, each with its reason beside it."""

ROLES = (
    *STRANGERS,
    *("resident", "handler", "duty", "secretary"),
    *("township", "county", "operator", "security", "auditor"),
)


@dataclass(frozen=True)
class Address:
    """One pattern of the resolver with its view and the names of its arguments."""

    route: str
    view: Any
    namespace: str
    name: str
    arguments: tuple[tuple[str, str], ...]

    @property
    def access(self) -> Access | None:
        """The mark of the view; the kernel, which knows no roles, may say that it is signed."""
        mark = getattr(self.view, "access", None)
        return SIGNED if mark == "signed" else mark

    def path(self, code: str, thing: UUID) -> str:
        """Fill the route: the centre's code, one id for whatever is named by one, samples else."""
        path = self.route
        for converter, argument in self.arguments:
            value = code if argument == "code" else SAMPLES.get(converter, "none")
            if converter == "uuid":
                value = thing
            mark = f"<{converter}:{argument}>" if converter else f"<{argument}>"
            path = path.replace(mark, str(value))
        return f"/{path}"

    @property
    def full_name(self) -> str:
        """The name as templates write it."""
        return f"{self.namespace}:{self.name}"

    @property
    def names_a_thing(self) -> bool:
        """Say whether the address is of one row."""
        return any(converter == "uuid" for converter, _ in self.arguments)


def addresses() -> list[Address]:
    """Walk the whole resolver; nothing is listed by hand, so nothing can be forgotten."""
    return list(_walk(get_resolver().url_patterns, "", ""))


def _walk(patterns: list[Any], before: str, namespace: str) -> Iterator[Address]:
    for entry in patterns:
        route = f"{before}{entry.pattern}"
        if isinstance(entry, URLResolver):
            yield from _walk(entry.url_patterns, route, entry.namespace or namespace)
        elif isinstance(entry, URLPattern):
            yield Address(
                route, entry.callback, namespace, entry.name or "", _arguments(entry, route)
            )


def _arguments(entry: URLPattern, route: str) -> tuple[tuple[str, str], ...]:
    found = []
    for part in route.split("<")[1:]:
        mark = part.split(">")[0]
        converter, _, argument = mark.rpartition(":")
        found.append((converter, argument))
    return tuple(found)


ADDRESSES = addresses()
IDS = [f"{address.namespace}:{address.name}" for address in ADDRESSES]


def test_the_resolver_was_walked() -> None:
    assert len(ADDRESSES) > 5


@pytest.mark.parametrize("address", ADDRESSES, ids=IDS)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    ours_to_judge = not address.view.__module__.startswith("django.contrib.staticfiles")
    assert not ours_to_judge or isinstance(address.access, Access), (
        f"/{address.route} carries no mark: open_to_all, for_residents or for_staff"
    )


def test_an_unclassified_view_is_seen() -> None:
    plain = Address("plain", lambda request: None, "", "plain", ())
    assert not isinstance(plain.access, Access)


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
    _keep_things(village, rooms)
    _plan_activities(village)
    _sign_up_and_book(village)
    return village


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
        sign_up=SignUpPlan(rule=SignUpRule.DRAW, quotas=(QuotaPlan("座位", 9),)),
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


@pytest.fixture
def clients(village: Village) -> dict[str, Client]:
    """One browser for each role, signed in as that role signs in."""
    found = {"anonymous": Client()}
    for role, account in village.accounts().items():
        client = Client()
        client.force_login(account, backend=RESIDENT if role in RESIDENTS else STAFF)
        found[role] = client
    return found


def _actor(village: Village, role: str) -> Actor:
    if role == "anonymous":
        return village.stranger
    return village.actor(village.accounts()[role])


# Who may open a page is the same on both databases; each page's own tests run on both.
@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES, ids=IDS)
def test_every_address_answers_every_role_as_it_is_marked(
    address: Address, lived_in: Village, clients: dict[str, Client]
) -> None:
    if address.access is None:
        return  # named by the test above
    with time_machine.travel(NOW, tick=False):
        for thing in _things(lived_in, address):
            path = address.path(lived_in.centre.code, thing)
            for role in ROLES if thing == NOBODYS else CLOSE_LOOK:
                _visit(address, path, role, clients[role], _actor(lived_in, role))


def _visit(address: Address, path: str, role: str, client: Client, actor: Actor) -> None:
    access = address.access
    assert access is not None
    response = _ask(client.get, path, role)
    told = f"GET {path} as {role}: {response.status_code}"
    assert response.status_code < 500, told
    of_a_centre = address.route.startswith("c/")
    if access.kind == "open":
        return
    if access == SIGNED:
        assert response.status_code == 404, told
        return
    if role == "anonymous":
        assert response.status_code in {302, 404}, told
        if response.status_code == 302:
            assert "next=" in urlsplit(response["Location"]).query, told
        return
    if access.kind == "residents":
        if address.names_a_thing and role in STRANGERS and address.full_name not in FOR_NEIGHBOURS:
            assert response.status_code in {302, 404}, told
        return
    allowed = actor.can(access.power) if access.power else actor.is_staff
    if of_a_centre and not allowed:
        assert response.status_code == 404 or _is_sign_in(response), told
    if of_a_centre and role in STRANGERS:
        assert not allowed, f"{role} is staff of a village not theirs"


def _ask(method: Callable[[str], Any], path: str, role: str) -> Any:
    """Send the request; an error tells whose it was."""
    try:
        return method(path)
    except Exception as error:
        error.add_note(f"{path} as {role}")
        raise


def _is_sign_in(response: Any) -> bool:
    return response.status_code == 302 and "next=" in response["Location"]


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize(
    "address",
    [address for address in ADDRESSES if address.access and address.access.kind == "staff"],
    ids=lambda address: f"{address.namespace}:{address.name}",
)
def test_a_posted_verb_is_refused_to_strangers_too(
    address: Address, village: Village, clients: dict[str, Client]
) -> None:
    with time_machine.travel(NOW, tick=False):
        path = address.path(village.centre.code, NOBODYS)
        for role in STRANGERS:
            response = _ask(clients[role].post, path, role)
            told = f"POST {path} as {role}: {response.status_code}"
            assert response.status_code in {302, 404, 405}, told
            if response.status_code == 302:
                assert _is_sign_in(response), told


def _things(village: Village, address: Address) -> Iterator[UUID]:
    """Yield nobody's id, then the id of one row of each owned table of the village that has any."""
    yield NOBODYS
    if not address.names_a_thing:
        return
    for model in apps.get_models():
        of_the_kernel = model.__module__.startswith("changlai.kernel")
        if getattr(model, "placement", None) == OWNED and not of_the_kernel:
            row = model._default_manager.filter(centre_id=village.centre.pk).first()
            if row is not None:
                yield row.pk
