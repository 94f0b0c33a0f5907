"""A rush: 500 people want the 500 seats of one evening, and the free hours of eight rooms.

Each form goes through the page a resident uses. Beside it, in the same round: the bare POST, and
the bare transaction that writes the same rows. What was written is counted after every round.
"""

from __future__ import annotations

import urllib.parse
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any
from uuid import uuid4

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changlai.engines.activities.public import Activity, SeatPool, SignUp, TicketKind, sign_up
from changlai.foundation.areas.public import Centre
from changlai.foundation.places.models import Occupancy
from changlai.foundation.places.public import Room
from changlai.halls.rooms.actions import Wish, book_room
from changlai.halls.rooms.models import BookingDate
from changlai.kernel.pages.routes import centre_reverse
from tools.bench import bare, crowd, raw, writes
from tools.bench.browsers import Blank, Sending, fill_in, send
from tools.bench.figures import Load
from tools.bench.serving import web_server

CLIENTS = 16
ROUNDS = 3
SEATS = 500
BOOKINGS = 320
FIRST_DAY = 2
HEADS = [
    *("form", "statements", "per s", "p50 ms", "p95 ms", "p99 ms", "p99/p50"),
    *("bare POST per s", "of bare", "raw per s", "raw statements", "cost of raw"),
]
KEYS = raw.KEYS | {"code", "form_id", "booking_id", "holder_id"}


@dataclass(frozen=True)
class Round:
    """One round: what ours did, the bare POST, and transactions a second of the bare rows."""

    ours: Load
    post: Load
    raw: float


def measure(centre: Centre) -> list[list[str]]:
    """Measure both forms; return their lines of the table."""
    bare.make_tables()
    people = crowd.people(centre, SEATS + CLIENTS)
    rooms = crowd.rooms(centre)
    with web_server() as (port, _):
        return [
            _line("sign up", _sign_ups(centre, port, people)),
            _line("book a room", _bookings(centre, port, people, rooms)),
        ]


