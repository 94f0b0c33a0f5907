"""Rooms through the day, the week and the month, and the sheets that hang at the doors."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.places.public import Room, visible_rooms
from changlai.halls.rooms.forms.staff import day_asked
from changlai.halls.rooms.queries.calendar import day_grid, days_of, month_of
from changlai.halls.rooms.queries.doors import door_lines, with_wants


def _asked(request: CentreRequest) -> tuple[date, Room | None, Any]:
    """Return the day and the room an address asks for, and all rooms to choose from."""
    today = timezone.localdate()
    rooms = list(Room.objects.of(request.centre).active())
    chosen = request.GET.get("room", "")
    room = next((one for one in rooms if str(one.pk) == chosen), None)
    return day_asked(request.GET.get("day", ""), today), room, rooms


@for_staff("rooms.see")
def day(request: CentreRequest) -> HttpResponse:
    """Show a day of all rooms by half hours; a free stretch is a link that books it."""
    asked, _, _ = _asked(request)
    context = {
        "grid": day_grid(request.centre, asked),
        "day": asked,
        "before": asked - timedelta(days=1),
        "after": asked + timedelta(days=1),
        "today": timezone.localdate(),
        "view": "day",
    }
    return render(request, "rooms/desk/day.html", context)


@for_staff("rooms.see")
def week(request: CentreRequest) -> HttpResponse:
    """Show seven days from Monday on, of one room or all."""
    asked, room, rooms = _asked(request)
    first = asked - timedelta(days=asked.isoweekday() - 1)
    context = {
        "days": days_of(request.centre, first, 7, room_id=room.pk if room else None),
        "room": room,
        "rooms": rooms,
        "day": asked,
        "first": first,
        "last": first + timedelta(days=6),
        "before": first - timedelta(days=7),
        "after": first + timedelta(days=7),
        "today": timezone.localdate(),
        "view": "week",
    }
    return render(request, "rooms/desk/week.html", context)


@for_staff("rooms.see")
def month(request: CentreRequest) -> HttpResponse:
    """Show a month, of one room or all."""
    asked, room, rooms = _asked(request)
    first = asked.replace(day=1)
    context = {
        "weeks": month_of(request.centre, asked, room_id=room.pk if room else None),
        "room": room,
        "rooms": rooms,
        "day": asked,
        "first": first,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": (first + timedelta(days=31)).replace(day=1),
        "today": timezone.localdate(),
        "view": "month",
    }
    return render(request, "rooms/desk/month.html", context)


@for_staff("rooms.see")
def house_sheet(request: CentreRequest) -> HttpResponse:
    """Print the day of the whole house: which room to open when, and how to set it up."""
    asked, _, rooms = _asked(request)
    lines = door_lines(request.centre, asked)
    with_wants(request.centre, lines)
    blocks = [(room, [line for line in lines if line.room.pk == room.pk]) for room in rooms]
    context = {
        "day": asked,
        "blocks": [block for block in blocks if block[1]],
        "empty": [room for room, found in blocks if not found],
    }
    return render(request, "rooms/desk/house_sheet.html", context)


@for_staff("rooms.see")
def door_sheet(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print the day of one room, to hang at its door, with the QR of its page."""
    room = get_object_or_404(visible_rooms(request.actor, request.centre), pk=pk)
    asked = day_asked(request.GET.get("day", ""), timezone.localdate())
    context = {"room": room, "day": asked, "lines": door_lines(request.centre, asked, room.pk)}
    return render(request, "rooms/desk/door_sheet.html", context)


@for_staff("rooms.see")
def plate(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print the plate of a room: its name and a QR that says what is on and books it."""
    room = get_object_or_404(visible_rooms(request.actor, request.centre), pk=pk)
    held = [row.function.name for row in room.functions.select_related("function")]
    return render(request, "rooms/desk/plate.html", {"room": room, "functions": held})
