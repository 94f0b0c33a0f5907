"""The queue before the windows as it is read: by the hall screen, by a clerk, by who waits."""

import zlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from statistics import median
from typing import Any, Final
from uuid import UUID

from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from changlai.engines.appointments.public import (
    COMING,
    Appointment,
    AppointmentState,
    AtWindow,
    Purpose,
    Sitting,
    SittingState,
    at_windows,
    in_turn,
)
from changlai.halls.counter.models import Ticket

SHOWN_NEXT: Final = 5
STATE_WORDS: Final = {
    AppointmentState.BOOKED: "约好了",
    AppointmentState.HERE: "在等",
    AppointmentState.CALLED: "轮到了",
    AppointmentState.SKIPPED: "叫过了",
    AppointmentState.DONE: "办完了",
    AppointmentState.NO_SHOW: "没等到",
    AppointmentState.CANCELLED: "不来了",
}
"""How the states of a number read at the counter, to everybody alike."""
ON_SCREEN: Final = (AppointmentState.HERE, AppointmentState.CALLED, AppointmentState.SKIPPED)


@dataclass(frozen=True)
class Called:
    """A number that was called, and to which window; `key` is another one for each call."""

    number: int
    window: str
    calls: int = 1
    is_now: bool = True

    @property
    def key(self) -> str:
        """Tell one call from another."""
        return f"{self.number}-{self.window}-{self.calls}"


@dataclass(frozen=True)
class Board:
    """What hangs in the hall: numbers and windows, never a name."""

    last: Called | None = None
    windows: list[tuple[str, int | None]] = field(default_factory=list)
    next: list[int] = field(default_factory=list)
    waiting: int = 0
    version: str = ""
    called: list[Called] = field(default_factory=list)


def board_of(sitting: Sitting | None, at: datetime) -> Board:
    """Return what the screen shows, in three statements however many wait."""
    if sitting is None:
        return Board()
    rows = _rows(sitting)
    queue = list(rows.filter(state__in=ON_SCREEN))
    last = rows.filter(called_at__isnull=False).order_by("-called_at", "-id").first()
    now = {row.window_id: row for row in queue if row.state == AppointmentState.CALLED}
    waiting = in_turn(queue, at)
    windows = [
        (turn.window.name, now[turn.window_id].queue_number if turn.window_id in now else None)
        for turn in at_windows(sitting)
    ]
    numbers = [row.queue_number for row in waiting if row.queue_number is not None]
    said = [last and (last.queue_number, last.calls), windows, numbers]
    said += [sorted(r.queue_number or 0 for r in queue if r.state == AppointmentState.SKIPPED)]
    return Board(
        last=_called(last) if last else None,
        windows=windows,
        next=numbers[:SHOWN_NEXT],
        waiting=len(waiting),
        version=f"{zlib.crc32(repr(said).encode()):08x}",
        called=[_called(row) for row in sorted(now.values(), key=_when_called)],
    )


def _rows(sitting: Sitting) -> Any:
    rows = Appointment.objects.of(sitting.centre_id).filter(sitting=sitting)
    return rows.select_related("slot", "window")


def _when_called(row: Appointment) -> datetime:
    return row.called_at or row.booked_at


def _called(row: Appointment) -> Called:
    window = row.window.name if row.window else ""
    is_now = row.state == AppointmentState.CALLED
    return Called(row.queue_number or 0, window, row.calls, is_now)


@dataclass(frozen=True)
class Line:
    """One person of the queue, as staff see them."""

    row: Appointment
    item: Any = None
    case_id: UUID | None = None

    @property
    def who(self) -> str:
        """The name, the form of address, or nothing for a number alone."""
        return str(self.row.person.name) if self.row.person else self.row.alias

    @property
    def number(self) -> str:
        """The number as it is called; nothing before it is given."""
        return f"{self.row.queue_number}号" if self.row.queue_number else ""


@dataclass(frozen=True)
class Desk:
    """The one list of a clerk, in the order in which people are called."""

    called: list[Line]
    waiting: list[Line]
    skipped: list[Line]
    booked: list[Line]
    missed: list[Line]
    served: int = 0
    longest: int = 0

    def at(self, window_id: UUID | None) -> Line | None:
        """Return who was called to a window."""
        return next((one for one in self.called if one.row.window_id == window_id), None)


