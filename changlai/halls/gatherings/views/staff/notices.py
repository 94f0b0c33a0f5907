"""Tell everyone who signed up something: write it, see whom it reaches, send it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.actions.notices import send_notice
from changlai.halls.gatherings.forms.notices import NoticeForm
from changlai.halls.gatherings.models import Notice
from changlai.halls.gatherings.queries.reaching import who_hears
from changlai.halls.gatherings.views.staff.after import MANAGE, activity_or_404
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse

SHOWN = 10


@for_staff(MANAGE)
def write(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take the words, show them once more with how many they reach, and send them."""
    activity = activity_or_404(request, pk)
    form = NoticeForm(request.POST or None)
    reached = who_hears(activity)
    is_ready = request.method == "POST" and form.is_valid() and "change" not in request.POST
    if is_ready and "send" in request.POST:
        try:
            send_notice(
                centre=request.centre,
                activity_id=activity.pk,
                actor=request.actor,
                at=timezone.now(),
                text=form.cleaned_data["text"],
                notice_id=form.once,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            is_ready = False
        else:
            messages.success(request, f"通知发出去了，{reached.told}人会收到。")
            return redirect(
                centre_reverse(request.centre, "gatherings:desk_activity", pk=activity.pk)
            )
    context = {
        "activity": activity,
        "form": form,
        "reached": reached,
        "is_ready": is_ready,
        "sent": Notice.objects.of(request.centre).filter(activity=activity)[:SHOWN],
    }
    return render(request, "gatherings/desk/notice.html", context)
