"""我要约: what is free now, a place for so many people at a time, and each room's own page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import NoReverseMatch
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, open_to_all
from changlai.foundation.places.public import (
    Access,
    Function,
    Room,
    RoomNow,
    free_rooms,
    next_free,
    room_now,
    rooms_ahead,
    rooms_now,
    uses_on,
    visible_rooms,
    with_parts,
)
from changlai.halls.rooms.actions.using import EARLY
from changlai.halls.rooms.forms.resident import FindForm
from changlai.halls.rooms.queries.bookings import here_now
from changlai.halls.rooms.queries.doors import NowSaid, day_span, lines_of, now_said, week_hours
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_day

HOUR = timedelta(hours=1)
LENDABLE = {"auto", "ask"}


@dataclass(frozen=True)
class Shown:
    """A room of the list, with how it is now."""

    room: Any
    said: NowSaid
    is_free: bool
    is_lent: bool


@dataclass(frozen=True)
class Chip:
    """A ready question: 今天晚上, 周六晚上."""

    label: str
    query: str


def chips(today: date) -> list[Chip]:
    """Return the questions people ask most, as links."""
    saturday = today + timedelta(days=(5 - today.weekday()) % 7)
    asked = [
        ("今天晚上", today, "19:00"),
        ("明天上午", today + timedelta(days=1), "09:00"),
        ("周六下午", saturday, "14:00"),
        ("周六晚上", saturday, "19:00"),
    ]
    return [
        Chip(label, urlencode({"day": day.isoformat(), "start": start, "length": "120"}))
        for label, day, start in asked
    ]


@open_to_all
def book(request: CentreRequest) -> HttpResponse:
    """Show which rooms are free now, and find those free at a time for so many people."""
    centre, at = request.centre, timezone.now()
    today = timezone.localdate(at)
    asked = "day" in request.GET
    functions = Function.objects.of(centre)
    initial = {"day": today, "start": "19:00", "length": "120"}
    form = FindForm(request.GET if asked else None, functions=functions, initial=initial)
    context: dict[str, Any] = {"form": form, "chips": chips(today), "asked": asked}
    if asked and form.is_valid():
        starts, ends = form.span()
        cleaned = form.cleaned_data
        if starts < at:
            form.add_error("day", "这个时间已经过去了，请选后面的时间。")
        else:
            found = free_rooms(
                centre,
                starts,
                ends,
                rooms=Room.objects.of(centre).to_book(),
                headcount=cleaned["headcount"],
                function=cleaned["function"].pk if cleaned["function"] else None,
                access=cleaned["access"],
                by_part=True,
            )
            query = urlencode(
                {
                    "day": cleaned["day"].isoformat(),
                    "start": cleaned["start"],
                    "length": cleaned["length"],
                    "headcount": cleaned["headcount"] or "",
                }
            )
            context |= {"found": found, "query": query, "starts": starts, "ends": ends}
    if "found" not in context:
        rows = rooms_now(centre, at, visible_rooms(request.actor, centre).active())
        context["rooms"] = [_shown(now, at) for now in rows]
    return render(request, "rooms/resident/book.html", context)


def _shown(now: RoomNow, at: Any) -> Shown:
    return Shown(now.room, now_said(now, at), now.is_free, now.room.booking_rule in LENDABLE)


@open_to_all
def room(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a room as its QR at the door does: is it free, what is on, when is it open, book it."""
    centre, actor, at = request.centre, request.actor, timezone.now()
    # A plate may hang on long after its room was given up: it says so instead of failing.
    found: Any = get_object_or_404(with_parts(Room.objects.of(centre).filter(pk=pk)))
    today = timezone.localdate(at)
    ahead = rooms_ahead(centre, [found], at)
    is_lent = found.is_active and found.booking_rule in LENDABLE
    free = next_free(found, ahead, HOUR, at, most=4) if is_lent else []
    lines = lines_of(uses_on(found, ahead, *day_span(today)), {found.pk: len(found.live_parts)})
    context = {
        "room": found,
        "said": now_said(room_now(found, ahead, at), at)
        if found.is_active
        else NowSaid("plain", "已停用", ""),
        "is_lent": is_lent,
        "asks": found.booking_rule == "ask",
        "hours": week_hours(ahead.times, found.pk, today),
        "lines": [line for line in lines if line.ends > at],
        "free": [_free_link(one, today) for one in free],
        "photos": [
            (photo, file_url(photo.file))
            for photo in found.photos.select_related("file").order_by("order", "id")[:6]
        ],
        "things": list(found.facilities.filter(is_offered=True, condition__in=["good", "worn"])),
        "access": [Access(one).label for one in found.access if one in Access.values],
        "here": here_now(actor, centre, found.pk, at, EARLY),
        "at": at,
        "fault_url": _fault_url(centre, found),
    }
    return render(request, "rooms/resident/room.html", context)


def _free_link(starts: Any, today: date) -> tuple[str, str]:
    local = timezone.localtime(starts)
    name = "今天" if local.date() == today else spoken_day(local.date(), today)
    query = {"day": local.date().isoformat(), "start": f"{local:%H:%M}", "length": "60"}
    return f"{name} {local:%H:%M}", urlencode(query)


def _fault_url(centre: Any, found: Any) -> str:
    """Return where a fault is reported, once the house has such a page."""
    try:
        return centre_reverse(centre, "rooms:fault", pk=found.pk)
    except NoReverseMatch:
        return ""
