"""Facilities on the workbench: the list, one thing, a look at it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.places.public import Condition, put_facility, visible_rooms
from changlai.halls.rooms.actions.things import check_facility
from changlai.halls.rooms.forms.things import CheckForm, FacilityFilter, FacilityForm
from changlai.halls.rooms.models import FacilityCheck
from changlai.halls.rooms.queries.things import facilities, repairs
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

SHOWN = 20


@for_staff("rooms.see")
def listing(request: CentreRequest) -> HttpResponse:
    """List the things of the village by room, with their condition and the next look."""
    rooms = visible_rooms(request.actor, request.centre)
    form = FacilityFilter(request.GET, rooms=rooms)
    rows = facilities(request.centre)
    if form.is_valid():
        said = form.cleaned_data
        rows = rows.filter(name__icontains=said["words"]) if said["words"] else rows
        rows = rows.filter(room=said["room"]) if said["room"] else rows
        rows = rows.filter(condition=said["condition"]) if said["condition"] else rows
    context = {
        "page": page_of(request, rows),
        "form": form,
        "today": timezone.localdate(),
        "is_narrowed": any(request.GET.get(name) for name in form.fields),
        "may_manage": request.actor.can("places.manage"),
    }
    return render(request, "rooms/desk/facilities.html", context)


@for_staff("places.manage")
def add(request: CentreRequest) -> HttpResponse:
    """Register a thing."""
    return _put(request, None)


@for_staff("places.manage")
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a thing."""
    return _put(request, get_object_or_404(facilities(request.centre), pk=pk))


def _put(request: CentreRequest, row: Any) -> HttpResponse:
    rooms = visible_rooms(request.actor, request.centre)
    form = FacilityForm(request.POST or None, rooms=rooms, row=row)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            saved = put_facility(
                centre=request.centre,
                actor=request.actor,
                facility_id=row.pk if row else None,
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "rooms:desk_facility", pk=saved.pk))
    context = {"form": form, "row": row}
    return render(request, "rooms/desk/facility_put.html", context, status=status)


@for_staff("rooms.see")
def facility(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one thing with the looks at it and its repairs; write down a look."""
    row = get_object_or_404(facilities(request.centre), pk=pk)
    may_manage = request.actor.can("places.manage")
    form = CheckForm(request.POST or None, initial={"condition": row.condition})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            check_facility(
                centre=request.centre,
                facility_id=pk,
                actor=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "检查记下了。")
            return redirect(centre_reverse(request.centre, "rooms:desk_facility", pk=pk))
    checks = FacilityCheck.objects.of(request.centre).filter(facility=row).select_related("by")
    context = {
        "row": row,
        "form": form,
        "checks": checks.order_by("-on", "-id")[:SHOWN],
        "repairs": repairs(request.actor).filter(facility=row)[:SHOWN],
        "is_due": row.check_due is not None and row.check_due <= timezone.localdate(),
        "is_gone": row.condition == Condition.GONE,
        "may_manage": may_manage,
    }
    return render(request, "rooms/desk/facility.html", context, status=status)
