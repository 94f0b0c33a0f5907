"""Have a time: book a slot, join the queue without one, give it up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.appointments import policies
from changlai.engines.appointments.actions.steps import end_cancelled, fact, give_number
from changlai.engines.appointments.events import AppointmentBooked, AppointmentMoved
from changlai.engines.appointments.models import Appointment, Sitting, Slot
from changlai.engines.appointments.states import (
    COMING,
    LIVE,
    AppointmentState,
    Purpose,
    SittingState,
)
from changlai.foundation.people.public import Actor, Person
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

ALREADY = "这一场已经约过了；想换时段，先取消原来的。"


class SlotTaken(RuleBroken):
    """Somebody else has the slot."""

    sentence = "这个时段刚刚被约走了，请选别的时段。"


@transaction.atomic
def book_slot(
    *,
    centre: Any,
    slot_id: UUID,
    actor: Actor,
    at: datetime,
    channel: str,
    person: Person | None = None,
    alias: str = "",
    form_id: UUID | None = None,
) -> Appointment:
    """Take a slot for a person, or for whoever staff write down; no slot is taken twice (F27).

    Raises NotAllowed for somebody else's person; BadInput for a slot that is over or closed, or
    a person who has one here already; SlotTaken when somebody was faster.
    """
    is_staff = policies.may_call(actor, centre)
    if not is_staff:
        _require_own(actor, centre, person, slot_id)
    if form_id and (first := Appointment.objects.of(centre).filter(form_id=form_id).first()):
        return first
    sitting_id = Slot.objects.of(centre).values_list("sitting_id", flat=True).get(pk=slot_id)
    # The sitting first: whoever calls it off, moves or ends it meanwhile must be done by then.
    Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    slot = Slot.objects.of(centre).select_related("sitting").get(pk=slot_id)
    if slot.sitting.state != SittingState.PLANNED or slot.is_closed or slot.ends <= at:
        raise BadInput("这个时段不能约了，请选别的时段。")
    row = _new(slot.sitting, person, alias, channel, actor, at, slot=slot, is_staff=is_staff)
    row.form_id = form_id
    _insert(row)
    _say_booked(row, actor, at, walk_in=False)
    return row


@transaction.atomic
def walk_in(
    *,
    centre: Any,
    sitting_id: UUID,
    actor: Actor,
    at: datetime,
    channel: str = "counter",
    person: Person | None = None,
    alias: str = "",
    form_id: UUID | None = None,
) -> Appointment:
    """Put somebody who came without an appointment at the end of the queue; sent twice it is one.

    Raises NotAllowed for others than staff; BadInput when the sitting takes none or is over.
    """
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_call, actor, centre)
    if form_id and (first := Appointment.objects.of(centre).filter(form_id=form_id).first()):
        return first
    if sitting.state != SittingState.PLANNED or not sitting.takes_walk_ins or sitting.ends <= at:
        raise BadInput("这一场现在不收没约的人。")
    row = _new(sitting, person, alias, channel, actor, at, is_staff=True)
    row.here_at, row.form_id = at, form_id
    give_number(row, sitting)
    _insert(row)
    _say_booked(row, actor, at, walk_in=True)
    return row


@transaction.atomic
def cancel_appointment(
    *, centre: Any, appointment_id: UUID, actor: Actor, at: datetime, reason: str = ""
) -> Appointment:
    """Give a slot free again: one's own, or by staff for somebody.

    Raises NotAllowed for somebody else's; WrongStep when it is over.
    """
    rows = Appointment.objects.of(centre)
    # The sitting first: whoever ends it reads who waits under the same lock.
    of_sitting = rows.values_list("sitting_id", flat=True).get(pk=appointment_id)
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=of_sitting)
    row = rows.select_for_update().get(pk=appointment_id)
    row.sitting = sitting
    require(policies.may_cancel, actor, row)
    end_cancelled(row, actor, at, reason)
    return row


@transaction.atomic
def change_slot(
    *, centre: Any, appointment_id: UUID, actor: Actor, at: datetime, slot_id: UUID
) -> Appointment:
    """Give somebody who booked another time, of this sitting or a later one of its kind.

    Raises NotAllowed for somebody else's; WrongStep once they are here; BadInput and SlotTaken as
    for booking anew. The old time is free only once the new one is had.
    """
    slot = Slot.objects.of(centre).get(pk=slot_id)
    rows = Appointment.objects.of(centre)
    was = rows.values_list("sitting_id", flat=True).get(pk=appointment_id)
    # Both sittings in one order, so that two who swap days do not wait for each other.
    keys = sorted({was, slot.sitting_id})
    sittings = Sitting.objects.of(centre).select_for_update().filter(pk__in=keys).order_by("pk")
    by_key = {one.pk: one for one in sittings}
    row = rows.select_for_update().get(pk=appointment_id)
    row.sitting = by_key[row.sitting_id]
    require(policies.may_cancel, actor, row)
    if row.state != AppointmentState.BOOKED:
        raise WrongStep
    slot.refresh_from_db()
    sitting = by_key[slot.sitting_id]
    if sitting.purpose != row.sitting.purpose or sitting.is_opaque != row.sitting.is_opaque:
        raise BadInput("没有这个时间，请重新选。")
    if sitting.state != SittingState.PLANNED or slot.is_closed or slot.ends <= at:
        raise BadInput("这个时段不能约了，请选别的时段。")
    slot_was = row.slot_id
    if slot_was == slot.pk:
        return row
    row.sitting, row.slot = sitting, slot
    try:
        with transaction.atomic():
            row.save(update_fields=["sitting", "slot"])
    except IntegrityError:
        _tell_apart(row)
        raise
    publish(fact(AppointmentMoved, row, actor, at, slot_was=slot_was))
    return row


def _require_own(actor: Actor, centre: Any, person: Person | None, slot_id: UUID) -> None:
    purposes = Slot.objects.of(centre).values_list("sitting__purpose", flat=True)
    scope = policies.SCOPES[Purpose(purposes.get(pk=slot_id))]
    mine = person is not None and person.pk == actor.for_person_id
    if not mine or not actor.acts_within(scope):
        raise NotAllowed


def _new(
    sitting: Sitting,
    person: Person | None,
    alias: str,
    channel: str,
    actor: Actor,
    at: datetime,
    *,
    slot: Slot | None = None,
    is_staff: bool,
) -> Appointment:
    """Return a row not yet written: booked for its slot, else somebody who is here already."""
    alias = " ".join(alias.split())[:40]
    # A number is enough at the counter; a professional is told who comes.
    is_named = sitting.purpose != Purpose.COUNTER and not sitting.is_opaque
    if person is None and not alias and (is_named or slot is not None):
        raise BadInput("请写上来的人怎么称呼。")
    if person is not None and sitting.purpose == Purpose.CLINIC:
        # One talk with each professional; at the counter one comes back with the next matter.
        seen = Appointment.objects.of(sitting.centre_id).filter(sitting=sitting, person=person)
        if seen.filter(state=AppointmentState.DONE).exists():
            raise BadInput(ALREADY)
    return Appointment(
        centre_id=sitting.centre_id,
        sitting=sitting,
        slot=slot,
        state=AppointmentState.BOOKED if slot else AppointmentState.HERE,
        person=None if sitting.is_opaque else person,
        alias="" if person else alias,
        channel=channel[:10],
        entered_by_id=actor.account_id if is_staff and not actor.is_system else None,
        booked_at=at,
    )


def _insert(row: Appointment) -> None:
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        _tell_apart(row)
        raise


def _tell_apart(row: Appointment) -> None:
    """Say which rule the database kept: a slot that is taken, or a person who has one already."""
    rows = Appointment.objects.of(row.centre_id).exclude(pk=row.pk)
    if row.slot_id and rows.filter(slot_id=row.slot_id, state__in=LIVE).exists():
        raise SlotTaken from None
    own = rows.filter(sitting_id=row.sitting_id, person_id=row.person_id, state__in=COMING)
    if row.person_id and own.exists():
        raise BadInput(ALREADY) from None


def _say_booked(row: Appointment, actor: Actor, at: datetime, *, walk_in: bool) -> None:
    publish(fact(AppointmentBooked, row, actor, at, channel=row.channel, walk_in=walk_in))
