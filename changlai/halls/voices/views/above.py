"""What a village sent up: the level above sees these voices alone, for a time, and is logged."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from changlai.engines.cases.public import granted_to, look_through_grant, timeline
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.voices.kinds import FAMILY
from changlai.kernel.files.public import file_url


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
