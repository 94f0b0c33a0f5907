"""The call-back queue: answered voices that somebody other than the handler asks after."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.engines.cases.public import call_back_queue
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.policies import visible_call_backs
from changlai.kernel.pages.paging import page_of

LATEST = 8


@for_staff("voices.see")
def call_backs(request: CentreRequest) -> HttpResponse:
    """List whom to ask, the earliest promise first, and what was heard lately."""
    rows = call_back_queue(request.actor, FAMILY).select_related(
        "category", "handler", "kind_version"
    )
    context = {
        "page": page_of(request, rows),
        "now": timezone.now(),
        "latest": visible_call_backs(request.actor).order_by("-at", "-id")[:LATEST],
    }
    return render(request, "voices/desk/call_backs.html", context)
