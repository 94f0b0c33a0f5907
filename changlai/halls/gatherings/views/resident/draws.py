"""The draw, for everyone: the hash before, seed and order after, and how to repeat it by hand."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render

from changlai.engines.activities.public import Draw, visible_activities
from changlai.foundation.people.public import CentreRequest, open_to_all
from changlai.halls.gatherings.queries.signups import shown_draw
from changlai.halls.gatherings.views.addresses import thing_url


@open_to_all
def draw(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what binds the draw, and after it all that is needed to check it."""
    activity = get_object_or_404(visible_activities(request.actor, request.centre), pk=pk)
    found = get_object_or_404(Draw.objects.of(request.centre), activity=activity)
    context = {
        "activity": activity,
        "draw": found,
        "shown": shown_draw(found),
        "up": thing_url(request.centre, "gatherings:activity", pk),
    }
    return render(request, "gatherings/resident/draw.html", context)
