"""What rooms are for by area, when they stand idle, and the offer of idle hours to groups."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.places.public import RoomKind, area_shares, share_history, visible_rooms
from changlai.halls.rooms.actions.offering import offer_idle_hours
from changlai.halls.rooms.queries.idle import (
    PARTS,
    SPANS,
    WEEKDAYS,
    Group,
    find_idle,
    matching_groups,
)
from changlai.halls.rooms.queries.shares import WINDOW_DAYS, weighted_shares
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse

HISTORY = 40


class OfferForm(forms.Form):
    """Which groups, and a word for them."""

    groups = forms.MultipleChoiceField(
        label="告诉哪几支", widget=forms.CheckboxSelectMultiple, required=False
    )
    words = forms.CharField(label="捎一句话", max_length=120, required=False)

    def __init__(self, *args: Any, groups: list[Group], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["groups"].choices = [  # type: ignore[attr-defined]
            (str(one.booking.pk), _named(one)) for one in groups
        ]


def _named(group: Group) -> str:
    used = f"{group.name}：上次{group.booking.purpose}"
    if group.told_at is None:
        return used
    day = timezone.localtime(group.told_at)
    return f"{used}，{day.month}月{day.day}日告诉过"


@for_staff("rooms.see")
def shares(request: CentreRequest) -> HttpResponse:
    """Show office and service area now, weighted by use, and on every day a room changed."""
    now = timezone.now()
    today = timezone.localdate(now)
    plain = area_shares(request.centre, today)
    history = [
        {
            "day": one.day,
            "office": one.share(RoomKind.OFFICE),
            "service": one.share(RoomKind.SERVICE),
            "shared": one.share(RoomKind.SHARED),
            "indoor": one.indoor,
        }
        for one in share_history(request.centre)[:HISTORY]
    ]
    context = {
        "plain": plain,
        "office": plain.share(RoomKind.OFFICE),
        "service": plain.share(RoomKind.SERVICE),
        "shared": plain.share(RoomKind.SHARED),
        "weighted": weighted_shares(request.centre, today, now),
        "days": WINDOW_DAYS,
        "history": history,
    }
    return render(request, "rooms/desk/shares.html", context)


def _days(request: CentreRequest) -> int:
    return 28 if request.GET.get("days") == "28" else SPANS[0][0]


@for_staff("rooms.see")
def idle(request: CentreRequest) -> HttpResponse:
    """Say when rooms stand idle, in sentences, and as a table of one room."""
    now = timezone.now()
    days = _days(request)
    found = find_idle(request.centre, timezone.localdate(now), now, days)
    chosen = next(
        (room for room in found.rooms if str(room.pk) == request.GET.get("room")),
        found.rooms[0] if found.rooms else None,
    )
    context = {
        "rooms": found.rooms,
        "room": chosen,
        "rows": found.rows(chosen.pk) if chosen else [],
        "weekdays": [f"周{one}" for one in WEEKDAYS],
        "times": [
            (one, [(day, f"周{WEEKDAYS[day - 1]}") for day in one.weekdays])
            for one in found.idle_times()
        ],
        "days": days,
        "span": found.span,
        "spans": SPANS,
        "may_offer": request.actor.can("rooms.arrange"),
    }
    return render(request, "rooms/desk/idle.html", context)


@for_staff("rooms.arrange")
def offer(request: CentreRequest, pk: UUID, weekday: int, part: str) -> HttpResponse:
    """Choose which groups are told of idle hours; nobody else hears of them."""
    now = timezone.now()
    room = get_object_or_404(visible_rooms(request.actor, request.centre), pk=pk)
    names = {code: name for code, name, _, _ in PARTS}
    if part not in names or not 1 <= weekday <= 7:
        raise Http404
    table = find_idle(request.centre, timezone.localdate(now), now)
    span = table.open_span(room.pk, weekday, part)
    if span is None:
        raise Http404
    groups = matching_groups(request.centre, room, now)
    form = OfferForm(request.POST if request.method == "POST" else None, groups=groups)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            made = offer_idle_hours(
                centre=request.centre,
                room_id=room.pk,
                weekday=weekday,
                opens=span[0],
                closes=span[1],
                booking_ids=[UUID(one) for one in form.cleaned_data["groups"]],
                words=form.cleaned_data["words"],
                actor=request.actor,
                at=now,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            count = made.groups.filter(centre_id=request.centre.pk).count()
            messages.success(request, f"会告诉这{count}支队伍。")
            return redirect(centre_reverse(request.centre, "rooms:desk_idle"))
    context = {
        "room": room,
        "form": form,
        "groups": groups,
        "opens": span[0],
        "closes": span[1],
        "when": f"每周{WEEKDAYS[weekday - 1]}{names[part]}",
    }
    return render(request, "rooms/desk/idle_offer.html", context, status=status)
