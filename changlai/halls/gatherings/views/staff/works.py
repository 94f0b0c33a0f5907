"""The works of an exhibition at the desk: registered with the author's consent, changed, hidden."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import visible_activities
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.actions.works import add_work, change_work, remove_work
from changlai.halls.gatherings.forms.works import WorkChangeForm, WorkForm
from changlai.halls.gatherings.models import Work
from changlai.halls.gatherings.queries.works import shown_works, works_of
from changlai.halls.gatherings.views.staff.after import (
    MANAGE,
    MINUTES_OF_A_PICTURE,
    activity_or_404,
)
from changlai.halls.gatherings.views.staff.asking import ask_again
from changlai.halls.gatherings.views.staff.taking_in import chosen_person, people_found
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
    author = chosen_person(request)
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
                author=author,
                **{name: said[name] for name in SAID},
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "作品登记好了。")
            return redirect(centre_reverse(request.centre, "gatherings:works", pk=activity.pk))
    shown = set(shown_works(activity, today).values_list("pk", flat=True))
    context = people_found(request) | {
        "activity": activity,
        "form": form,
        "person": author,
        "works": [
            (one, file_url(one.image, MINUTES_OF_A_PICTURE), one.pk in shown)
            for one in works_of(activity)
        ],
    }
    return render(request, "gatherings/desk/works.html", context)


def _work(request: CentreRequest, pk: UUID) -> Work:
    rows = Work.objects.of(request.centre).select_related("activity", "image", "author__hamlet")
    return get_object_or_404(
        rows.filter(activity__in=visible_activities(request.actor, request.centre)), pk=pk
    )


@for_staff(MANAGE)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a work and whose it is, or take it down."""
    work = _work(request, pk)
    # A search, or a choice taken back, is a wish for another author than the one there is.
    looks = {"person", "q"} & {*request.POST, *request.GET}
    author = chosen_person(request) if looks else work.author
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
                author=author,
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "存好了。")
            return redirect(centre_reverse(request.centre, "gatherings:works", pk=work.activity_id))
    context = people_found(request) | {
        "work": work,
        "activity": work.activity,
        "form": form,
        "person": author,
        "picture": file_url(work.image, MINUTES_OF_A_PICTURE),
    }
    return render(request, "gatherings/desk/work.html", context)


@for_staff(MANAGE)
def remove(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then delete a work with its picture."""
    work = _work(request, pk)
    if request.method == "POST":
        activity_id = remove_work(
            centre=request.centre, work_id=work.pk, actor=request.actor, at=timezone.now()
        )
        messages.success(request, "作品删掉了，照片也没有留。")
        return redirect(centre_reverse(request.centre, "gatherings:works", pk=activity_id))
    return ask_again(
        request,
        question=f"删掉《{work.title}》？",
        words="作品和照片一起删，删了找不回来。只是不再展出的，把“怎么同意的”删空就行。",
        verb="删掉",
        up=centre_reverse(request.centre, "gatherings:work", pk=work.pk),
        picture=file_url(work.image, MINUTES_OF_A_PICTURE),
    )
