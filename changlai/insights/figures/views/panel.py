"""三常: three figures on one page, each leading to what it is made of."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.places.public import area_shares
from changlai.insights.figures import queries
from changlai.insights.figures.policies import SEE, may_arrange
from changlai.insights.figures.views.spans import asked
from changlai.kernel.metrics.public import shown


@for_staff(SEE)
@require_safe
def panel(request: CentreRequest) -> HttpResponse:
    """Show rooms used, activities held and people who came, beside the time before."""
    now = timezone.now()
    choice = asked(request, now)
    found = queries.panel.panel(request.centre, choice.span, now)
    branches = queries.tags.tree(request.centre)
    context = {
        "choice": choice,
        "span": choice.span,
        "panel": found,
        "kinds": [
            (row, list(zip(found.kinds.months, row.months, strict=True)))
            for row in found.kinds.rows
        ],
        "sources": [
            (row, list(zip(found.sources.months, row.months, strict=True)))
            for row in found.sources.rows
        ],
        "heads": found.sources.heads(choice.span),
        "heads_before": shown(found.before.coming.heads),
        "persons": shown(found.now.coming.persons),
        "persons_before": shown(found.before.coming.persons),
        "shares": area_shares(request.centre, timezone.localdate(now)),
        "tags": queries.tags.counted(branches, found.kinds, found.sources, choice.span),
        "may_arrange": may_arrange(request.actor, request.centre),
    }
    return render(request, "figures/panel.html", context)
