"""Have a number or a time: at the counter, by telephone, at home, at the door without a name."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.engines.appointments import public as appointments
from changlai.engines.appointments.public import (
    COMING,
    Appointment,
    AppointmentState,
    Purpose,
    SittingState,
    Slot,
    is_own,
    may_call,
)
from changlai.foundation.people.public import Actor, Person
from changlai.halls.counter.actions.queue.days import ensure_day
from changlai.halls.counter.events import NumberBecameRequest
from changlai.halls.counter.models import CounterDay, DoorTry, ServiceItem, Ticket
from changlai.halls.counter.queries.days import NOT_SOON, opens_next
from changlai.kernel.crypto.public import blind_index
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

DOOR: Final = "door"
"""The channel of a number somebody took at the door, without a name."""
MOST_HELD: Final = 2
"""How many numbers one telephone may hold at a time: one's own, and one for whoever came along."""
MOST_WAITING: Final = 60
"""How many nameless numbers may wait; more is not a village's morning but somebody's joke."""
SOME_TIME: Final = timedelta(minutes=10)
MOST_OF_ADDRESS, MOST_OF_TABLET = 20, 60
EARLY: Final = timedelta(hours=1)
FULL: Final = "取的号太多了，请到窗口说一声，工作人员给您排上。"


@transaction.atomic
def take_number(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    channel: str = "counter",
    person: Person | None = None,
    alias: str = "",
    item_id: UUID | None = None,
    form_id: UUID | None = None,
) -> Appointment:
    """Give the next number of today to whoever stands here; a name is not needed.

    Whoever booked a time for today and is found by name has come for it.

    Raises NotAllowed for others than staff; BadInput once no numbers are given out any more, with
    when the centre opens next.
    """
    require(may_call, actor, centre)
    day = _open_day(centre, at, early=EARLY)
    who: dict[str, Any] = {"centre": centre, "actor": actor, "at": at}
    if person is not None:
        mine = Appointment.objects.of(centre).filter(sitting_id=day.sitting_id, person=person)
        if first := mine.filter(state__in=COMING).order_by("booked_at").first():
            if first.state in {AppointmentState.BOOKED, AppointmentState.SKIPPED}:
                first = appointments.arrive(appointment_id=first.pk, **who)
            _note(first, item_id)
            return first
    row = appointments.walk_in(
        sitting_id=day.sitting_id,
        channel=channel,
        person=person,
        alias=alias,
        form_id=form_id,
        **who,
    )
    _note(row, item_id)
    return row


def door_number(
    *, centre: Any, at: datetime, form_id: UUID, asker: str, held: Iterable[UUID], is_tablet: bool
) -> Appointment:
    """Give a number to whoever scanned the code at the door, or pressed the hall's tablet.

    Nobody signs in and nothing is kept of who it was. `held` are the numbers this telephone has
    already; `asker` is its network address (or the tablet), kept as a keyed hash for some minutes,
    so that nobody empties the roll for fun. Must not run inside a caller's transaction, since
    the count stays when it raises.

    Raises BadInput outside opening hours, or for too many numbers.
    """
    rows = Appointment.objects.of(centre)
    if first := rows.filter(form_id=form_id, sitting__purpose=Purpose.COUNTER).first():
        return first
    _open_day(centre, at, early=timedelta(0))
    live = rows.filter(sitting__purpose=Purpose.COUNTER, state__in=COMING)
    if not is_tablet and live.filter(pk__in=list(held)).count() >= MOST_HELD:
        raise BadInput(f"这部手机已经取了{MOST_HELD}个号，办完再取；家里人多请到窗口说一声。")
    _count_try(centre, asker, MOST_OF_TABLET if is_tablet else MOST_OF_ADDRESS, at)
    with transaction.atomic():
        day = _open_day(centre, at, early=timedelta(0))
        if live.filter(channel=DOOR, sitting_id=day.sitting_id).count() >= MOST_WAITING:
            raise BadInput(FULL)
        system = Actor.system(centre.pk)
        return take_number(centre=centre, actor=system, at=at, channel=DOOR, form_id=form_id)


@transaction.atomic
def _count_try(centre: Any, asker: str, most: int, at: datetime) -> None:
    key = blind_index(f"{centre.pk}:{asker}", "door number")
    DoorTry.objects.bulk_create([DoorTry(centre=centre, key=key, since=at)], ignore_conflicts=True)
    row = DoorTry.objects.of(centre).select_for_update().get(key=key)
    if row.since <= at - SOME_TIME:
        row.since, row.taken = at, 0
    if row.taken >= most:
        raise BadInput(FULL)
    row.taken += 1
    row.save(update_fields=["since", "taken"])


