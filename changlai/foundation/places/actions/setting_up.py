"""Register rooms and what belongs to them: parts, functions, layouts, hours, things, pictures."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.foundation.places import policies
from changlai.foundation.places.events import RoomChanged, RoomMade, RoomRetired
from changlai.foundation.places.models import (
    Facility,
    Function,
    Layout,
    Occupancy,
    Room,
    RoomFunction,
    RoomHours,
    RoomPart,
    RoomPast,
    RoomPhoto,
)
from changlai.foundation.places.states import Access, BookingRule, Condition, DayKind, RoomKind
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

WHOLE = "整间"


@transaction.atomic
def make_room(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    name: str,
    kind: str,
    area_m2: Decimal,
    functions: Iterable[Function] = (),
    parts: Sequence[str] = (),
    **words: Any,
) -> Room:
    """Register a room, whole or divided into named `parts`, with its functions.

    `words` are further fields of Room. Its kind and area begin its history on the day of `at`.
    Raises NotAllowed without the power; BadInput for a taken name or an impossible value.
    """
    require(policies.may_manage, actor, centre)
    room = Room(centre=centre, name=_name(name), kind=RoomKind(kind), area_m2=area_m2)
    _describe(room, words)
    _save(room, None, f"已经有叫“{room.name}”的场所了。")
    RoomPast(
        centre=centre, room=room, kind=room.kind, area_m2=room.area_m2, since=timezone.localdate(at)
    ).save(force_insert=True)
    RoomPart.objects.bulk_create(
        RoomPart(centre=centre, room=room, name=_name(part), order=order)
        for order, part in enumerate(parts or [WHOLE])
    )
    _set_functions(room, functions)
    publish(
        RoomMade(
            centre_id=room.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=room.pk,
            kind=room.kind,
        )
    )
    return room


@transaction.atomic
def change_room(
    *,
    centre: Any,
    room_id: UUID,
    actor: Actor,
    at: datetime,
    functions: Iterable[Function] | None = None,
    **words: Any,
) -> Room:
    """Change what is said of a room; a change of kind or area closes a line of its history.

    Two changes on one day leave one line. Raises NotAllowed, BadInput as `make_room`.
    """
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    require(policies.may_manage, actor, centre)
    kind_was, area_was = room.kind, room.area_m2
    if "name" in words:
        words["name"] = _name(words["name"])
    _describe(room, words)
    _save(room, [*words], f"已经有叫“{room.name}”的场所了。")
    if (room.kind, room.area_m2) != (kind_was, area_was):
        _turn_page(room, timezone.localdate(at))
    if functions is not None:
        _set_functions(room, functions)
    publish(
        RoomChanged(
            centre_id=room.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=room.pk,
            kind=room.kind,
            kind_was=kind_was,
        )
    )
    return room


@transaction.atomic
def retire_room(
    *, centre: Any, room_id: UUID, actor: Actor, at: datetime, is_active: bool = False
) -> Room:
    """Take a room out of use, or back; its past stays.

    Raises NotAllowed; BadInput while somebody still holds it for a coming time.
    """
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    require(policies.may_manage, actor, centre)
    coming = Occupancy.objects.of(centre).live().filter(room=room, use_ends__gt=at).uses()
    if not is_active and coming.exists():
        raise BadInput("这间场所后面还有人约着，请先处理那些预约和活动。")
    if room.is_active == is_active:
        return room
    room.is_active = is_active
    room.save(update_fields=["is_active"])
    day = timezone.localdate(at)
    if is_active:
        RoomPast(centre=centre, room=room, kind=room.kind, area_m2=room.area_m2, since=day).save(
            force_insert=True
        )
    else:
        RoomPast.objects.of(centre).filter(room=room, until__isnull=True).update(until=day)
    publish(
        RoomRetired(
            centre_id=room.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=room.pk,
            is_active=is_active,
        )
    )
    return room


@transaction.atomic
def put_function(*, centre: Any, actor: Actor, name: str, order: int = 0) -> Function:
    """Add a function to the village's list; the same name again is the same function."""
    require(policies.may_manage, actor, centre)
    row, _ = Function.objects.get_or_create(
        centre=centre, name=_name(name)[:30], defaults={"order": order}
    )
    return row


