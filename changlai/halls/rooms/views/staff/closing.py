"""Take a room out of use for a time, see who is touched, and open it again."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.places.public import (
    Closure,
    HolderKind,
    Room,
    close_room,
    day_plan,
    lift_closure,
    with_parts,
)
from changlai.halls.rooms.forms.staff import CloseForm
from changlai.halls.rooms.queries.doors import DoorLine, lines_of
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse


@for_staff("rooms.manage")
def closures(request: CentreRequest) -> HttpResponse:
    """List the closures that hold or are to come, and the last ones that are over."""
    at = timezone.now()
    rows = Closure.objects.of(request.centre).select_related("room", "closed_by")
    coming = rows.filter(ends__gt=at, lifted_at=None).order_by("starts", "id")
    past = rows.exclude(pk__in=[row.pk for row in coming]).order_by("-starts", "-id")[:20]
    context = {"coming": coming, "past": past, "rooms": Room.objects.of(request.centre).active()}
    return render(request, "rooms/desk/closures.html", context)


@for_staff("rooms.manage")
def close(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Close a room, with a reason that its door shows; whoever had it is told."""
    centre, at = request.centre, timezone.now()
    room = get_object_or_404(with_parts(Room.objects.of(centre).active().filter(pk=pk)))
    today = timezone.localdate(at)
    form = CloseForm(request.POST or None, room=room, initial={"first": today, "last": today})
    status, hit = 200, []
    if request.method == "POST" and form.is_valid():
        starts, ends = form.span()
        hit = _hit(centre, room, starts, ends, form.part_ids())
        if hit and "sure" not in request.POST:
            context = {"room": room, "form": form, "hit": hit}
            return render(request, "rooms/desk/close.html", context)
        try:
            close_room(
                centre=centre,
                room_id=room.pk,
                starts=starts,
                ends=ends,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                at=at,
                part_ids=form.part_ids(),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 409
        else:
            more = f"，{len(hit)}场没了地方，约的人会收到消息，也能自己换" if hit else ""
            messages.success(request, f"登记好了{more}。")
            return redirect(centre_reverse(centre, "rooms:closures"))
    return render(request, "rooms/desk/close.html", {"room": room, "form": form}, status=status)


def _hit(
    centre: Any, room: Room, starts: datetime, ends: datetime, part_ids: list[UUID] | None
) -> list[DoorLine]:
    """Return the uses that would lose the room, one line for each holder."""
    rows = [
        row
        for row in day_plan(centre, starts, ends, room.pk)
        if row.holder_kind != HolderKind.CLOSURE and (part_ids is None or row.part_id in part_ids)
    ]
    return lines_of(rows, {})


@for_staff("rooms.manage")
def lift(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask whether a room is to open again before its time, and open it."""
    centre = request.centre
    rows = Closure.objects.of(centre).select_related("room")
    row = get_object_or_404(rows, pk=pk)
    if request.method == "POST":
        lift_closure(centre=centre, closure_id=row.pk, actor=request.actor, at=timezone.now())
        messages.success(request, f"“{row.room.name}”恢复使用了。")
        return redirect(centre_reverse(centre, "rooms:closures"))
    return render(request, "rooms/desk/lift.html", {"closure": row})
