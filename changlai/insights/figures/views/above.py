"""Villages side by side for the level above: sums alone, in the order of their areas."""

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.insights.figures.policies import ABOVE, visible_centres
from changlai.insights.figures.queries.cards import beside
from changlai.insights.figures.views.spans import asked
from changlai.kernel.pages.paging import page_of

PER_PAGE = 500


@for_staff(ABOVE)
@require_safe
def above(request: CentreRequest) -> HttpResponse:
    """Show the three figures of each village of one's area; none is ranked by them."""
    now = timezone.now()
    choice = asked(request, now)
    page = page_of(request, visible_centres(request.actor, now), PER_PAGE)
    context = {
        "choice": choice,
        "page": page,
        "beside": beside(list(page.object_list), choice.span),
    }
    return render(request, "figures/above.html", context)
