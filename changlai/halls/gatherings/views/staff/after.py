"""What is left after an activity, on one page of the workbench."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.activities.public import (
    Activity,
    ActivityState,
    Document,
    Session,
    SessionState,
    earned,
    faces_of,
    follow_ups_of,
    give_feedback,
    keep_minutes,
    note_opinion,
    opinions_of,
    photos_of,
    visible_activities,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.forms.after import (
    FeedbackForm,
    FollowUpForm,
    MinutesForm,
    OpinionForm,
    PhotoForm,
)
from changlai.halls.gatherings.views.addresses import thing_url
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import file_url
from changlai.kernel.metrics.public import shown
from changlai.kernel.pages.routes import centre_reverse

SEE, MANAGE, ROLL = "gatherings.see", "gatherings.manage", "gatherings.roll"
MINUTES_OF_A_PICTURE = 10


def activity_or_404(request: CentreRequest, pk: UUID) -> Activity:
    """Return an activity that this colleague may see."""
    rows = visible_activities(request.actor, request.centre).select_related("preset", "version")
    return get_object_or_404(rows, pk=pk)


def back_to(request: CentreRequest, activity_id: UUID, part: str = "") -> HttpResponse:
    """Go back to the page of what is left, to one part of it."""
    url = centre_reverse(request.centre, "gatherings:after", pk=activity_id)
    return redirect(f"{url}#{part}" if part else url)


@for_staff(SEE)
def page(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show minutes, opinions, pictures, faces, certificates and later questions of an activity."""
    return _page(request, activity_or_404(request, pk))


def _page(request: CentreRequest, activity: Activity, **forms: Any) -> HttpResponse:
    keeps = set(activity.version.documents)
    is_over = activity.state == ActivityState.DONE
    faces = faces_of(activity)
    sessions = list(Session.objects.of(request.centre).filter(activity=activity))
    # Closing is refused while one is still to come, so it is not offered before either.
    has_begun = all(
        one.starts <= timezone.now() for one in sessions if one.state != SessionState.CANCELLED
    )
    context: dict[str, Any] = {
        "activity": activity,
        "keeps": keeps,
        "is_over": is_over,
        "may_manage": request.actor.can(MANAGE),
        "may_end": activity.state == ActivityState.ANNOUNCED
        and has_begun
        and request.actor.can(MANAGE),
        "sessions": sessions,
        "minutes": MinutesForm(initial={"minutes": activity.minutes}),
        "opinion": OpinionForm(),
        "photo": PhotoForm(),
        "paper_face": FeedbackForm(),
        "follow_up": FollowUpForm(),
        "faces": [(label, shown(count)) for label, count in faces.rows],
        "answered": faces.answered,
        "back": thing_url(request.centre, "gatherings:desk_activity", activity.pk),
        **forms,
    }
    if Document.OPINIONS in keeps:
        context["opinions"] = list(opinions_of(activity))
        context["waiting"] = sum(1 for one in context["opinions"] if not one.outcome)
    if Document.GALLERY in keeps:
        context["photos"] = [
            (one, file_url(one.photo.file, MINUTES_OF_A_PICTURE)) for one in photos_of(activity)
        ]
    if Document.CERTIFICATE in keeps:
        context["earned"] = earned(activity)
        context["open_certificates"] = sum(1 for one in context["earned"] if one.is_open)
    if Document.FOLLOW_UP in keeps:
        context["follow_ups"] = follow_ups_of(activity)
    return render(request, "gatherings/desk/after.html", context)


@for_staff(MANAGE)
@require_POST
def minutes(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Keep what was said and done."""
    activity = activity_or_404(request, pk)
    form = MinutesForm(request.POST)
    if form.is_valid():
        try:
            keep_minutes(
                centre=request.centre,
                activity_id=activity.pk,
                actor=request.actor,
                at=timezone.now(),
                text=form.cleaned_data["minutes"],
            )
        except RuleBroken as error:
            form.add_error("minutes", error.sentence)
        else:
            messages.success(request, "活动记录存好了。")
            return back_to(request, activity.pk, "minutes")
    return _page(request, activity, minutes=form)


@for_staff(ROLL)
@require_POST
def opinion(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Write down one thing that was said."""
    activity = activity_or_404(request, pk)
    form = OpinionForm(request.POST)
    if form.is_valid():
        try:
            note_opinion(
                centre=request.centre,
                activity_id=activity.pk,
                actor=request.actor,
                at=timezone.now(),
                text=form.cleaned_data["text"],
                alias=form.cleaned_data["alias"],
                opinion_id=form.once,
            )
        except RuleBroken as error:
            form.add_error("text", error.sentence)
        else:
            messages.success(request, "意见记下了，写明结果后活动才能结束。")
            return back_to(request, activity.pk, "opinions")
    return _page(request, activity, opinion=form)


@for_staff(ROLL)
@require_POST
def paper_face(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Enter what a participant said on paper, without a name."""
    activity = activity_or_404(request, pk)
    form = FeedbackForm(request.POST)
    if form.is_valid():
        try:
            give_feedback(
                centre=request.centre,
                activity_id=activity.pk,
                actor=request.actor,
                at=timezone.now(),
                face=form.cleaned_data["face"],
                words=form.cleaned_data["words"],
                channel="paper",
            )
        except RuleBroken as error:
            form.add_error("face", error.sentence)
        else:
            messages.success(request, "记下了一份纸质评价。")
            return back_to(request, activity.pk, "faces")
    return _page(request, activity, paper_face=form)
