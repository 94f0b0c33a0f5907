"""Book a room for somebody at the counter or on the telephone, or for the village itself."""

from typing import Any
from urllib.parse import parse_qsl
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.foundation.places.public import Room, RoomNotOpen, RoomTaken, with_parts
from changlai.halls.rooms.actions import book_room
from changlai.halls.rooms.forms.staff import DeskBookForm, RoomChoiceForm
from changlai.halls.rooms.queries.elsewhere import elsewhere
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse

ASKED = ("day", "start", "length", "headcount", "part", "layout")


def _instead(request: CentreRequest) -> dict[str, str]:
    """Return the other place or time that a button of the page names."""
    return dict(parse_qsl(request.POST.get("instead", ""), keep_blank_values=True))


def room_asked(request: CentreRequest) -> Any:
    """Return the room in use that a form or an address names, with its parts; None for none."""
    typed = _instead(request).get("room") or request.POST.get("room") or request.GET.get("room", "")
    try:
        key = UUID(typed)
    except ValueError:
        return None
    return with_parts(Room.objects.of(request.centre).active().filter(pk=key)).first()


@for_staff("rooms.arrange")
def book(request: CentreRequest) -> HttpResponse:
    """Choose the room and who it is for, then write the booking down; it holds at once."""
    centre, at = request.centre, timezone.now()
    room = room_asked(request)
    rooms = Room.objects.of(centre).active()
    context: dict[str, Any] = {
        **choosing(request, ("room", *ASKED)),
        "room": room,
        "choose": RoomChoiceForm(request.GET if request.GET.get("room") else None, rooms=rooms),
    }
    if room is None:
        return render(request, "rooms/desk/book.html", context)
    initial = {"day": timezone.localdate(at), "start": "09:00", "length": "120"}
    if "instead" in request.POST:
        # Another place or time was chosen: what was typed goes along, and is looked at again.
        initial |= request.POST.dict() | _instead(request)
        context["form"] = DeskBookForm(room=room, initial=initial)
        return render(request, "rooms/desk/book.html", context)
    form = DeskBookForm(request.POST or None, room=room, initial=initial | context["carried"])
    status = 200
    if request.method == "POST" and form.is_valid():
        booking, status = _write(request, form, room, context)
        if booking is not None:
            messages.success(request, f"约好了，编号{booking.number}。")
            return redirect(centre_reverse(centre, "rooms:desk_booking", pk=booking.pk))
    context["form"] = form
    return render(request, "rooms/desk/book.html", context, status=status)


def _write(
    request: CentreRequest, form: DeskBookForm, room: Any, context: dict[str, Any]
) -> tuple[Any, int]:
    """Book, or put what is wrong beside the form."""
    said, at = form.cleaned_data, timezone.now()
    starts, ends = form.span()
    try:
        booking = book_room(
            centre=request.centre,
            room_id=room.pk,
            actor=request.actor,
            at=at,
            starts=starts,
            ends=ends,
            wish=form.wish(
                priority=said["priority"],
                contact_name=said["contact_name"],
                contact_phone=said["contact_phone"],
            ),
            form_id=said["form_id"],
            repeat=form.repeat(),
            skip_conflicts=said["skip"],
            by_staff=True,
            person=context["person"],
            channel=said["channel"],
            ignore_hours=said["ignore_hours"],
        )
    except RuleBroken as error:
        form.add_error("contact_phone" if "号码" in error.sentence else None, error.sentence)
        if isinstance(error, RoomTaken | RoomNotOpen):
            layout, part = form.chosen()
            heads = said["headcount"]
            other = elsewhere(
                request.centre,
                room,
                starts,
                ends,
                headcount=heads,
                at=at,
                layout=layout,
                part=part,
            )
            context["others"] = other.choices(starts, part, layout, timezone.localdate(at))
        return None, 200 if isinstance(error, BadInput) else 409
    return booking, 200
