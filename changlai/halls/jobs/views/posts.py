"""What work there is, for everybody: the list, one post without any number, and 我想去."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import (
    CentreRequest,
    for_residents,
    open_to_all,
    person_for,
)
from changlai.halls.jobs import actions, policies
from changlai.halls.jobs.forms import AgeForm, FindForm
from changlai.halls.jobs.queries import lists
from changlai.halls.jobs.states import PostState
from changlai.halls.jobs.views.trying import tried
from changlai.kernel.pages.paging import page_onward, words_of
from changlai.kernel.pages.routes import centre_reverse

PER_PAGE = 20


@open_to_all
def listing(request: CentreRequest) -> HttpResponse:
    """List the posts that look for hands, the nearest day first; found by words, place and day."""
    form = FindForm(request.GET or None)
    day = form.cleaned_data.get("day") if form.is_valid() else None
    words = words_of(request)
    rows = lists.on_the_wall(request.centre, timezone.localdate())
    context = {
        "form": form,
        "page": page_onward(request, lists.found(rows, words, day), PER_PAGE),
        "is_filtered": bool(words or day),
    }
    return render(request, "jobs/resident/list.html", context)


@open_to_all
def post(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one post: the work, its days, its pay, and whom to ask at the centre."""
    today = timezone.localdate()
    rows = policies.visible_posts(request.actor, request.centre, today)
    row = get_object_or_404(lists.with_taken(rows), pk=pk)
    context = {
        "post": row,
        "left": max(row.headcount - row.taken, 0),
        "is_open": row.state == PostState.PUBLISHED and row.ends_on >= today,
        "is_own": policies.is_employer(request.actor, row.employer),
    }
    return render(request, "jobs/resident/post.html", context)


@for_residents
def want(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say that one wants to go; whoever has no card is asked the year of birth first."""
    rows = policies.visible_posts(request.actor, request.centre, timezone.localdate())
    row = get_object_or_404(lists.with_taken(rows), pk=pk)
    has_card = policies.own_cards(request.actor).exists()
    form = AgeForm(request.POST if request.method == "POST" else None)
    if has_card:
        form.fields.clear()
    status = 200
    if request.method == "POST" and (has_card or form.is_valid()):
        form.is_valid()
        match, status = tried(
            form,
            lambda: actions.want_post(
                centre=request.centre,
                post_id=pk,
                actor=request.actor,
                at=timezone.now(),
                person=person_for(request.actor),
                channel=request.actor.channel,
                **form.cleaned_data,
            ),
        )
        if match is not None:
            messages.success(request, "记下了，中心问过主家就给您回话。")
            return redirect(centre_reverse(request.centre, "jobs:match", pk=match.pk))
    context = {"post": row, "form": form, "has_card": has_card}
    return render(request, "jobs/resident/want.html", context, status=status)
