"""Ask for a room, once or every week; where nobody has to decide, it is held at once."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.activities.public import Repeat, dates_of
from changlai.foundation.people.public import Actor, Person, person_for
from changlai.foundation.places.public import (
    BookingRule,
    Function,
    Room,
    RoomNotOpen,
    RoomTaken,
    require_free,
)
from changlai.halls.rooms import policies
from changlai.halls.rooms.actions.holding import decider, hold, require_seats, turn_away
from changlai.halls.rooms.events import BookingMade
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.states import DateState, Priority
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.ids import MOST_TRIES, day_number
from changlai.kernel.policies import require
from changlai.kernel.records import public as records

Span = tuple[datetime, datetime]
BACKWARDS = timedelta(days=31)
FORWARDS = timedelta(days=400)
LONGEST_DAY = timedelta(hours=24)


@dataclass(frozen=True)
class Wish:
    """What is asked of a room, besides when: the words of the form.

    `priority` and the contact are for staff, who write down what others ask; a resident's wish
    is a group's when it names one, else private.
    """

    purpose: str
    headcount: int = 1
    agrees: bool = False
    layout_id: UUID | None = None
    part_id: UUID | None = None
    function: Function | None = None
    group_name: str = ""
    needs: str = ""
    priority: int | None = None
    contact_name: str = ""
    contact_phone: str = ""


@transaction.atomic
def book_room(
    *,
    centre: Any,
    room_id: UUID,
    actor: Actor,
    at: datetime,
    starts: datetime,
    ends: datetime,
    wish: Wish,
    form_id: UUID,
    repeat: Repeat | None = None,
    skip_conflicts: bool = False,
    by_staff: bool = False,
    person: Person | None = None,
    channel: str = "",
    ignore_hours: bool = False,
) -> Booking:
    """Ask for a room for one date, or for each date of `repeat` at the same hours.

    In a room that confirms at once, and when staff arrange it, the room is held now. Where staff
    decide, a wish holds nothing: several may wait for one hour, and the first to ask does not
    shut out the village's own need. `by_staff` is for `person`, for a name at the counter, or
    for the village itself; it knows no limits of length and days, and may `ignore_hours`.
    With `skip_conflicts` the dates of a series that are taken stay as not given, each with its
    reason; without, one taken date refuses the series. The same `form_id` again is the first
    booking.

    Raises NotAllowed; BadInput for words, numbers and times that cannot be; RoomNotOpen and
    RoomTaken, when nothing is written at all.
    """
    room = Room.objects.of(centre).select_for_update().get(pk=room_id)
    if known := Booking.objects.of(centre).filter(form_id=form_id).first():
        return known
    if by_staff:
        require(policies.may_arrange, actor, centre)
    else:
        require(policies.may_ask, actor, room)
        person, channel = person_for(actor), actor.channel
    spans = _spans(starts, ends, repeat)
    _check_times(room, spans, at, by_staff=by_staff)
    booking = Booking(
        centre_id=room.centre_id,
        room=room,
        person=person,
        channel=channel or "counter",
        booked_by_id=actor.account_id,
        booked_at=at,
        form_id=form_id,
        repeat=repeat.dump() if repeat else None,
    )
    _describe(booking, wish, room, by_staff=by_staff)
    _refuse_twice(booking, spans)
    if first := _insert(booking):
        return first
    at_once = by_staff or room.booking_rule == BookingRule.AUTO
    rows = [
        _add(
            booking,
            span,
            wish,
            actor,
            at,
            at_once=at_once,
            ignore_hours=ignore_hours,
            skip=skip_conflicts and len(spans) > 1,
            many=len(spans) > 1,
        )
        for span in spans
    ]
    if all(row.state == DateState.REFUSED for row in rows):
        raise RoomTaken("这些日子都约不上，请换个时间或场所。")
    _make_known(booking, rows, actor, at)
    return booking


def _add(
    booking: Booking,
    span: Span,
    wish: Wish,
    actor: Actor,
    at: datetime,
    *,
    at_once: bool,
    ignore_hours: bool,
    skip: bool,
    many: bool,
) -> BookingDate:
    """Write one date: held, waiting, or (in a series that may skip) not given and why."""
    row = BookingDate(
        centre_id=booking.centre_id,
        booking=booking,
        room=booking.room,
        part_id=wish.part_id,
        layout_id=wish.layout_id,
        starts=span[0],
        ends=span[1],
        state=DateState.REQUESTED,
        priority=booking.priority,
        asked_at=at,
    )
    try:
        # Only a series that skips goes on after a refusal; else the whole booking is undone.
        with transaction.atomic(savepoint=skip):
            if at_once:
                hold(row, actor=actor, at=at, ignore_hours=ignore_hours)
                row.move_to(DateState.CONFIRMED)
                row.decided_at, row.decided_by_id = at, decider(actor, row)
            else:
                require_free(
                    centre=booking.centre_id,
                    room_id=booking.room_id,
                    starts=row.starts,
                    ends=row.ends,
                    layout_id=row.layout_id,
                    part_ids=[row.part_id] if row.part_id else None,
                )
    except (RoomTaken, RoomNotOpen) as error:
        if not skip:
            if many:
                day = timezone.localtime(row.starts)
                raise type(error)(f"{day.month}月{day.day}日这一场：{error.sentence}") from None
            raise
        row.move_to(DateState.REFUSED)
        row.reason, row.decided_at = error.sentence[:120], at
    row.save(force_insert=True)
    if row.state == DateState.CONFIRMED:
        turn_away(row, actor=actor, at=at)
    return row


def _spans(starts: datetime, ends: datetime, repeat: Repeat | None) -> list[Span]:
    if ends <= starts:
        raise BadInput("结束时间要晚于开始时间。")
    if repeat is None:
        return [(starts, ends)]
    zone = timezone.get_default_timezone()
    clock, length = timezone.localtime(starts).time(), ends - starts
    moments = [datetime.combine(day, clock, zone) for day in dates_of(repeat).days]
    return [(moment, moment + length) for moment in moments]


def _check_times(room: Room, spans: Iterable[Span], at: datetime, *, by_staff: bool) -> None:
    last_day = timezone.localdate(at) + timedelta(days=room.days_ahead)
    for starts, ends in spans:
        minutes = (ends - starts).total_seconds() / 60
        if ends - starts > LONGEST_DAY:
            raise BadInput("一场最多24小时，更久的请分开约。")
        if by_staff:
            if starts < at - BACKWARDS or starts > at + FORWARDS:
                raise BadInput("日期太远了，请看看年份和月份有没有填错。")
            continue
        if starts < at:
            raise BadInput("这个时间已经过去了，请选后面的时间。")
        if minutes > room.longest_minutes:
            raise BadInput(f"“{room.name}”一次最多用{_length(room.longest_minutes)}，请约短一点。")
        if timezone.localdate(starts) > last_day:
            raise BadInput(
                f"“{room.name}”最多提前{room.days_ahead}天约，"
                f"现在可以约到{last_day.month}月{last_day.day}日。"
            )


def _length(minutes: int) -> str:
    hours, rest = divmod(minutes, 60)
    return (f"{hours}小时" if hours else "") + (f"{rest}分钟" if rest else "")


def _describe(booking: Booking, wish: Wish, room: Room, *, by_staff: bool) -> None:
    booking.purpose = _line(wish.purpose, 60)
    if not booking.purpose:
        raise BadInput("请写一下做什么用，比如“舞蹈队排练”。")
    if wish.headcount < 1:
        raise BadInput("请填大约几个人。")
    require_seats(room, wish.layout_id, wish.part_id, wish.headcount)
    if room.conditions and not wish.agrees:
        raise BadInput("请先看借用须知，再勾选同意。")
    booking.headcount, booking.function = wish.headcount, wish.function
    booking.group_name, booking.needs = _line(wish.group_name, 40), _line(wish.needs, 120)
    booking.conditions = room.conditions
    booking.priority = Priority.GROUP if booking.group_name else Priority.PRIVATE
    if by_staff:
        if wish.priority is not None:
            booking.priority = Priority(wish.priority)
        booking.contact_name = _line(wish.contact_name, 40)
        typed = wish.contact_phone.strip()
        booking.contact_phone = normalise_cn(typed) if typed else ""
        unnamed = not (booking.person_id or booking.contact_name or booking.group_name)
        if unnamed and booking.priority != Priority.CENTRE:
            raise BadInput("请选是哪位村民，或者写下联系人。")
        if room.booking_rule == BookingRule.NONE and booking.priority != Priority.CENTRE:
            raise BadInput(f"“{room.name}”不外借，只能用于村里的公事。")


def _refuse_twice(booking: Booking, spans: Iterable[Span]) -> None:
    """Refuse a second booking of one person for the same room and hour."""
    if booking.person_id is None:
        return
    own = BookingDate.objects.of(booking.centre_id).open()
    own = own.filter(booking__person_id=booking.person_id, room_id=booking.room_id)
    taken = list(own.values_list("starts", "ends"))
    if any(starts < other[1] and ends > other[0] for starts, ends in spans for other in taken):
        raise BadInput("这个时间您已经约过这间场所了，在“我约的场所”里能看到。")


def _insert(booking: Booking) -> Booking | None:
    """Write the row under a free number; returns the first booking if the form was sent before."""
    rows = Booking.objects.of(booking.centre_id)
    for attempt in range(MOST_TRIES):
        booking.number = day_number(timezone.localdate(booking.booked_at), attempt)
        try:
            with transaction.atomic():
                booking.save(force_insert=True)
        except IntegrityError:
            if first := rows.filter(form_id=booking.form_id).first():
                return first
            if not rows.filter(number=booking.number).exists():
                raise
        else:
            return None
    raise BadInput("今天约的人太多，一时分不出编号，请再交一次。")


def put_record(booking: Booking, *, is_new: bool = False) -> None:
    """Write the record by which others point to a booking, or renew its words."""
    records.put(
        booking.centre_id,
        booking.pk,
        "rooms.booking",
        f"{booking.room.name} {booking.purpose}",
        booking.booked_at,
        records.Visibility.PERSON if booking.person_id else records.Visibility.STAFF,
        person_id=booking.person_id,
        url_name="rooms:booking" if booking.person_id else "rooms:desk_booking",
        is_new=is_new,
    )


def _make_known(booking: Booking, rows: list[BookingDate], actor: Actor, at: datetime) -> None:
    put_record(booking, is_new=True)
    states = [row.state for row in rows]
    publish(
        BookingMade(
            centre_id=booking.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=booking.pk,
            room_id=booking.room_id,
            person_id=booking.person_id,
            channel=booking.channel,
            priority=booking.priority,
            confirmed=states.count(DateState.CONFIRMED),
            waiting=states.count(DateState.REQUESTED),
            skipped=states.count(DateState.REFUSED),
        )
    )


def _line(typed: str, longest: int) -> str:
    return " ".join(typed.split())[:longest]
