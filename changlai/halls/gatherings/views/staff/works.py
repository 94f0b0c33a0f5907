"""The works of an exhibition at the desk: registered with the author's consent, changed, hidden."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import visible_activities
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.actions.works import add_work, change_work
from changlai.halls.gatherings.forms.works import WorkChangeForm, WorkForm
from changlai.halls.gatherings.models import Work
from changlai.halls.gatherings.queries.works import shown_works, works_of
from changlai.halls.gatherings.views.staff.after import (
    MANAGE,
    MINUTES_OF_A_PICTURE,
    activity_or_404,
)
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import IMAGES, file_url, keep_file
from changlai.kernel.pages.routes import centre_reverse

SAID = ("title", "author_name", "note", "shown_from", "shown_until", "consent_note")


@for_staff(MANAGE)
def listing(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the works of an exhibition and register one more."""
    activity = activity_or_404(request, pk)
    today = timezone.localdate()
    days: dict[str, Any] = {
        "shown_from": timezone.localdate(activity.first_starts) if activity.first_starts else today,
        "shown_until": timezone.localdate(activity.last_ends) if activity.last_ends else today,
    }
    form = WorkForm(request.POST or None, request.FILES or None, initial=days)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        now = timezone.now()
        try:
            image = keep_file(
                centre=request.centre,
                upload=said["image"],
                purpose="work",
                actor_id=request.actor.account_id,
                at=now,
                allowed=IMAGES,
            )
            add_work(
                centre=request.centre,
                activity_id=activity.pk,
                actor=request.actor,
                at=now,
                image=image,
                **{name: said[name] for name in SAID},
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "作品登记好了。")
            return redirect(centre_reverse(request.centre, "gatherings:works", pk=activity.pk))
    shown = set(shown_works(activity, today).values_list("pk", flat=True))
    context = {
        "activity": activity,
        "form": form,
        "works": [
            (one, file_url(one.image, MINUTES_OF_A_PICTURE), one.pk in shown)
            for one in works_of(activity)
        ],
    }
    return render(request, "gatherings/desk/works.html", context)


@for_staff(MANAGE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a work, or take it down."""
    rows = Work.objects.of(request.centre).select_related("activity", "image")
    work = get_object_or_404(
        rows.filter(activity__in=visible_activities(request.actor, request.centre)), pk=pk
    )
    agreed = "" if work.withdrawn_at else work.consent_note
    form = WorkChangeForm(
        request.POST or None,
        initial={**{name: getattr(work, name) for name in SAID}, "consent_note": agreed},
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_work(
                centre=request.centre,
                work_id=work.pk,
                actor=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "存好了。")
            return redirect(centre_reverse(request.centre, "gatherings:works", pk=work.activity_id))
    context = {
        "work": work,
        "activity": work.activity,
        "form": form,
        "picture": file_url(work.image, MINUTES_OF_A_PICTURE),
    }
    return render(request, "gatherings/desk/work.html", context)