@transaction.atomic
def put_part(
    *,
    centre: Any,
    room_id: UUID,
    actor: Actor,
    at: datetime,
    name: str,
    capacity: int | None = None,
    part_id: UUID | None = None,
    is_active: bool = True,
) -> RoomPart:
    """Add a part of a room, or change one.

    A room keeps at least one part, and a part that somebody holds for a coming time stays:
    raises BadInput. A new part of a room in use starts free.
    """
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    require(policies.may_manage, actor, centre)
    parts = RoomPart.objects.of(centre).filter(room=room)
    row = parts.get(pk=part_id) if part_id else RoomPart(centre=centre, room=room)
    if part_id and row.is_active and not is_active:
        if not parts.filter(is_active=True).exclude(pk=row.pk).exists():
            raise BadInput("场所至少要有一个分区。")
        if Occupancy.objects.of(centre).live().filter(part=row, use_ends__gt=at).exists():
            raise BadInput("这个分区后面还有人约着，请先处理那些预约和活动。")
    if not part_id:
        row.order = parts.count()
    row.name, row.capacity, row.is_active = _name(name), capacity, is_active
    _save(row, None, f"已经有叫“{row.name}”的分区了。")
    return row


@transaction.atomic
def put_layout(
    *,
    centre: Any,
    room_id: UUID,
    actor: Actor,
    name: str,
    layout_id: UUID | None = None,
    capacity: int | None = None,
    set_up_minutes: int = 0,
    clean_up_minutes: int = 0,
    checklist: str = "",
    is_default: bool = False,
    is_active: bool = True,
) -> Layout:
    """Add a layout of a room, or change one; the default one stands for how the room is left.

    Raises NotAllowed; BadInput for a taken name, or minutes beyond half a day.
    """
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    require(policies.may_manage, actor, centre)
    if not (0 <= set_up_minutes <= 720 and 0 <= clean_up_minutes <= 720):
        raise BadInput("布置和收拾的时间请填0到720分钟。")
    layouts = Layout.objects.of(centre).filter(room=room)
    row = layouts.get(pk=layout_id) if layout_id else Layout(centre=centre, room=room)
    if is_default:
        layouts.exclude(pk=row.pk).filter(is_default=True).update(is_default=False)
    if not layout_id:
        row.order = layouts.count()
    row.name, row.capacity, row.checklist = _name(name), capacity, checklist.strip()[:1000]
    row.set_up_minutes, row.clean_up_minutes = set_up_minutes, clean_up_minutes
    row.is_default, row.is_active = is_default, is_active
    _save(row, None, f"已经有叫“{row.name}”的布置了。")
    return row


@transaction.atomic
def set_room_hours(
    *,
    centre: Any,
    room_id: UUID,
    actor: Actor,
    at: datetime,
    hours: Iterable[tuple[int, time, time]],
) -> int:
    """Give a room hours of its own, as (day, opens, closes); none at all: the centre's hold.

    They hold from the day of `at` on; what held before stays written down. Returns how many
    spans were written. Raises NotAllowed; BadInput for spans that overlap or end before they
    begin.
    """
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    require(policies.may_manage, actor, centre)
    rows = sorted(hours)
    for day, opens, closes in rows:
        if day not in DayKind.values or closes <= opens:
            raise BadInput("每段时间的结束要晚于开始。")
    for before, after in pairwise(rows):
        if before[0] == after[0] and after[1] < before[2]:
            raise BadInput("同一天的几段时间不能重叠。")
    held, today = RoomHours.objects.of(centre).holding().filter(room=room), timezone.localdate(at)
    if sorted(held.values_list("day", "opens", "closes")) == rows:
        return len(rows)
    held.filter(since=today).delete()
    held.update(until=today)
    RoomHours.objects.bulk_create(
        RoomHours(centre=centre, room=room, day=day, opens=opens, closes=closes, since=today)
        for day, opens, closes in rows
    )
    return len(rows)


