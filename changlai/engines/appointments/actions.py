"""Lay a sitting with its slots, book, take walk-ins into the same queue, call, end, cancel."""

from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from changlai.engines.appointments import policies
from changlai.engines.appointments.events import (
    AppointmentBooked,
    AppointmentCancelled,
    AppointmentDone,
    AppointmentMissed,
    SittingCancelled,
    SittingEnded,
    SittingMade,
)
from changlai.engines.appointments.models import Appointment, Provider, Sitting, Slot
from changlai.engines.appointments.states import (
    LIVE,
    AppointmentState,
    SittingState,
)
from changlai.foundation.people.public import Actor, Person, Scope
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

MOST_SLOTS = 96
SHORTEST, LONGEST = 5, 240
NOT_REACHED = "人来了，没有轮到"
EARLIEST_HERE = timedelta(hours=6)


class SlotTaken(RuleBroken):
    """Somebody else has the slot."""

    sentence = "这个时段刚刚被约走了，请选别的时段。"


@transaction.atomic
def put_provider(
    *,
    centre: Any,
    actor: Actor,
    name: str,
    title: str,
    unit: str = "",
    licence: str = "",
    licence_until: date | None = None,
    note: str = "",
    provider_id: UUID | None = None,
    is_active: bool = True,
) -> Provider:
    """Register a professional who comes to sit, or change what is said of one.

    Raises NotAllowed without the power; BadInput without name or profession, or for one that is
    registered already.
    """
    require(policies.may_plan, actor, centre)
    name, title = " ".join(name.split()), " ".join(title.split())
    if not name or not title:
        raise BadInput("请填写姓名和职业。")
    rows = Provider.objects.of(centre)
    row = rows.get(pk=provider_id) if provider_id else Provider(centre=centre)
    row.name, row.title, row.unit = name[:40], title[:40], unit.strip()[:80]
    row.licence, row.licence_until = licence.strip()[:60], licence_until
    row.note, row.is_active = note.strip()[:120], is_active
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise BadInput(f"{row.unit}的{row.name}已经登记过了。") from None
    return row


