"""The plans of the house, a picture a floor: read by everyone, hung and taken down by staff."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff, open_to_all
from changlai.foundation.places.public import (
    FloorPlan,
    Room,
    put_plan,
    take_plan_down,
    visible_rooms,
)
from changlai.halls.rooms.forms.settings import PlanForm
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import file_url, keep_file
from changlai.kernel.pages.routes import centre_reverse


@open_to_all
def plan(request: CentreRequest) -> HttpResponse:
    """Show where each room is: the picture of each floor, and the rooms by floor."""
    rooms = visible_rooms(request.actor, request.centre).filter(is_active=True)
    context = {"plans": _plans(request), "floors": _by_floor(rooms.order_by("order", "name"))}
    return render(request, "rooms/resident/plan.html", context)


@for_staff("rooms.manage")
def plans(request: CentreRequest) -> HttpResponse:
    """List the plans that hang, and hang one; the same floor again replaces the old picture."""
    form = PlanForm(request.POST if request.method == "POST" else None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keep_file(
                centre=request.centre,
                upload=form.cleaned_data["picture"],
                purpose="plan",
                actor_id=request.actor.account_id,
                at=timezone.now(),
                is_public=True,
            )
            put_plan(
                centre=request.centre,
                actor=request.actor,
                floor=form.cleaned_data["floor"],
                file=kept,
                note=form.cleaned_data["note"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "平面图挂好了，村民在“我要约”里看得到。")
            return redirect(centre_reverse(request.centre, "rooms:plans"))
    return render(request, "rooms/desk/plans.html", {"form": form, "plans": _plans(request)})


@for_staff("rooms.manage")
def plan_drop(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask whether a plan is to be taken down, and take it down."""
    row = get_object_or_404(FloorPlan.objects.of(request.centre), pk=pk)
    if request.method == "POST":
        take_plan_down(centre=request.centre, plan_id=row.pk, actor=request.actor)
        messages.success(request, f"{row.floor}的平面图取下了。")
        return redirect(centre_reverse(request.centre, "rooms:plans"))
    return render(request, "rooms/desk/plan_drop.html", {"plan": row})


def _plans(request: CentreRequest) -> list[tuple[FloorPlan, str]]:
    rows = FloorPlan.objects.of(request.centre).select_related("file")
    return [(row, file_url(row.file)) for row in rows]


def _by_floor(rooms: Any) -> list[tuple[str, list[Room]]]:
    found: dict[str, list[Room]] = {}
    for room in rooms:
        found.setdefault(room.floor, []).append(room)
    return sorted(found.items(), key=lambda one: (not one[0], one[0]))
