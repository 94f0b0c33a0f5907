"""Book a room, and see, change and end one's own bookings; staff may stand in for anybody."""

from datetime import datetime
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.views.decorators.http import require_POST

from changlai.foundation.people.public import CentreRequest, Scope, for_residents
from changlai.foundation.places.public import RoomNotOpen, RoomTaken, visible_rooms, with_parts
from changlai.halls.rooms.actions import (
    begin_use,
    book_room,
    cancel_booking,
    cancel_date,
    end_use,
    move_date,
)
from changlai.halls.rooms.actions.using import EARLY
from changlai.halls.rooms.forms.resident import BookForm
from changlai.halls.rooms.forms.times import OtherTimeForm
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.policies import own_bookings, own_dates
from changlai.halls.rooms.queries.bookings import booking_of, coming_own, past_own
from changlai.halls.rooms.queries.elsewhere import Elsewhere, elsewhere, elsewhere_for
from changlai.halls.rooms.states import DateState
from changlai.halls.rooms.views.words import change_words
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

ASKED = ("day", "start", "length", "headcount", "purpose", "group_name")
SET = ("part", "layout")
INSTEAD = "换到别处了"
NOT_YOURS = "对方没有把预约场地的事委托给您。要代约，请对方在“我的”里加上这一项。"


