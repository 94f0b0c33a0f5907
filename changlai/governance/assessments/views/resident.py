"""考核结果: what the village published, for everybody to read."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from changlai.foundation.people.public import CentreRequest, open_to_all
from changlai.governance.assessments.models import Assessment
from changlai.governance.assessments.queries.standing import standings
from changlai.kernel.pages.paging import page_onward


@open_to_all
def listing(request: CentreRequest) -> HttpResponse:
    """List the published assessments, newest period first."""
    rows = Assessment.objects.of(request.centre).public().select_related("set")
    page = page_onward(request, rows, 20)
    return render(request, "assessments/resident/list.html", {"page": page})


@open_to_all
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one published assessment with all that was said on both sides."""
    rows = Assessment.objects.of(request.centre).public().select_related("set")
    row = get_object_or_404(rows, pk=pk)
    found = standings(request.centre, row, with_links=False)
    return render(request, "assessments/resident/one.html", {"assessment": row, "standings": found})
