"""The desk's list of bookings, what competes for one hour, and each verb on a page of its own."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, Channel, for_staff
from changlai.foundation.places.public import Room, use_page
from changlai.halls.rooms import actions
from changlai.halls.rooms.forms.staff import (
    DatesFilterForm,
    MoveForm,
    ReasonForm,
    RoomChoiceForm,
)
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.policies import visible_bookings, visible_dates
from changlai.halls.rooms.queries.bookings import (
    booking_of,
    contests,
    dates_list,
    displaced,
    wishes,
)
from changlai.halls.rooms.queries.elsewhere import elsewhere_for
from changlai.halls.rooms.states import DateState
from changlai.halls.rooms.views.staff.booking_for import room_asked
from changlai.halls.rooms.views.words import change_words
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

CHANNELS = {"online": "自己在网上", "paper": "纸质表", **dict(Channel.choices)}
MOST_WISHES = 200
MOVED = ("day", "start", "layout", "part")


@for_staff("rooms.see")
def bookings(request: CentreRequest) -> HttpResponse:
    """List the dates of bookings behind filters, the latest first."""
    centre, actor = request.centre, request.actor
    form = DatesFilterForm(request.GET, rooms=Room.objects.of(centre))
    by = form.as_filter()
    context = {
        "form": form,
        "page": page_of(request, dates_list(actor, centre, by)),
        "is_filtered": any(request.GET.get(name) for name in form.fields),
        "waiting": wishes(actor, centre).count(),
        "displaced": displaced(actor, centre, timezone.now()).count(),
        "chosen": by.state,
    }
    return render(request, "rooms/desk/bookings.html", context)


@for_staff("rooms.see")
def wish_list(request: CentreRequest) -> HttpResponse:
    """Show the wishes that wait, those for one hour together and in their order."""
    rows = list(wishes(request.actor, request.centre)[:MOST_WISHES])
    context = {"contests": contests(rows), "may_decide": request.actor.can("rooms.arrange")}
    return render(request, "rooms/desk/wishes.html", context)


@for_staff("rooms.see")
def booking(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a booking with all its dates and what may be done with each."""
    centre, actor, at = request.centre, request.actor, timezone.now()
    found: Any = get_object_or_404(booking_of(actor, centre), pk=pk)
    if request.method == "POST" and actor.can("rooms.arrange"):
        given, left = actions.confirm_booking(
            centre=centre, booking_id=found.pk, actor=actor, at=at
        )
        more = f"，还有{left}场那时已经有人用，请换时间或说明原因" if left else ""
        messages.success(request, f"确认了{given}场{more}。")
        return redirect(centre_reverse(centre, "rooms:desk_booking", pk=found.pk))
    rows = [(row, verbs_of(row, at)) for row in found.all_dates]
    context = {
        "booking": found,
        "rows": rows,
        "came": CHANNELS.get(found.channel, found.channel),
        "is_coming": any(row.is_open and row.ends > at for row in found.all_dates),
        "waiting": sum(row.state == DateState.REQUESTED for row in found.all_dates),
        "may_decide": actor.can("rooms.arrange"),
    }
    return render(request, "rooms/desk/booking.html", context)


@for_staff("rooms.arrange")
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say anew, for whoever booked, what it is for and how many come."""
    rows = visible_bookings(request.actor, request.centre).select_related("room")
    found = get_object_or_404(rows, pk=pk)
    return change_words(
        request, found, template="rooms/desk/change.html", back_to="rooms:desk_booking"
    )


@for_staff("rooms.see")
def use(request: CentreRequest, kind: str, pk: UUID) -> HttpResponse:
    """Lead from a use in a calendar to the page of whatever holds the room."""
    name = use_page(kind)
    if not name:
        raise Http404
    return redirect(centre_reverse(request.centre, name, pk=pk))


@for_staff("rooms.see")
def use_booking(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Lead from a date to the booking that it is of."""
    row = get_object_or_404(visible_dates(request.actor, request.centre), pk=pk)
    return redirect(centre_reverse(request.centre, "rooms:desk_booking", pk=row.booking_id))


@dataclass(frozen=True)
class DateVerb:
    """A verb of the desk: its question, what happens, and whether it asks for a reason."""

    code: str
    label: str
    question: str
    told: str
    done: str
    run: Callable[..., Any]
    needs_reason: bool = False
    is_danger: bool = False