@for_residents
def book_room_page(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take the wish for one room; a time that is taken comes back with other places to go."""
    centre, actor, at = request.centre, request.actor, timezone.now()
    if not actor.acts_within(Scope.ROOMS):
        raise NotAllowed(NOT_YOURS)
    rooms = visible_rooms(actor, centre).active().to_book()
    room: Any = get_object_or_404(with_parts(rooms.filter(pk=pk)))
    initial: dict[str, Any] = {"day": timezone.localdate(at), "start": "19:00", "length": "120"}
    initial |= {name: request.GET[name] for name in (*ASKED, *SET) if request.GET.get(name)}
    form = BookForm(request.POST or None, room=room, initial=initial)
    instead = _instead(request)
    context: dict[str, Any] = {"form": form, "room": room, "asks": room.booking_rule == "ask"}
    context["instead"] = instead
    status = 200
    if request.method == "POST" and form.is_valid():
        starts, ends = form.span()
        try:
            booking = book_room(
                centre=centre,
                room_id=room.pk,
                actor=actor,
                at=at,
                starts=starts,
                ends=ends,
                wish=form.wish(),
                form_id=form.cleaned_data["form_id"],
                repeat=form.repeat(),
                skip_conflicts=form.cleaned_data["skip"],
            )
        except (RoomTaken, RoomNotOpen) as error:
            form.add_error(None, error.sentence)
            status = 409
            heads = form.cleaned_data["headcount"]
            layout, part = form.chosen()
            context["other"] = elsewhere(
                centre, room, starts, ends, headcount=heads, at=at, layout=layout, part=part
            )
            context["queries"] = _queries(form, context["other"].times)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            if instead is not None:
                cancel_date(centre=centre, date_id=instead.pk, actor=actor, at=at, reason=INSTEAD)
            return redirect(centre_reverse(centre, "rooms:booking", pk=booking.pk) + "?new=1")
    return render(request, "rooms/resident/book_room.html", context, status=status)


def _instead(request: CentreRequest) -> BookingDate | None:
    """Return the own date without a place that a new booking makes up for, if one is named."""
    typed = request.POST.get("instead") or request.GET.get("instead", "")
    try:
        key = UUID(typed)
    except ValueError:
        return None
    rows = own_dates(request.actor, request.centre).with_booking()
    found: BookingDate | None = rows.filter(
        pk=key, state=DateState.DISPLACED, ends__gt=timezone.now()
    ).first()
    return found


def _queries(form: BookForm, times: list[datetime]) -> dict[str, Any]:
    """Return addresses that book another room at that time, or this one at another time."""
    said = {name: str(form.data.get(name, "")) for name in ASKED}
    more = {name: str(form.data[name]) for name in ("instead",) if form.data.get(name)}
    how = {name: str(form.data[name]) for name in SET if form.data.get(name)}
    return {
        "same": urlencode(said | more),
        "times": [(one, urlencode(said | more | how | at_of(one))) for one in times],
    }


def at_of(moment: datetime) -> dict[str, str]:
    """Return a moment as the book form is asked for it."""
    local = timezone.localtime(moment)
    return {"day": local.date().isoformat(), "start": f"{local:%H:%M}"}


@for_residents
def booking(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's own booking with each date, what is settled and what one may do."""
    centre, actor, at = request.centre, request.actor, timezone.now()
    own = own_bookings(actor, centre).filter(pk=pk)
    get_object_or_404(own)
    found: Any = get_object_or_404(booking_of(actor, centre), pk=pk)
    rows = found.all_dates
    context = {
        "booking": found,
        "rows": rows,
        "coming": [row for row in rows if row.is_open and row.ends > at],
        "now": at,
        "soon": at + EARLY,
        "is_new": "new" in request.GET,
        "holds": any(row.state == DateState.CONFIRMED for row in rows),
        "waits": any(row.state == DateState.REQUESTED for row in rows),
    }
    return render(request, "rooms/resident/booking.html", context)


@for_residents
def mine(request: CentreRequest) -> HttpResponse:
    """List one's own dates: what comes, then what was."""
    centre, actor, at = request.centre, request.actor, timezone.now()
    context = {
        "coming": list(coming_own(actor, centre, at)[:100]),
        "page": page_of(request, past_own(actor, centre, at), per=20),
    }
    return render(request, "rooms/resident/mine.html", context)


@for_residents
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say anew what one's booking is for and how many come, without losing the hour."""
    rows = own_bookings(request.actor, request.centre).select_related("room")
    found: Booking = get_object_or_404(rows, pk=pk)
    return change_words(
        request, found, template="rooms/resident/change.html", back_to="rooms:booking"
    )


@for_residents
def cancel(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask whether a date is to be given up, and give it up."""
    centre, actor = request.centre, request.actor
    row = get_object_or_404(own_dates(actor, centre).with_booking(), pk=pk)
    back = centre_reverse(centre, "rooms:booking", pk=row.booking_id)
    if request.method == "POST":
        cancel_date(centre=centre, date_id=row.pk, actor=actor, at=timezone.now())
        messages.success(request, "取消好了，场所让给别人用了。谢谢您说一声。")
        return redirect(back)
    context = {"row": row, "back": back, "booking": row.booking}
    return render(request, "rooms/resident/cancel.html", context)


@for_residents
def cancel_all(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask whether all coming dates are to be given up, and give them up."""
    centre, actor = request.centre, request.actor
    found: Booking = get_object_or_404(own_bookings(actor, centre).select_related("room"), pk=pk)
    back = centre_reverse(centre, "rooms:booking", pk=found.pk)
    if request.method == "POST":
        at = timezone.now()
        count = cancel_booking(centre=centre, booking_id=found.pk, actor=actor, at=at)
        messages.success(request, f"取消了{count}场，场所让给别人用了。谢谢您说一声。")
        return redirect(back)
    context = {"booking": found, "back": back, "row": None}
    return render(request, "rooms/resident/cancel.html", context)


@require_POST
def _here(request: CentreRequest, pk: UUID) -> HttpResponse:
    centre, actor, at = request.centre, request.actor, timezone.now()
    row = get_object_or_404(own_dates(actor, centre).with_booking(), pk=pk)
    if request.POST.get("verb") == "left":
        end_use(centre=centre, date_id=row.pk, actor=actor, at=at)
        messages.success(request, "知道了，场所空出来了。谢谢您！")
    else:
        begin_use(centre=centre, date_id=row.pk, actor=actor, at=at)
        messages.success(request, "知道您到了。用完走的时候也可以说一声，别人好接着用。")
    return redirect(centre_reverse(centre, "rooms:room", pk=row.room_id))


@for_residents
def here(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take a word from the door: we are here, or we have left; nobody has to say either."""
    return _here(request, pk)


@for_residents
def move(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Offer other places and times for a date, and take the one that is chosen.

    In the same room the part and the layout stay; another room is taken as it was offered.
    """
    centre, actor, at = request.centre, request.actor, timezone.now()
    row = get_object_or_404(own_dates(actor, centre).with_booking(), pk=pk)
    other = elsewhere_for(row, at)
    at_once = row.room.is_active and row.room.booking_rule == "auto"
    own = _own_time(request, row) if at_once else None
    trouble, status = "", 200
    if request.method == "POST":
        try:
            starts, room_id, layout_id, part_id = _choice(request, row, other, own)
            move_date(
                centre=centre,
                date_id=row.pk,
                room_id=room_id,
                starts=starts,
                ends=starts + (row.ends - row.starts),
                actor=actor,
                at=at,
                layout_id=layout_id,
                part_id=part_id,
            )
        except RuleBroken as error:
            trouble, status = error.sentence, 409
        else:
            messages.success(request, "换好了。")
            return redirect(centre_reverse(centre, "rooms:booking", pk=row.booking_id))
    said = _said_again(row)
    context = {
        "row": row,
        "trouble": trouble,
        "rooms": [one for one in other.rooms if one.room.booking_rule == "auto"],
        "asking": [one for one in other.rooms if one.room.booking_rule == "ask"],
        "times": other.times if at_once else [],
        "asking_times": [
            (one, urlencode(said | _how(row) | at_of(one)))
            for one in (other.times if row.room.booking_rule == "ask" else [])
        ],
        "own": own,
        "query": urlencode(said),
    }
    return render(request, "rooms/resident/move.html", context, status=status)


def _said_again(row: BookingDate) -> dict[str, str]:
    """Return what was said of a date, for a new booking of the same."""
    minutes = round((row.ends - row.starts).total_seconds() / 60)
    said = {
        **at_of(row.starts),
        "length": str(minutes),
        "headcount": str(row.booking.headcount),
        "purpose": row.booking.purpose,
        "group_name": row.booking.group_name,
    }
    return said | ({"instead": str(row.pk)} if row.state == DateState.DISPLACED else {})


def _how(row: BookingDate) -> dict[str, str]:
    return {
        name: str(key)
        for name, key in (("part", row.part_id), ("layout", row.layout_id))
        if key is not None
    }


def _own_time(request: CentreRequest, row: BookingDate) -> OtherTimeForm:
    typed = request.POST if request.POST.get("to") == "own" else None
    return OtherTimeForm(typed, initial=at_of(row.starts))


def _choice(
    request: CentreRequest, row: BookingDate, other: Elsewhere, own: OtherTimeForm | None
) -> tuple[datetime, UUID, UUID | None, UUID | None]:
    """Return the moment, room, layout and part that a button of the page names."""
    if own is not None and own.is_bound:
        if not own.is_valid():
            raise BadInput("请选哪一天、几点开始。")
        return own.starts(), row.room_id, row.layout_id, row.part_id
    room, _, moment = request.POST.get("to", "").partition(" ")
    try:
        starts, room_id = parse_datetime(moment), UUID(room)
    except ValueError:
        starts = None
    if starts is None or timezone.is_naive(starts):
        raise BadInput("请在下面选一个。")
    if room_id == row.room_id:
        return starts, room_id, row.layout_id, row.part_id
    known = visible_rooms(request.actor, request.centre).active().filter(pk=room_id)
    if not known.exists():
        raise BadInput("请在下面选一个。")
    offered = next((one for one in other.rooms if one.room.pk == room_id), None)
    layout = offered.layout if offered else None
    part = offered.part if offered else None
    return starts, room_id, layout.pk if layout else None, part.pk if part else None