@transaction.atomic
def lay_sitting(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    provider: Provider,
    title: str,
    starts: datetime,
    ends: datetime,
    slot_minutes: int = 15,
    place_text: str = "",
    takes_walk_ins: bool = True,
    is_opaque: bool = False,
    origin_id: UUID | None = None,
) -> Sitting:
    """Announce when a provider sits, cut into slots; a rest at the end shorter than one is none.

    Raises NotAllowed; BadInput for a time without a single slot or with too many, or a licence
    that has run out by then.
    """
    require(policies.may_plan, actor, centre)
    if not SHORTEST <= slot_minutes <= LONGEST:
        raise BadInput(f"每人时间请填{SHORTEST}到{LONGEST}分钟。")
    length = timedelta(minutes=slot_minutes)
    count = max(0, (ends - starts) // length)
    if not 1 <= count <= MOST_SLOTS:
        raise BadInput("这段时间排不出时段，请看看开始和结束。")
    if provider.licence_until is not None and provider.licence_until < timezone.localdate(starts):
        raise BadInput(f"{provider.name}的证件到那天已经过期，请先更新。")
    row = Sitting(
        centre=centre,
        provider=provider,
        origin_id=origin_id,
        title=" ".join(title.split())[:60] or provider.title,
        starts=starts,
        ends=ends,
        slot_minutes=slot_minutes,
        place_text=place_text.strip()[:80],
        takes_walk_ins=takes_walk_ins,
        is_opaque=is_opaque,
    )
    row.save(force_insert=True)
    Slot.objects.bulk_create(
        Slot(
            centre=centre,
            sitting=row,
            starts=starts + length * number,
            ends=starts + length * (number + 1),
        )
        for number in range(count)
    )
    publish(
        SittingMade(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            slots=count,
        )
    )
    return row


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
    row.queue_number = _next_number(sitting)
    _insert(row)
    _say_booked(row, actor, at, walk_in=True)
    return row


@transaction.atomic
def arrive(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Note that somebody with an appointment is here, and give the next number of the queue.

    Whoever was thought not to come and comes late is welcome: if the time went to somebody else
    meanwhile, they stand in the queue without one.

    Raises NotAllowed, WrongStep; BadInput long before the sitting, after it, or when they stand
    in its queue already.
    """
    row, sitting = _locked(centre, appointment_id, actor)
    if sitting.state != SittingState.PLANNED:
        raise BadInput("这一场已经结束了。")
    if at < sitting.starts - EARLIEST_HERE:
        raise BadInput("还没到那一天，到时候再登记。")
    row.move_to(AppointmentState.HERE)
    row.here_at, row.ended_at = at, None
    if row.queue_number is None:
        row.queue_number = _next_number(sitting)
    fields = ["state", "here_at", "ended_at", "queue_number"]
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        others = Appointment.objects.of(centre).live().exclude(pk=row.pk)
        if row.person_id and others.filter(sitting=sitting, person_id=row.person_id).exists():
            raise BadInput("这一位已经另外约了这一场。") from None
        row.slot = None
        row.save(update_fields=[*fields, "slot"])
    return row


@transaction.atomic
def call_next(*, centre: Any, sitting_id: UUID, actor: Actor, at: datetime) -> Appointment | None:
    """Call whoever is next: a booked person whose slot has come, else the first in the queue.

    Whoever was being seen is done. Returns None when nobody waits. Raises NotAllowed.
    """
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_call, actor, centre)
    rows = Appointment.objects.of(centre).filter(sitting=sitting)
    for row in rows.filter(state=AppointmentState.CALLED).select_for_update():
        _finish(row, actor, at)
    waiting = rows.select_for_update(of=("self",)).filter(state=AppointmentState.HERE)
    booked = waiting.filter(slot__isnull=False, slot__starts__lte=at).order_by("slot__starts")
    found = booked.first() or waiting.order_by("queue_number").first()
    if found is None:
        return None
    found.move_to(AppointmentState.CALLED)
    found.called_at = at
    found.save(update_fields=["state", "called_at"])
    return found


@transaction.atomic
def finish(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Note that a talk is over; raises NotAllowed, WrongStep."""
    row, _ = _locked(centre, appointment_id, actor)
    _finish(row, actor, at)
    return row


@transaction.atomic
def put_back(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Send somebody who was called but not in the room back into the queue, at its end.

    Raises NotAllowed, WrongStep.
    """
    row, sitting = _locked(centre, appointment_id, actor)
    row.move_to(AppointmentState.HERE)
    row.called_at, row.queue_number = None, _next_number(sitting)
    row.save(update_fields=["state", "called_at", "queue_number"])
    return row


@transaction.atomic
def note_missed(*, centre: Any, appointment_id: UUID, actor: Actor, at: datetime) -> Appointment:
    """Note that somebody did not come; the slot may be taken by another.

    Raises NotAllowed, WrongStep.
    """
    row, _ = _locked(centre, appointment_id, actor)
    _miss(row, actor, at)
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
    _cancel(row, actor, at, reason)
    return row


@transaction.atomic
def cancel_sitting(
    *, centre: Any, sitting_id: UUID, actor: Actor, at: datetime, reason: str
) -> Sitting:
    """Call a sitting off; everyone who had a slot is told why.

    Raises NotAllowed, WrongStep; BadInput without a reason.
    """
    row = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_plan, actor, centre)
    reason = " ".join(reason.split())
    if not reason:
        raise BadInput("请写明取消的原因，约了的人会看到。")
    row.move_to(SittingState.CANCELLED)
    row.cancel_reason = reason[:120]
    row.save(update_fields=["state", "cancel_reason"])
    publish(
        SittingCancelled(
            centre_id=row.centre_id, at=at, actor_id=actor.account_id, subject_id=row.pk
        )
    )
    return row


@transaction.atomic
def end_sitting(*, centre: Any, sitting_id: UUID, actor: Actor, at: datetime) -> Sitting:
    """Close a sitting: who is in the room is done, who is not there did not come.

    Whoever waited and was not seen did come: that appointment is cancelled, with the reason.

    Raises NotAllowed, WrongStep; BadInput before it began.
    """
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_call, actor, centre)
    if at < sitting.starts:
        raise BadInput("还没有开始，等开始以后再结束。")
    sitting.move_to(SittingState.DONE)
    sitting.save(update_fields=["state"])
    rows = Appointment.objects.of(centre).select_for_update().filter(sitting=sitting)
    for row in rows.filter(state=AppointmentState.CALLED).order_by("pk"):
        _finish(row, actor, at)
    for row in rows.filter(state=AppointmentState.HERE).order_by("pk"):
        _cancel(row, actor, at, NOT_REACHED)
    for row in rows.filter(state=AppointmentState.BOOKED).order_by("pk"):
        _miss(row, actor, at)
    ended = Appointment.objects.of(centre).filter(sitting=sitting)
    publish(
        SittingEnded(
            centre_id=sitting.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=sitting.pk,
            seen=ended.filter(state=AppointmentState.DONE).count(),
            no_shows=ended.filter(state=AppointmentState.NO_SHOW).count(),
        )
    )
    return sitting


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


def _next_number(sitting: Sitting) -> int:
    """Return the next number of a locked sitting's queue."""
    Sitting.objects.of(sitting.centre_id).filter(pk=sitting.pk).update(
        last_number=F("last_number") + 1
    )
    sitting.refresh_from_db(fields=["last_number"])
    return sitting.last_number


def _locked(centre: Any, appointment_id: UUID, actor: Actor) -> tuple[Appointment, Sitting]:
    sitting_id = (
        Appointment.objects.of(centre).values_list("sitting_id", flat=True).get(pk=appointment_id)
    )
    # The sitting first, as whoever calls the next one locks it.
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    row = Appointment.objects.of(centre).select_for_update().get(pk=appointment_id)
    require(policies.may_call, actor, centre)
    return row, sitting


def _finish(row: Appointment, actor: Actor, at: datetime) -> None:
    row.move_to(AppointmentState.DONE)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    publish(_fact(AppointmentDone, row, actor, at))


def _cancel(row: Appointment, actor: Actor, at: datetime, reason: str) -> None:
    row.move_to(AppointmentState.CANCELLED)
    row.ended_at, row.end_reason = at, " ".join(reason.split())[:120]
    row.save(update_fields=["state", "ended_at", "end_reason"])
    publish(_fact(AppointmentCancelled, row, actor, at))


def _miss(row: Appointment, actor: Actor, at: datetime) -> None:
    row.move_to(AppointmentState.NO_SHOW)
    row.ended_at = at
    row.save(update_fields=["state", "ended_at"])
    publish(_fact(AppointmentMissed, row, actor, at))


def _say_booked(row: Appointment, actor: Actor, at: datetime, *, walk_in: bool) -> None:
    publish(_fact(AppointmentBooked, row, actor, at, channel=row.channel, walk_in=walk_in))


def _fact(kind: Any, row: Appointment, actor: Actor, at: datetime, **more: Any) -> Any:
    return kind(
        centre_id=row.centre_id,
        at=at,
        actor_id=actor.account_id,
        subject_id=row.pk,
        sitting_id=row.sitting_id,
        person_id=row.person_id,
        **more,
    )