VERBS = {
    verb.code: verb
    for verb in (
        DateVerb(
            "confirm",
            "给这家",
            "把这个时间给这家吗？",
            "同一时间别家的申请会告诉他们没约上，并说哪里还空着。",
            "定下来了，对方会收到消息。",
            actions.confirm_date,
        ),
        DateVerb(
            "refuse",
            "不给",
            "这个时间不给这家吗？",
            "对方会看到原因，也会看到哪里还空着。",
            "已经告诉对方了。",
            actions.refuse_date,
            needs_reason=True,
            is_danger=True,
        ),
        DateVerb(
            "cancel",
            "取消",
            "取消这一场吗？",
            "场所马上空出来，对方会收到消息。",
            "取消好了。",
            actions.cancel_date,
            needs_reason=True,
            is_danger=True,
        ),
        DateVerb(
            "come",
            "到了",
            "记下他们到了吗？",
            "不记也可以，到时间自动算用过了。",
            "记好了。",
            actions.begin_use,
        ),
        DateVerb(
            "end",
            "用完了",
            "这一场用完了吗？",
            "剩下的时间马上让给别人。",
            "场所空出来了。",
            actions.end_use,
        ),
        DateVerb(
            "no-show",
            "没有来",
            "看过了，里面没有人吗？",
            "场所马上放开。不记任何人的过，来了随时可以改回来。",
            "场所放开了。",
            actions.note_no_show,
        ),
        DateVerb(
            "put-back",
            "其实来了",
            "他们其实来了吗？",
            "场所又算他们的，除非别人已经约了。",
            "改回来了。",
            actions.put_back,
        ),
    )
}


def verbs_of(row: BookingDate, at: Any) -> list[tuple[str, str]]:
    """Return the verbs that make sense for a date now, as (code, label)."""
    found: list[str] = []
    if row.state == DateState.REQUESTED:
        found = ["confirm", "refuse", "move"]
    elif row.state == DateState.CONFIRMED:
        found = ["move", "cancel"] if at < row.starts else ["come", "end", "no-show"]
    elif row.state == DateState.IN_USE:
        found = ["end"]
    elif row.state == DateState.NO_SHOW:
        found = ["put-back"]
    elif row.state == DateState.DISPLACED and row.ends > at:
        found = ["move", "cancel"]
    return [(code, VERBS[code].label if code in VERBS else "换时间或场所") for code in found]


@for_staff("rooms.arrange")
def date_verb(request: CentreRequest, pk: UUID, verb: str) -> HttpResponse:
    """Ask about one verb on one date, and do it."""
    centre, actor, at = request.centre, request.actor, timezone.now()
    asked = VERBS.get(verb)
    if asked is None:
        raise Http404
    row = get_object_or_404(visible_dates(actor, centre).with_booking(), pk=pk)
    back = centre_reverse(centre, "rooms:desk_booking", pk=row.booking_id)
    form = ReasonForm(request.POST or None) if asked.needs_reason else None
    trouble, status = "", 200
    if request.method == "POST" and (form is None or form.is_valid()):
        more = {"reason": form.cleaned_data["reason"]} if form else {}
        try:
            asked.run(centre=centre, date_id=row.pk, actor=actor, at=at, **more)
        except RuleBroken as error:
            trouble, status = error.sentence, 409
        else:
            messages.success(request, asked.done)
            return redirect(back)
    context = {"row": row, "verb": asked, "form": form, "back": back, "trouble": trouble}
    if verb == "confirm":
        others = visible_dates(actor, centre).waiting().with_booking()
        others = others.filter(room_id=row.room_id).touching(row.starts, row.ends)
        context["others"] = [one for one in others.order_by("priority") if one.pk != row.pk]
    return render(request, "rooms/desk/date_verb.html", context, status=status)


@for_staff("rooms.arrange")
def move(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give a date another time, or another room chosen before, with what is free as a start."""
    centre, actor, at = request.centre, request.actor, timezone.now()
    row = get_object_or_404(visible_dates(actor, centre).with_booking(), pk=pk)
    back = centre_reverse(centre, "rooms:desk_booking", pk=row.booking_id)
    other = elsewhere_for(row, at)
    room = room_asked(request) or other.room
    form = _move_form(request, row, room)
    status = 200
    if request.method == "POST" and form.is_valid():
        starts, ends = form.span()
        try:
            actions.move_date(
                centre=centre,
                date_id=row.pk,
                room_id=room.pk,
                starts=starts,
                ends=ends,
                actor=actor,
                at=at,
                layout_id=form.layout_id(),
                part_id=form.part_id(),
                ignore_hours=form.cleaned_data["ignore_hours"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "换好了，对方会收到消息。")
            return redirect(back)
    context = {
        "row": row,
        "room": room,
        "form": form,
        "choose": RoomChoiceForm(initial={"room": room.pk}, rooms=Room.objects.of(centre).active()),
        "back": back,
        "other": other,
    }
    return render(request, "rooms/desk/move.html", context, status=status)


def _move_form(request: CentreRequest, row: BookingDate, room: Any) -> MoveForm:
    """Return the form for a room: the same one keeps its part and layout unless others are said."""
    local = timezone.localtime(row.starts)
    minutes = round((row.ends - row.starts).total_seconds() / 60)
    initial: dict[str, Any] = {
        "day": local.date(),
        "start": f"{local:%H:%M}",
        "length": str(minutes),
    }
    if room.pk == row.room_id:
        initial |= {"layout": str(row.layout_id or ""), "part": str(row.part_id or "")}
    said = {name: request.GET[name] for name in MOVED if request.GET.get(name)}
    form = MoveForm(request.POST or None, room=room, initial=initial | said)
    lengths: Any = form.fields["length"]
    if str(minutes) not in dict(lengths.choices):
        lengths.choices = [(str(minutes), f"{minutes}分钟"), *lengths.choices]
    return form