@transaction.atomic
def put_facility(
    *,
    centre: Any,
    actor: Actor,
    name: str,
    facility_id: UUID | None = None,
    room: Room | None = None,
    quantity: int = 1,
    bought_on: date | None = None,
    condition: str = Condition.GOOD,
    check_every_days: int | None = None,
    check_due: date | None = None,
    fund_note: str = "",
    is_offered: bool = True,
) -> Facility:
    """Register a thing of the village, or change what is said of it.

    Raises NotAllowed without the power; BadInput for a quantity below one.
    """
    require(policies.may_manage, actor, centre)
    if quantity < 1:
        raise BadInput("数量至少是1。")
    rows = Facility.objects.of(centre).select_for_update()
    row = rows.get(pk=facility_id) if facility_id else Facility(centre=centre)
    row.name, row.room, row.quantity, row.bought_on = _name(name, 60), room, quantity, bought_on
    row.condition, row.check_every_days = Condition(condition), check_every_days
    row.check_due, row.fund_note = check_due, fund_note.strip()[:80]
    row.is_offered = is_offered
    row.save()
    return row


@transaction.atomic
def note_condition(
    *,
    centre: Any,
    facility_id: UUID,
    actor: Actor,
    condition: str,
    checked_on: date | None = None,
) -> Facility:
    """Say how a thing is, as after a look or a repair; a look sets when the next one is due.

    Raises NotAllowed without the power.
    """
    row = Facility.objects.of(centre).select_for_update().get(pk=facility_id)
    require(policies.may_manage, actor, centre)
    row.condition = Condition(condition)
    if checked_on is not None:
        days = row.check_every_days
        row.check_due = checked_on + timedelta(days=days) if days else None
    row.save(update_fields=["condition", "check_due"])
    return row


@transaction.atomic
def add_photo(
    *, centre: Any, room_id: UUID, actor: Actor, file: Any, caption: str = ""
) -> RoomPhoto:
    """Hang a stored picture on a room; raises NotAllowed without the power."""
    room = Room.objects.of(centre).get(pk=room_id)
    require(policies.may_manage, actor, centre)
    order = RoomPhoto.objects.of(centre).filter(room=room).count()
    row = RoomPhoto(centre=centre, room=room, file=file, caption=caption.strip()[:60], order=order)
    row.save(force_insert=True)
    return row


@transaction.atomic
def drop_photo(*, centre: Any, photo_id: UUID, actor: Actor) -> None:
    """Take a picture off a room; raises NotAllowed without the power. One gone already is fine."""
    require(policies.may_manage, actor, centre)
    RoomPhoto.objects.of(centre).filter(pk=photo_id).delete()


def _describe(room: Room, words: dict[str, Any]) -> None:
    for name, value in words.items():
        if name == "kind":
            value = RoomKind(value)
        elif name == "booking_rule":
            value = BookingRule(value)
        elif name == "access":
            value = [Access(one) for one in value]
        setattr(room, name, value.strip() if isinstance(value, str) else value)
    if room.area_m2 is None or not 0 < room.area_m2 < 1_000_000:
        raise BadInput("面积请填大于0的平方米数。")


def _turn_page(room: Room, day: date) -> None:
    """Begin a new line of a room's history; a second change on one day rewrites its line."""
    past = RoomPast.objects.of(room.centre_id).filter(room=room, until__isnull=True)
    if past.filter(since=day).update(kind=room.kind, area_m2=room.area_m2):
        return
    past.update(until=day)
    RoomPast(
        centre_id=room.centre_id, room=room, kind=room.kind, area_m2=room.area_m2, since=day
    ).save(force_insert=True)


def _set_functions(room: Room, functions: Iterable[Function]) -> None:
    RoomFunction.objects.of(room.centre_id).filter(room=room).delete()
    RoomFunction.objects.bulk_create(
        RoomFunction(centre_id=room.centre_id, room=room, function=one)
        for one in dict.fromkeys(functions)
    )


def _name(name: str, longest: int = 40) -> str:
    name = " ".join(name.split())
    if not name or len(name) > longest:
        raise BadInput(f"请填写名称，最多{longest}个字。")
    return name


def _save(row: Any, fields: list[str] | None, taken: str) -> None:
    try:
        with transaction.atomic():
            row.save(update_fields=fields)
    except IntegrityError:
        raise BadInput(taken) from None
