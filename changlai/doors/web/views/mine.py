"""我的: every matter this person has with the centre, and what happens next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.doors.web.matters import MineBlock, groups
from changlai.foundation.people.public import for_residents
from changlai.kernel.registry.public import collect


@for_residents
def mine(request: HttpRequest) -> HttpResponse:
    """Show what all halls know of the person in one list; messages first, the corner last."""
    actor, at = request.actor, timezone.now()  # type: ignore[attr-defined]
    places: dict[str, list[MineBlock]] = {"news": [], "list": [], "own": []}
    for section in collect("mine", request.centre.off):  # type: ignore[attr-defined]
        lines, total = section.lines(actor, at)
        places[section.place].append(MineBlock(section, lines, total))
    halls = [block for block in places["list"] if block.lines]
    lists = [*places["news"], *places["list"]]
    context = {
        "groups": groups([line for block in halls for line in block.lines]),
        "more": [block.section for block in lists if block.section.more_url_name],
        "news": places["news"],
        "own": places["own"],
        "now": at,
    }
    return render(request, "web/mine.html", context)