def desk_of(sitting: Sitting | None, at: datetime) -> Desk:
    """Return everybody of a day for its clerks, in two statements."""
    if sitting is None:
        return Desk([], [], [], [], [])
    rows = list(
        _rows(sitting)
        .exclude(state=AppointmentState.CANCELLED)
        .select_related("person", "slot", "window", "sent_to")
    )
    tickets = {
        one.appointment_id: one
        for one in Ticket.objects.of(sitting.centre_id)
        .filter(appointment__sitting=sitting)
        .select_related("item")
    }

    def line(row: Appointment) -> Line:
        ticket = tickets.get(row.pk)
        return Line(row, ticket.item if ticket else None, ticket.case_id if ticket else None)

    def of(state: str) -> list[Appointment]:
        return [row for row in rows if row.state == state]

    waiting = in_turn(rows, at)
    booked = sorted(
        of(AppointmentState.BOOKED),
        key=lambda row: row.slot.starts if row.slot else row.sitting.starts,
    )
    skipped = sorted(of(AppointmentState.SKIPPED), key=lambda row: row.queue_number or 0)
    return Desk(
        called=[line(row) for row in of(AppointmentState.CALLED)],
        waiting=[line(row) for row in waiting],
        skipped=[line(row) for row in skipped],
        booked=[line(row) for row in booked],
        missed=[line(row) for row in of(AppointmentState.NO_SHOW)],
        served=len(of(AppointmentState.DONE)),
        longest=max((minutes_waiting(row, at) for row in waiting), default=0),
    )


def minutes_waiting(row: Appointment, at: datetime) -> int:
    """Return for how many minutes somebody has waited who was not called yet."""
    if row.here_at is None:
        return 0
    begun = max(row.here_at, row.slot.starts) if row.slot else row.here_at
    return max(0, int((at - begun).total_seconds() // 60))


def before(row: Appointment, at: datetime) -> int:
    """Return how many are called before somebody who waits."""
    waiting = in_turn(_rows(row.sitting).filter(state=AppointmentState.HERE), at)
    keys = [one.pk for one in waiting]
    return keys.index(row.pk) if row.pk in keys else 0


def waiting_today(rows: QuerySet[Appointment], at: datetime) -> list[Appointment]:
    """Return who waits or is expected at the counter today, in one statement."""
    start = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    rows = rows.filter(
        sitting__purpose=Purpose.COUNTER,
        sitting__starts__gte=start,
        sitting__starts__lt=start + timedelta(days=1),
        sitting__state=SittingState.PLANNED,
        state__in=COMING,
    )
    return list(rows.select_related("slot"))


def own_times(rows: QuerySet[Appointment], person_id: Any) -> QuerySet[Appointment]:
    """Return a person's own times at the counter, the latest day first."""
    rows = rows.filter(person_id=person_id).select_related("sitting", "slot", "window", "centre")
    return rows.order_by("-sitting__starts", "-booked_at", "-id")


def served_rows(rows: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """Return numbers that were given out, each with what it was for, the latest first."""
    item = Ticket.objects.filter(
        centre_id=OuterRef("centre_id"), appointment_id=OuterRef("pk")
    ).values("item__title")[:1]
    rows = rows.filter(queue_number__isnull=False).select_related("sitting", "slot", "window")
    rows = rows.annotate(item_title=Subquery(item))
    return rows.order_by("-sitting__starts", F("queue_number").desc(), "id")


@dataclass(frozen=True)
class Wait:
    """How long people waited on a day, or at an hour of the day: half of them no longer."""

    label: Any
    served: int
    minutes: int


def waits(rows: QuerySet[Appointment], at: datetime, days: int) -> tuple[list[Wait], list[Wait]]:
    """Return the median wait by day and by hour of the last days, in one statement.

    By when people came, never by who served them.
    """
    found = rows.filter(
        state=AppointmentState.DONE, called_at__isnull=False, called_at__gt=at - timedelta(days)
    )
    by_day: dict[Any, list[int]] = {}
    by_hour: dict[int, list[int]] = {}
    for row in found.select_related("slot"):
        minutes = row.waited_minutes
        if minutes is None or row.here_at is None:
            continue
        local = timezone.localtime(row.here_at)
        by_day.setdefault(local.date(), []).append(minutes)
        by_hour.setdefault(local.hour, []).append(minutes)
    return _medians(by_day, latest_first=True), _medians(by_hour)


def _medians(found: dict[Any, list[int]], *, latest_first: bool = False) -> list[Wait]:
    return [
        Wait(label, len(minutes), round(median(minutes)))
        for label, minutes in sorted(found.items(), reverse=latest_first)
    ]


def clerk_at(turns: Iterable[AtWindow], account_id: UUID | None) -> AtWindow | None:
    """Return at which window a colleague is."""
    return next((turn for turn in turns if turn.account_id == account_id), None)
