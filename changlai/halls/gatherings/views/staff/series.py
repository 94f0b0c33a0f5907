"""The activities of a series beside each other, and calling off those that are still to come."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import (
    Series,
    cancel_series,
    coming_of_series,
    visible_activities,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.forms.planning import ReasonForm
from changlai.halls.gatherings.queries.showing import cards
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


def _series(request: CentreRequest, pk: UUID) -> Series:
    return get_object_or_404(Series.objects.of(request.centre), pk=pk)


@for_staff("gatherings.see")
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """List the activities of a series in order of time."""
    centre, at = request.centre, timezone.now()
    found = _series(request, pk)
    rows = visible_activities(request.actor, centre).filter(series=found)
    page = page_of(request, rows.select_related("preset").order_by("first_starts", "id"))
    may_plan = policies.may_manage(request.actor, centre)
    context = {
        "series": found,
        "page": page,
        "cards": cards(centre, page.object_list, at),
        "coming": coming_of_series(centre, pk, at).count() if may_plan else 0,
    }
    return render(request, "gatherings/desk/series.html", context)


@for_staff("gatherings.manage")
def cancel(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Call off whatever of a series has not begun, with the reason."""
    centre, at = request.centre, timezone.now()
    found = _series(request, pk)
    form = ReasonForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            gone = cancel_series(
                centre=centre,
                series_id=pk,
                actor=request.actor,
                at=at,
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(
                request, f"取消了{len(gone)}次，报了名的人会收到通知，场所也空出来了。"
            )
            return redirect(centre_reverse(centre, "gatherings:series", pk=pk))
    context = {"series": found, "form": form, "coming": list(coming_of_series(centre, pk, at))}
    return render(request, "gatherings/desk/series_cancel.html", context)
