"""好做法: what works here, for everybody to read."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, open_to_all
from changlai.governance.practices.models import Practice
from changlai.governance.practices.queries.figures import figures_of
from changlai.governance.practices.states import EVIDENCE, PARTS
from changlai.kernel.pages.evidence import pieces
from changlai.kernel.pages.paging import page_onward
from changlai.kernel.records.public import Visibility, links_of


@open_to_all
def listing(request: CentreRequest) -> HttpResponse:
    """List the practices that the village shows."""
    rows = Practice.objects.of(request.centre).public().order_by("-published_at", "-id")
    return render(request, "practices/resident/list.html", {"page": page_onward(request, rows, 20)})


@open_to_all
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one practice; records that not everybody may know of are only counted."""
    row = get_object_or_404(Practice.objects.of(request.centre).public(), pk=pk)
    links = list(links_of(request.centre, [row.pk], EVIDENCE))
    open_links = [one for one in links if one.record.visibility == Visibility.PUBLIC]
    context = {
        "practice": row,
        "parts": [(label, getattr(row, name)) for name, label, _ in PARTS if getattr(row, name)],
        "figures": figures_of(row, request.centre, timezone.now()),
        "proofs": pieces(request.centre, open_links),
        "others": len(links) - len(open_links),
    }
    return render(request, "practices/resident/one.html", context)
