"""Posts on the workbench: all of them, one with whom to recommend, a new one, the sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.areas.public import hamlets
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.jobs import actions, policies
from changlai.halls.jobs.forms import DeskFindForm, DeskWorkForm, ReasonForm
from changlai.halls.jobs.models import JobMatch, JobPost
from changlai.halls.jobs.queries import lists
from changlai.halls.jobs.queries.matching import suggestions
from changlai.halls.jobs.states import LIVE, TAKEN, PostState
from changlai.halls.jobs.views.trying import tried
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse


@for_staff("jobs.see")
def jobs(request: CentreRequest) -> HttpResponse:
    """List the posts, those that still run first; found by words, day and state."""
    form = DeskFindForm(request.GET or None)
    said = form.cleaned_data if form.is_valid() else {}
    rows = policies.visible_posts(request.actor, request.centre, timezone.localdate())
    rows = lists.found(rows, words_of(request), said.get("day"))
    if said.get("state"):
        rows = rows.filter(state=said["state"])
    rows = lists.running_first(lists.with_taken(rows))
    context = {
        "form": form,
        "page": page_of(request, rows),
        "is_filtered": bool(words_of(request) or said.get("day") or said.get("state")),
        "to_check": lists.to_check(request.centre)[:20],
        "to_call": lists.to_call(request.centre)[:20],
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "jobs/desk/jobs.html", context)


@for_staff("jobs.see")
def board(request: CentreRequest) -> HttpResponse:
    """Show today's and coming posts as one sheet of A3 for the wall; nobody's number is on it."""
    today = timezone.localdate()
    context = {"posts": lists.on_the_wall(request.centre, today)[:60], "today": today}
    return render(request, "jobs/desk/board.html", context)


@for_staff("jobs.see")
def add(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Write a post down for an employer, at the counter or on the telephone."""
    rows = policies.visible_employers(request.actor, request.centre)
    employer = get_object_or_404(rows, pk=pk)
    form = _form(request)
    status = 200
    if request.method == "POST" and form.is_valid():
        row, status = tried(
            form,
            lambda: actions.hand_in_post(
                centre=request.centre,
                employer_id=pk,
                work=form.work(),
                actor=request.actor,
                at=timezone.now(),
                form_id=form.once,
                channel="counter",
            ),
        )
        if row is not None:
            messages.success(request, "记下了，核对以后发布。")
            return redirect(centre_reverse(request.centre, "jobs:desk_post", pk=row.pk))
    context = {"form": form, "employer": employer}
    return render(request, "jobs/desk/put.html", context, status=status or 200)


@for_staff("jobs.see")
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what a post says."""
    rows = policies.visible_posts(request.actor, request.centre, timezone.localdate())
    row = get_object_or_404(rows.select_related("employer"), pk=pk)
    form = _form(request, row)
    status = 200
    if request.method == "POST" and form.is_valid():
        done, status = tried(
            form,
            lambda: actions.change_post(
                centre=request.centre,
                post_id=pk,
                work=form.work(),
                actor=request.actor,
                at=timezone.now(),
            ),
        )
        if done is not None:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "jobs:desk_post", pk=pk))
    context = {"form": form, "post": row, "employer": row.employer}
    return render(request, "jobs/desk/put.html", context, status=status or 200)


def _form(request: CentreRequest, post: JobPost | None = None) -> DeskWorkForm:
    return DeskWorkForm(
        request.POST if request.method == "POST" else None,
        words=lists.skill_words(request.centre),
        hamlets=hamlets(request.centre),
        post=post,
    )


@for_staff("jobs.see")
def post(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a post with its employer, whom to recommend and why, and who was; publish or end it."""
    today = timezone.localdate()
    rows = policies.visible_posts(request.actor, request.centre, today)
    row = get_object_or_404(rows.select_related("employer", "hamlet", "published_by"), pk=pk)
    form = ReasonForm(request.POST if request.method == "POST" else None)
    done, status = "", 0
    if request.method == "POST" and form.is_valid():
        done, status = tried(form, lambda: _step(request, row, form.cleaned_data["reason"]))
        if done:
            messages.success(request, done)
            return redirect(centre_reverse(request.centre, "jobs:desk_post", pk=pk))
        row.refresh_from_db()
    matches = list(
        JobMatch.objects.of(request.centre)
        .filter(post=row)
        .select_related("person")
        .order_by("made_at", "id")
    )
    is_looking = row.state == PostState.PUBLISHED and row.ends_on >= today
    context = {
        "post": row,
        "form": form,
        "matches": matches,
        "taken": sum(1 for one in matches if one.state in TAKEN),
        "suggestions": suggestions(row, today)[:30] if is_looking else [],
        "is_looking": is_looking,
        "may_end": row.state in {PostState.DRAFT, *LIVE},
        "may_change": row.state in {PostState.DRAFT, *LIVE},
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "jobs/desk/post.html", context, status=status or 200)


def _step(request: CentreRequest, row: JobPost, reason: str) -> str:
    who: dict[str, Any] = {
        "centre": request.centre,
        "post_id": row.pk,
        "actor": request.actor,
        "at": timezone.now(),
    }
    verb = request.POST.get("verb", "")
    if verb == "publish":
        actions.publish_post(**who)
        return "发布了，大家看得到了。"
    if verb == "close":
        actions.close_post(reason=reason, **who)
        return "结束了，已告诉对方。"
    cards = policies.visible_cards(request.actor)
    card = cards.filter(pk=_key(request.POST.get("card", ""))).first()
    if verb == "recommend" and card is not None:
        actions.recommend(card_id=card.pk, **who)
        return "推荐了，已告诉对方。"
    return ""


def _key(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None
