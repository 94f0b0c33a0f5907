"""Have a time: book a slot, join the queue without one, give it up."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.engines.appointments import policies
from changlai.engines.appointments.actions.steps import end_cancelled, fact, next_number
from changlai.engines.appointments.events import AppointmentBooked
from changlai.engines.appointments.models import Appointment, Sitting, Slot
from changlai.engines.appointments.states import LIVE, AppointmentState, SittingState
from changlai.foundation.people.public import Actor, Person, Scope
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


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
    _require_whose(actor, person, is_staff=is_staff)
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
    row.queue_number = next_number(sitting)
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
    row = Appointment.objects.of(centre).select_for_update().get(pk=appointment_id)
    require(policies.may_cancel, actor, row)
    end_cancelled(row, actor, at, reason)
    return row


def _require_whose(actor: Actor, person: Person | None, *, is_staff: bool) -> None:
    if is_staff:
        return
    mine = person is not None and person.pk == actor.for_person_id
    if not mine or not actor.acts_within(Scope.GATHERINGS):
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
    if person is None and not alias and not sitting.is_opaque:
        raise BadInput("请写上来的人怎么称呼。")
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
        rows = Appointment.objects.of(row.centre_id).filter(state__in=LIVE)
        if row.slot_id and rows.filter(slot_id=row.slot_id).exists():
            raise SlotTaken from None
        if (
            row.person_id
            and rows.filter(sitting_id=row.sitting_id, person_id=row.person_id).exists()
        ):
            raise BadInput("这一场已经约过了；想换时段，先取消原来的。") from None
        raise


def _say_booked(row: Appointment, actor: Actor, at: datetime, *, walk_in: bool) -> None:
    publish(fact(AppointmentBooked, row, actor, at, channel=row.channel, walk_in=walk_in))
