"""我的: what this person has with the centre, and what the centre has told them."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.foundation.people.public import for_residents
from changlai.kernel.registry.public import collect


@for_residents
def mine(request: HttpRequest) -> HttpResponse:
    """Show each hall's block of the person's own things, messages first."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    blocks = []
    off = request.centre.off  # type: ignore[attr-defined]
    for section in collect("mine", off):
        lines, total = section.lines(actor, at)
        blocks.append(
            {"section": section, "lines": lines, "total": total, "more": total - len(lines)}
        )
    return render(request, "web/mine.html", {"blocks": blocks, "now": at})