def forget_tries(at: datetime) -> int:
    """Delete counts that are of no use any more; return how many."""
    return int(DoorTry.objects.filter(since__lt=at - SOME_TIME).delete()[0])


@transaction.atomic
def book_time(
    *,
    centre: Any,
    slot_id: UUID,
    actor: Actor,
    at: datetime,
    channel: str,
    person: Person | None = None,
    alias: str = "",
    item_id: UUID | None = None,
    form_id: UUID | None = None,
) -> Appointment:
    """Keep a quarter of an hour at the counter for somebody, with or without what for.

    Raises NotAllowed for somebody else's person; BadInput and SlotTaken as the engine does.
    """
    _require_counter(centre, slot_id)
    row = appointments.book_slot(
        centre=centre,
        slot_id=slot_id,
        actor=actor,
        at=at,
        channel=channel,
        person=person,
        alias=alias,
        form_id=form_id,
    )
    _note(row, item_id)
    return row


def move_time(
    *, centre: Any, appointment_id: UUID, actor: Actor, at: datetime, slot_id: UUID
) -> Appointment:
    """Let somebody come at another time of the counter. Raises as `book_time`; WrongStep."""
    _require_counter(centre, slot_id)
    return appointments.change_slot(
        centre=centre, appointment_id=appointment_id, actor=actor, at=at, slot_id=slot_id
    )


@transaction.atomic
def say_here(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Let whoever booked say on the own telephone that they are here, and have a number.

    Raises NotAllowed for somebody else's; WrongStep when they are here already; BadInput long
    before the time.
    """
    rows = Appointment.objects.of(centre).select_related("slot", "sitting")
    row = rows.get(pk=appointment_id)
    require(is_own, actor, row)
    if row.state != AppointmentState.BOOKED or row.slot is None:
        raise WrongStep
    if at < row.slot.starts - EARLY:
        raise BadInput("还早，到了约的时间前一小时以内再点。")
    system = Actor.system(row.centre_id)
    return appointments.arrive(centre=centre, appointment_id=row.pk, actor=system, at=at)


@transaction.atomic
def link_request(
    *, centre: Any, appointment_id: UUID, case_id: UUID, actor: Actor, at: datetime
) -> Ticket:
    """Note which request came of a number, so that one visit is not counted twice.

    The first request counts; what is entrusted besides is not of this number. Raises NotAllowed
    for others than staff.
    """
    if not may_call(actor, centre):
        raise NotAllowed
    row = Ticket.objects.of(centre).select_for_update().get(appointment_id=appointment_id)
    if row.case_id is None:
        row.case_id = case_id
        row.save(update_fields=["case"])
        publish(
            NumberBecameRequest(
                centre_id=row.centre_id,
                at=at,
                actor_id=actor.account_id,
                subject_id=appointment_id,
                case_id=case_id,
            )
        )
    return row


def _open_day(centre: Any, at: datetime, *, early: timedelta) -> CounterDay:
    """Return today's day if numbers are given out now; the sentence says when else."""
    day = ensure_day(centre=centre, day=timezone.localdate(at), at=at)
    if day is None:
        raise BadInput(f"今天不开放。{_next(centre, at)}")
    if day.sitting.state != SittingState.PLANNED or day.sitting.ends <= at:
        raise BadInput(f"今天的号已经停了。{_next(centre, at)}")
    if at < day.sitting.starts - early:
        raise BadInput(f"还没开门。{opens_next(centre, at)}，开门以后再取号。")
    return day


def _next(centre: Any, at: datetime) -> str:
    said = opens_next(centre, at, is_over=True)
    return f"下次{said}，也可以现在约个时间。" if said else NOT_SOON


def _require_counter(centre: Any, slot_id: UUID) -> None:
    rows = Slot.objects.of(centre).filter(pk=slot_id, sitting__purpose=Purpose.COUNTER)
    if not rows.exists():
        raise BadInput("没有这个时间，请重新选。")


def _note(row: Appointment, item_id: UUID | None) -> None:
    """Write down what somebody came for; a form sent twice leaves it as it was."""
    item = ServiceItem.objects.of(row.centre_id).filter(pk=item_id).first() if item_id else None
    Ticket.objects.get_or_create(
        centre_id=row.centre_id, appointment_id=row.pk, defaults={"item": item}
    )
