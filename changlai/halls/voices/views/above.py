"""What a village sent up: the level above sees these voices alone, for a time, and is logged.

The village may close each of them before its time.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases.public import (
    UpwardGrant,
    end_grant,
    granted_to,
    look_through_grant,
    timeline,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.voices.forms.staff import EndGrantForm
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.views.staff.case import find_case
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.routes import centre_reverse


@for_staff("area.see")
def sent_up(request: CentreRequest) -> HttpResponse:
    """List what this village lets the reader see now, and until when."""
    now = timezone.now()
    context = {"grants": granted_to(request.actor, now, FAMILY), "now": now}
    return render(request, "voices/desk/sent_up.html", context)


@for_staff("area.see")
def sent_up_case(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one voice through its grant, without who said it, and log the look; 404 afterwards."""
    now = timezone.now()
    grant = get_object_or_404(granted_to(request.actor, now, FAMILY), case_id=pk)
    case = look_through_grant(centre=request.centre, case_id=pk, actor=request.actor, at=now)
    files = case.files.filter(centre_id=case.centre_id).select_related("file").order_by("at")
    context = {
        "grant": grant,
        "case": case,
        "now": now,
        "items": [
            {"title": line.title, "at": line.at, "who": line.who, "text": line.note}
            for line in reversed(timeline(case))
        ],
        "files": [(row.file, row.get_role_display(), file_url(row.file)) for row in files],
    }
    return render(request, "voices/desk/sent_up_case.html", context)


@for_staff("voices.oversee")
def close_grant(request: CentreRequest, pk: UUID, grant_id: UUID) -> HttpResponse:
    """Ask once more, then close what the level above can see before its time."""
    now = timezone.now()
    case = find_case(request, pk)
    rows = UpwardGrant.objects.of(request.centre).select_related("account")
    grant = get_object_or_404(rows, pk=grant_id, case=case)
    form = EndGrantForm(request.POST if request.method == "POST" else None)
    status, home = 200, centre_reverse(request.centre, "voices:desk_case", pk=pk)
    if not grant.holds(now):
        messages.info(request, "已经看不到了：这次查看收回过，或者到期了。")
        return redirect(home)
    if request.method == "POST" and form.is_valid():
        try:
            end_grant(
                centre=request.centre,
                grant_id=grant.pk,
                actor=request.actor,
                reason=form.cleaned_data["reason"],
                at=now,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 409
        else:
            messages.success(request, f"已收回，{grant.account.shown_name}现在看不到这一件了。")
            return redirect(home)
    context = {"case": case, "grant": grant, "form": form}
    return render(request, "voices/desk/end_grant.html", context, status=status)