def _line(title: str, found: tuple[int, int, list[Round]]) -> list[str]:
    statements, raw_statements, rounds = found
    rounds = sorted(rounds, key=lambda one: one.ours.per_second / one.post.per_second)
    one = rounds[len(rounds) // 2]
    return [
        title,
        str(statements),
        f"{one.ours.per_second:.0f}",
        *(f"{part * 1000:.1f}" for part in (one.ours.p50, one.ours.p95, one.ours.p99)),
        f"{one.ours.p99 / one.ours.p50:.1f}",
        f"{one.post.per_second:.0f}",
        f"{one.ours.per_second / one.post.per_second:.0%}",
        f"{one.raw:.0f}",
        str(raw_statements),
        f"{one.raw / one.ours.per_second:.1f}×",
    ]


def _sign_ups(
    centre: Centre, port: int, people: Sequence[crowd.One]
) -> tuple[int, int, list[Round]]:
    """Fill evenings of 500 seats, each by 500 people who sign up once."""
    coming = people[:SEATS]
    rounds = []
    for _ in range(ROUNDS):
        post = _bare_posts(port, 1, SEATS)
        activity = crowd.evening(centre, SEATS)
        blanks = [_wish(centre, activity, one) for one in coming]
        ours = send(port, fill_in(port, blanks, CLIENTS), CLIENTS)
        _require_seats(centre, activity, SEATS)
        twin = _sign_up_twin(centre, people)
        rate = writes.throughput_of(raw.bare, _shares(twin, SEATS))
        _require_seats(centre, twin.activity, SEATS + CLIENTS + 1)
        rounds.append(Round(ours, post, rate))
    (one,) = fill_in(port, [_wish(centre, crowd.evening(centre, 1), people[0])], 1)
    return _statements(one), twin.statements, rounds


def _wish(centre: Centre, activity: Activity, one: crowd.One) -> Blank:
    address = centre_reverse(centre, "gatherings:sign_up", pk=activity.pk)
    return Blank(address, one.cookie, {}, "/signups/")


@dataclass(frozen=True)
class SignUpTwin(raw.Twin):
    """The twin of a sign-up, with the evening it fills."""

    activity: Any = None


def _sign_up_twin(centre: Centre, people: Sequence[crowd.One]) -> SignUpTwin:
    """Sign one person up, and return the rows with those of whom all others are to be."""
    activity = crowd.evening(centre, SEATS + CLIENTS + 1)
    first = crowd.people(centre, 1)[0].person
    act = partial(
        sign_up,
        centre=centre,
        activity_id=activity.pk,
        ticket_id=TicketKind.objects.of(centre).get(activity=activity).pk,
        actor=crowd.actor(centre, first),
        at=timezone.now(),
        channel="online",
        person=first,
        form_id=uuid4(),
    )
    pool = SeatPool.objects.of(centre).get(quota__activity=activity)
    return SignUpTwin(
        raw.rows_of(act),
        KEYS,
        [{"person_id": one.person.pk} for one in people],
        (
            "UPDATE activities_seatpool SET taken = taken + 1 WHERE id = %s AND taken < seats",
            [pool.pk.hex if connection.vendor == "sqlite" else pool.pk],
        ),
        activity,
    )


def _require_seats(centre: Centre, activity: Activity, count: int) -> None:
    """Raise AssertionError unless so many seats are taken by as many people, and no seat is left.

    A seat sold twice, or one lost, would make every figure here worthless.
    """
    pool = SeatPool.objects.of(centre).get(quota__activity=activity)
    rows = SignUp.objects.of(centre).filter(activity=activity, state="confirmed", pool=pool)
    people = rows.values("person_id").distinct().count()
    if not pool.taken == pool.seats == count == rows.count() == people:
        raise AssertionError(
            f"{pool.taken} of {pool.seats} seats, {rows.count()} rows, {people} people: not {count}"
        )


def _bookings(
    centre: Centre, port: int, people: Sequence[crowd.One], rooms: Sequence[Room]
) -> tuple[int, int, list[Round]]:
    """Book free hours of eight rooms, four uses a day, each by somebody of the crowd."""
    days = -(-BOOKINGS // (len(rooms) * len(crowd.CLOCKS))) + 1
    first_twin = FIRST_DAY + ROUNDS * days + 2
    rounds = []
    for number in range(ROUNDS):
        post = _bare_posts(port, len(rooms), BOOKINGS)
        slots = crowd.slots(rooms, FIRST_DAY + number * days, BOOKINGS)
        blanks = [_booking(centre, slot, one) for slot, one in zip(slots, people, strict=False)]
        ours = send(port, fill_in(port, blanks, CLIENTS), CLIENTS)
        _require_uses(centre, slots)
        slots = crowd.slots(rooms, first_twin + number * days, BOOKINGS + CLIENTS + 1)
        twin = _booking_twin(centre, slots, people)
        rate = writes.throughput_of(raw.bare, _shares(twin, BOOKINGS))
        _require_uses(centre, slots)
        rounds.append(Round(ours, post, rate))
    (slot,) = crowd.slots(rooms, FIRST_DAY - 1, 1)
    (one,) = fill_in(port, [_booking(centre, slot, people[0])], 1)
    return _statements(one), twin.statements, rounds


def _booking(centre: Centre, slot: crowd.Slot, one: crowd.One) -> Blank:
    address = centre_reverse(centre, "rooms:book_room", pk=slot.room.pk)
    return Blank(address, one.cookie, crowd.answers(slot), "/rooms/bookings/")


def _booking_twin(
    centre: Centre, slots: Sequence[crowd.Slot], people: Sequence[crowd.One]
) -> raw.Twin:
    """Book the first of these hours; return the rows with the hours all others are to be of."""
    person, slot = people[0].person, slots[0]
    act = partial(
        book_room,
        centre=centre,
        room_id=slot.room.pk,
        actor=crowd.actor(centre, person),
        at=timezone.now(),
        starts=slot.starts,
        ends=slot.ends,
        wish=Wish(purpose="舞蹈队排练", headcount=12),
        form_id=uuid4(),
    )
    changes = [
        {
            "room_id": one.room.pk,
            "part_id": one.part_id,
            **dict.fromkeys(("starts", "use_starts"), one.starts),
            **dict.fromkeys(("ends", "use_ends"), one.ends),
            "person_id": who.person.pk,
        }
        for one, who in zip(slots[1:], people, strict=False)
    ]
    return raw.Twin(raw.rows_of(act), KEYS, changes)


def _require_uses(centre: Centre, slots: Sequence[crowd.Slot]) -> None:
    """Raise AssertionError unless each of these hours is held once, by a date that is confirmed."""
    wanted = sorted((slot.room.pk, slot.starts, slot.ends) for slot in slots)
    span = {
        "room__in": [slot.room for slot in slots],
        "starts__gte": min(slot.starts for slot in slots),
        "ends__lte": max(slot.ends for slot in slots),
    }
    dates = BookingDate.objects.of(centre).filter(state="confirmed", **span)
    uses = Occupancy.objects.of(centre).live().filter(**span)
    for rows in (dates, uses):
        if sorted(rows.values_list("room_id", "starts", "ends")) != wanted:
            raise AssertionError(f"{rows.count()} of {len(wanted)} hours are held as asked")


def _bare_posts(port: int, things: int, count: int) -> Load:
    """Send as many bare POSTs, over as many things as ours are over."""
    keys = bare.make_things(things, -(-count // things))
    sendings = [
        Sending(
            "/bench/post/",
            urllib.parse.urlencode({"thing": keys[number % things], "who": number}),
            leads_to="/bench/bare/",
        )
        for number in range(count)
    ]
    found = send(port, sendings, CLIENTS)
    bare.require_taken(keys, count)
    return found


def _shares(twin: raw.Twin, count: int) -> list[tuple[raw.Twin, int]]:
    """Deal the changes of a twin out to sixteen processes, with one more each to warm up."""
    hands = [twin.changes[number::CLIENTS] for number in range(CLIENTS)]
    if sum(map(len, hands)) != count + CLIENTS:
        raise AssertionError(f"{len(twin.changes)} changes for {count} transactions")
    return [(raw.Twin(twin.rows, twin.keys, hand, twin.update), len(hand) - 1) for hand in hands]


def _statements(one: Sending) -> int:
    """Send a form once in this process; return how many statements that took."""
    client = Client(headers={"cookie": one.cookie, "host": "127.0.0.1"}, enforce_csrf_checks=True)
    kind = "application/x-www-form-urlencoded"
    with CaptureQueriesContext(connection) as seen:
        answer = client.post(one.address, one.body, content_type=kind)
    if answer.status_code != 302:
        raise AssertionError(f"{one.address} answered {answer.status_code}")
    return len(seen)
