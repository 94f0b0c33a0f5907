"""What everyone may see of an activity afterwards, and a participant's own word and paper."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.activities.public import (
    Certificate,
    Document,
    answered_opinions,
    give_feedback,
    has_attended,
    issue_certificate,
    own_who,
    shown_photos,
    visible_activities,
)
from changlai.foundation.people.public import (
    CentreRequest,
    for_residents,
    open_to_all,
    person_for,
)
from changlai.halls.gatherings.actions.works import withdraw_work
from changlai.halls.gatherings.forms.after import FeedbackForm
from changlai.halls.gatherings.queries.fixtures import fixtures_of
from changlai.halls.gatherings.queries.works import own_works, shown_works
from changlai.halls.gatherings.views.addresses import thing_url
from changlai.halls.gatherings.views.staff.certificates import certificate_answer
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.routes import centre_reverse

MINUTES_OF_A_PICTURE = 10
"""Short, so that a picture's address does not long outlive a consent taken back."""


@open_to_all
def afterwards(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what came of what people said, and the pictures that may be shown at this moment."""
    rows = visible_activities(request.actor, request.centre).select_related("preset", "version")
    activity = get_object_or_404(rows, pk=pk)
    keeps = set(activity.version.documents)
    person = person_for(request.actor)
    me = own_who(request.actor)
    came = person is not None and me is not None and has_attended(activity, me)
    context = {
        "activity": activity,
        "opinions": answered_opinions(activity) if Document.OPINIONS in keeps else [],
        "photos": [
            (one, file_url(one.file, MINUTES_OF_A_PICTURE))
            for one in (shown_photos(activity) if Document.GALLERY in keeps else [])
        ],
        "works": [
            (one, file_url(one.image, MINUTES_OF_A_PICTURE))
            for one in (
                shown_works(activity, timezone.localdate()) if Document.WORKS in keeps else []
            )
        ],
        "fixtures": list(fixtures_of(activity)),
        "person": person,
        "may_say": came and Document.FEEDBACK in keeps,
        "form": FeedbackForm(),
        "may_certify": came and Document.CERTIFICATE in keeps and activity.ended_at,
        "back": thing_url(request.centre, "gatherings:activity", activity.pk),
    }
    return render(request, "gatherings/resident/afterwards.html", context)


@for_residents
def feedback(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take one tap of somebody who was there; the later tap stands."""
    rows = visible_activities(request.actor, request.centre).select_related("preset", "version")
    activity = get_object_or_404(rows, pk=pk)
    form = FeedbackForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            give_feedback(
                centre=request.centre,
                activity_id=activity.pk,
                actor=request.actor,
                at=timezone.now(),
                face=form.cleaned_data["face"],
                words=form.cleaned_data["words"],
                person=person_for(request.actor),
                channel=request.actor.channel or "online",
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "谢谢您，记下了。想改的话再点一次就行。")
            return redirect(centre_reverse(request.centre, "gatherings:afterwards", pk=activity.pk))
    context = {"activity": activity, "form": form}
    return render(request, "gatherings/resident/feedback.html", context, status=status)


@for_residents
@require_POST
def certificate(request: CentreRequest, pk: UUID, kind: str) -> HttpResponse:
    """Certify one's own attended hours and give the paper at once."""
    rows = visible_activities(request.actor, request.centre)
    activity = get_object_or_404(rows, pk=pk)
    me = own_who(request.actor)
    try:
        if me is None:
            raise BadInput("没有您到场的记录，请找工作人员补记。")
        row = issue_certificate(
            centre=request.centre,
            activity_id=activity.pk,
            who=me,
            actor=request.actor,
            at=timezone.now(),
        )
        paper = Certificate.objects.of(request.centre).select_related(
            "activity", "person", "account", "sign_up"
        )
        return certificate_answer(request, paper.get(pk=row.pk), kind)
    except RuleBroken as error:
        messages.warning(request, error.sentence)
        return redirect(centre_reverse(request.centre, "gatherings:afterwards", pk=activity.pk))


@for_residents
@require_POST
def withdraw(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take one's own work out of sight, at once and without a reason."""
    rows = own_works(request.centre, request.actor.for_person_id)
    work = get_object_or_404(rows, pk=pk)
    try:
        withdraw_work(
            centre=request.centre, work_id=work.pk, actor=request.actor, at=timezone.now()
        )
    except RuleBroken as error:
        messages.warning(request, error.sentence)
    else:
        messages.success(request, "撤下来了，别人看不到了。想再展出就跟工作人员说一声。")
    return redirect(centre_reverse(request.centre, "gatherings:afterwards", pk=work.activity_id))
