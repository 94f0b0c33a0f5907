"""Who sits when: register a professional, lay a sitting with its slots, move it, call it off."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils import timezone

from changlai.engines.appointments import policies
from changlai.engines.appointments.actions.steps import end_cancelled
from changlai.engines.appointments.events import (
    SittingCancelled,
    SittingMade,
    SittingMoved,
    SlotChanged,
)
from changlai.engines.appointments.models import Appointment, Provider, Sitting, Slot
from changlai.engines.appointments.states import (
    QUEUE,
    AppointmentState,
    Purpose,
    SittingState,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

MOST_SLOTS = 96
SHORTEST, LONGEST = 5, 240
FAR = timedelta(days=366)
"""Longer than any sitting."""

Spans = Sequence[tuple[datetime, datetime]]


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
    _require_licence(provider, starts)
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
    _insert(row, _cut([(starts, ends)], length), actor, at)
    return row


@transaction.atomic
def lay_counter(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    title: str,
    spans: Spans,
    slot_minutes: int = 15,
    place_text: str = "",
) -> Sitting:
    """Open a day of the counter: `spans` are its opening hours, cut into slots that can be booked.

    It lasts from the first opening to the last closing; nobody is booked into the rest between.
    Raises NotAllowed; BadInput for a day without an opening hour.
    """
    require(policies.may_plan, actor, centre)
    if not spans:
        raise BadInput("这一天不开放。")
    row = Sitting(
        centre_id=getattr(centre, "pk", centre),
        purpose=Purpose.COUNTER,
        title=title,
        starts=spans[0][0],
        ends=spans[-1][1],
        slot_minutes=slot_minutes,
        place_text=place_text[:80],
    )
    _insert(row, _cut(spans, timedelta(minutes=slot_minutes)), actor, at)
    return row


@transaction.atomic
def fit_counter(
    *, centre: Any, sitting_id: UUID, actor: Actor, at: datetime, spans: Spans, reason: str
) -> bool:
    """Let a day of the counter have other opening hours; say whether anything changed.

    New times are added and those outside are closed. Whoever booked one of these loses it and
    is told why. Raises NotAllowed, WrongStep; BadInput for a day without an opening hour.
    """
    row = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_plan, actor, centre)
    if row.state != SittingState.PLANNED or row.purpose != Purpose.COUNTER:
        raise WrongStep
    if not spans:
        raise BadInput("这一天不开放。")
    wanted = dict(_cut(spans, timedelta(minutes=row.slot_minutes)))
    slots = list(Slot.objects.of(centre).filter(sitting=row))
    open_now = {slot.starts for slot in slots if not slot.is_closed}
    is_same = (row.starts, row.ends) == (spans[0][0], spans[-1][1])
    if is_same and open_now == set(wanted):
        return False
    row.starts, row.ends = spans[0][0], spans[-1][1]
    row.save(update_fields=["starts", "ends"])
    gone = [slot.pk for slot in slots if slot.starts not in wanted]
    Slot.objects.of(centre).filter(pk__in=gone).update(is_closed=True)
    again = [slot.pk for slot in slots if slot.is_closed and slot.starts in wanted]
    Slot.objects.of(centre).filter(pk__in=again).update(is_closed=False)
    had = {slot.starts for slot in slots}
    Slot.objects.bulk_create(
        Slot(centre_id=row.centre_id, sitting=row, starts=starts, ends=ends)
        for starts, ends in wanted.items()
        if starts not in had
    )
    lost = Appointment.objects.of(centre).filter(slot_id__in=gone, state=AppointmentState.BOOKED)
    for one in lost.select_for_update().order_by("pk"):
        one.sitting = row
        end_cancelled(one, actor, at, reason)
    return True


def _cut(spans: Spans, length: timedelta) -> list[tuple[datetime, datetime]]:
    """Return the slots that fit into some spans; a rest shorter than one is none."""
    return [
        (starts + length * number, starts + length * (number + 1))
        for starts, ends in spans
        for number in range(max(0, (ends - starts) // length))
    ]


def _insert(
    row: Sitting, slots: list[tuple[datetime, datetime]], actor: Actor, at: datetime
) -> None:
    row.save(force_insert=True)
    Slot.objects.bulk_create(
        Slot(centre_id=row.centre_id, sitting=row, starts=starts, ends=ends)
        for starts, ends in slots
    )
    publish(
        SittingMade(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            slots=len(slots),
        )
    )


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
def move_sitting(
    *,
    centre: Any,
    sitting_id: UUID,
    actor: Actor,
    at: datetime,
    starts: datetime,
    place_text: str | None = None,
) -> Sitting:
    """Let a sitting begin at another time, or be elsewhere; everyone keeps their slot (F37).

    All slots move by the same amount, so whoever had the second quarter of an hour still has it,
    and is told. Without `place_text` the place stays. What changes nothing tells nobody.

    Raises NotAllowed, WrongStep; BadInput for a time that is over, a licence that has run out by
    then, or once somebody is here, who would stand before a closed door.
    """
    row = (
        Sitting.objects.of(centre)
        .select_for_update(of=("self",))
        .select_related("provider")
        .get(pk=sitting_id)
    )
    require(policies.may_plan, actor, centre)
    if row.state != SittingState.PLANNED:
        raise WrongStep
    place = row.place_text if place_text is None else place_text.strip()[:80]
    was, place_was = row.starts, row.place_text
    if starts == was and place == place_was:
        return row
    if starts != was:
        _require_movable(row, starts, at)
        _shift_slots(row, starts - was)
        row.starts, row.ends = starts, row.ends + (starts - was)
    row.place_text = place
    row.save(update_fields=["starts", "ends", "place_text"])
    publish(
        SittingMoved(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            starts_was=was,
        )
    )
    return row


@transaction.atomic
def close_slot(
    *, centre: Any, slot_id: UUID, actor: Actor, at: datetime, is_closed: bool = True
) -> Slot:
    """Keep a slot from being booked, as for a meal or a call, or let it be booked again.

    Raises NotAllowed; BadInput for a slot somebody has, or once the sitting is over.
    """
    require(policies.may_call, actor, centre)
    sitting_id = Slot.objects.of(centre).values_list("sitting_id", flat=True).get(pk=slot_id)
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    if sitting.state != SittingState.PLANNED:
        raise BadInput("这一场已经结束或取消，时段不能再改。")
    slot = Slot.objects.of(centre).get(pk=slot_id)
    if slot.is_closed == is_closed:
        return slot
    if is_closed and Appointment.objects.of(centre).live().filter(slot=slot).exists():
        raise BadInput("这个时段有人约了。要空出来，先跟对方说好，再取消那个预约。")
    slot.is_closed = is_closed
    slot.save(update_fields=["is_closed"])
    publish(
        SlotChanged(
            centre_id=slot.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=slot.pk,
            sitting_id=sitting.pk,
            is_closed=is_closed,
        )
    )
    return slot


def _require_licence(provider: Provider, starts: datetime) -> None:
    if provider.licence_until is not None and provider.licence_until < timezone.localdate(starts):
        raise BadInput(f"{provider.name}的证件到那天已经过期，请先更新。")


def _require_movable(row: Sitting, starts: datetime, at: datetime) -> None:
    if starts <= at:
        raise BadInput("新的时间已经过去了，请看看日期。")
    _require_licence(row.provider, starts)
    here = Appointment.objects.of(row.centre_id).filter(sitting=row)
    if here.filter(state__in=[*QUEUE, AppointmentState.DONE]).exists():
        raise BadInput("已经有人到了，这一场不能再改时间。")


def _shift_slots(row: Sitting, by: timedelta) -> None:
    """Move all slots in two steps, so that none lands on the time of one not moved yet."""
    slots = Slot.objects.of(row.centre_id).filter(sitting=row)
    away = FAR + abs(by)
    slots.update(starts=F("starts") + by + away, ends=F("ends") + by + away)
    slots.update(starts=F("starts") - away, ends=F("ends") - away)
