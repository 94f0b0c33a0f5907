"""Close an activity that is over, and put right how many came without a name."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import (
    ActivityState,
    Session,
    SessionState,
    count_guests,
    end_activity,
    gaps_of,
    visible_activities,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.forms.attendance import EndForm, GuestsForm
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def _back(request: CentreRequest, pk: UUID) -> HttpResponse:
    return redirect(centre_reverse(request.centre, "gatherings:desk_activity", pk=pk))


@for_staff("gatherings.manage")
def end(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Close an activity that is over, with how many came without a name; all or nothing."""
    centre, actor, at = request.centre, request.actor, timezone.now()
    found: Any = get_object_or_404(visible_activities(actor, centre), pk=pk)
    if found.state == ActivityState.DONE:
        return _back(request, pk)
    rows = Session.objects.of(centre).filter(activity=found, state=SessionState.PLANNED)
    planned = list(rows.filter(starts__lte=at).order_by("starts"))
    form = EndForm(request.POST if request.method == "POST" else None, sessions=planned)
    if request.method == "POST" and form.is_valid():
        try:
            end_activity(centre=centre, activity_id=pk, actor=actor, at=at, guests=form.guests)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "登记好了，这次活动算办完了，计入当月的活动数。")
            return _back(request, pk)
    context = {"activity": found, "form": form, "gaps": [] if form.errors else gaps_of(found)}
    return render(request, "gatherings/desk/end.html", context)


@for_staff("gatherings.roll")
def guests(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Put right how many came to a held session without a name."""
    rows = Session.objects.of(request.centre).select_related("activity", "room")
    session = get_object_or_404(
        rows.filter(activity__in=visible_activities(request.actor, request.centre)), pk=pk
    )
    form = GuestsForm(
        request.POST if request.method == "POST" else None, initial={"guests": session.guests}
    )
    if request.method == "POST" and form.is_valid():
        try:
            count_guests(
                centre=request.centre,
                session_id=session.pk,
                actor=request.actor,
                at=timezone.now(),
                guests=form.cleaned_data["guests"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "人数改好了，台账和数据跟着变。")
            return _back(request, session.activity_id)
    context = {"session": session, "activity": session.activity, "form": form}
    return render(request, "gatherings/desk/guests.html", context)
