"""The draw at the desk: what binds it, one button once the sign-up has closed, and the result."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities import public as activities
from changlai.engines.activities.public import Draw, visible_sign_ups
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.queries.signups import counts_of, places_of, shown_draw
from changlai.halls.gatherings.views.staff.signups import POWER, find_activity
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse


@for_staff(POWER)
def draw(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the draw of an activity, and make it when asked."""
    activity = find_activity(request, pk)
    found = get_object_or_404(Draw.objects.of(request.centre), activity=activity)
    here = centre_reverse(request.centre, "gatherings:desk_draw", pk=pk)
    status, trouble = 200, ""
    if request.method == "POST":
        try:
            activities.draw(
                centre=request.centre,
                activity_id=pk,
                actor=request.actor,
                at=timezone.now(),
            )
        except RuleBroken as error:
            status, trouble = 409, error.sentence
        else:
            messages.success(request, "抽好了，结果会告诉每个人。")
            return redirect(here)
    now = timezone.now()
    closes = activity.closes_at or activity.first_starts
    context = {
        "activity": activity,
        "draw": found,
        "trouble": trouble,
        "counts": counts_of(visible_sign_ups(request.actor, request.centre), activity),
        "places": places_of(activity),
        "shown": shown_draw(found),
        "closes": closes,
        "may_draw": found.drawn_at is None
        and request.actor.can("activities.plan")
        and (closes is None or now >= closes),
        "up": centre_reverse(request.centre, "gatherings:desk_signups", pk=pk),
        "public_url": centre_reverse(request.centre, "gatherings:draw", pk=pk),
    }
    return render(request, "gatherings/desk/draw.html", context, status=status)
