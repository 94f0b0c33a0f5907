"""我要去: what is coming, one activity, what was; the same for visitors who never signed in."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from changlai.engines.activities.public import (
    LIVE,
    Activity,
    ActivityState,
    Document,
    Session,
    SignUpRule,
    activities_list,
    by_next,
    facets_of,
    presets_kept,
    visible_activities,
    visible_sign_ups,
)
from changlai.foundation.people.public import Actor, open_to_all
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.forms.finding import FindForm
from changlai.halls.gatherings.queries.fixtures import fixtures_of
from changlai.halls.gatherings.queries.showing import cards, shown, week_ahead
from changlai.halls.gatherings.queries.sittings import Coming, times_of
from changlai.halls.gatherings.queries.themes import activities_of, kind_titles
from changlai.halls.gatherings.queries.works import shown_works
from changlai.halls.gatherings.states import ThemeState
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.paging import page_of, page_onward
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.schemas.public import Schema
from changlai.kernel.schemas.public import shown as answers_shown

PER_PAGE = 20
MOST_ENDED = 60
"""Ended themes on one page: many years of them."""


@open_to_all
def coming(request: HttpRequest) -> HttpResponse:
    """List the activities to come, the next first."""
    return _list(request, is_past=False)


@open_to_all
def past(request: HttpRequest) -> HttpResponse:
    """List the activities that were, the latest first."""
    return _list(request, is_past=True)


def _list(request: HttpRequest, *, is_past: bool) -> HttpResponse:
    centre, actor = request.centre, _as_public(request.actor)  # type: ignore[attr-defined]
    at = timezone.now()
    form = FindForm(request.GET, presets=presets_kept(centre))
    rows = activities_list(actor, centre, form.as_filter())
    if is_past:
        rows = rows.filter(state=ActivityState.DONE).order_by("-last_ends", "-id")
    else:
        rows = rows.filter(
            state__in=[ActivityState.ANNOUNCED, ActivityState.CANCELLED], last_ends__gt=at
        )
        rows = by_next(rows, at)
        if form.this_week:
            rows = rows.filter(next_starts__lt=week_ahead(at)[1])
    page = page_onward(request, rows, PER_PAGE)
    # What goes on stands above what is coming; what is over, with its sum, above what was.
    themes = policies.visible_themes(actor, centre)
    themes = themes.filter(state=ThemeState.ENDED if is_past else ThemeState.OPEN)
    context = {
        "form": form,
        "page": page,
        "cards": cards(centre, page.object_list, at),
        "is_past": is_past,
        "themes": themes[: MOST_ENDED if is_past else 3] if page.number == 1 else [],
    }
    return render(request, "gatherings/resident/list.html", context)


def _as_public(actor: Actor) -> Actor:
    """Return a reader without powers: on these pages staff see what the village sees."""
    return Actor.anonymous(actor.centre_id)


@open_to_all
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one activity: who, what, when, where, and what one may do next."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    at = timezone.now()
    rows = visible_activities(actor, centre).select_related("preset", "version", "organiser")
    found = get_object_or_404(rows, pk=pk)
    page = shown(centre, found, at)
    return render(
        request,
        "gatherings/resident/activity.html",
        {
            "activity": found,
            "found": page,
            "answers": answers_shown(Schema.parse(found.version.schema), found.extra),
            "facets": [
                (kind.title, answers_shown(kind.schema, data))
                for kind, data in facets_of(found, actor)
            ],
            "own": _own(actor, centre, pk),
            "times": _times(centre, found, page.sessions, at),
            "after_url": optional_url(centre, "gatherings:afterwards", pk=pk)
            if found.state == ActivityState.DONE
            else "",
            "fixtures": list(fixtures_of(found)),
            "works_url": _works_url(centre, found, at),
            "draw_url": optional_url(centre, "gatherings:draw", pk=pk)
            if found.sign_up_rule == SignUpRule.DRAW
            else "",
            "sign_up_url": optional_url(centre, "gatherings:sign_up", pk=pk)
            if page.standing.can_sign_up
            else "",
            "now": at,
        },
    )


def _works_url(centre: Any, found: Activity, at: datetime) -> str:
    """Return where the works hang while they do: an exhibition is looked at before it is over."""
    if found.state != ActivityState.ANNOUNCED or Document.WORKS not in found.version.documents:
        return ""
    if not shown_works(found, timezone.localdate(at)).exists():
        return ""
    return optional_url(centre, "gatherings:afterwards", pk=found.pk)


def _times(centre: Any, found: Activity, sessions: Sequence[Session], at: datetime) -> list[Coming]:
    """Return the sittings of an activity that goes by slots, which is asked of no other."""
    if found.state != ActivityState.ANNOUNCED or Document.SLOTS not in found.version.documents:
        return []
    return times_of(centre, [one.pk for one in sessions], at)


def _own(actor: Actor, centre: Any, pk: UUID) -> dict[str, Any] | None:
    """Return the reader's own live sign-up of an activity, with its page."""
    if actor.for_person_id is None:
        return None
    rows = visible_sign_ups(actor, centre).filter(
        person_id=actor.for_person_id, activity_id=pk, state__in=LIVE
    )
    row = rows.first()
    if row is None:
        return None
    return {"row": row, "url": optional_url(centre, "gatherings:signup", pk=row.pk)}


@open_to_all
def theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a theme with what belongs to it; an ended one is an archive with its sum."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(policies.visible_themes(actor, centre).select_related("cover"), pk=pk)
    at: datetime = timezone.now()
    page = page_of(request, activities_of(found, everything=False), PER_PAGE)
    titles = kind_titles()
    by_kind = found.summary.get("by_kind", {})
    return render(
        request,
        "gatherings/resident/theme.html",
        {
            "theme": found,
            "page": page,
            "cards": cards(centre, page.object_list, at),
            "cover_url": file_url(found.cover) if found.cover else "",
            "counts": [(titles.get(kind, kind), number) for kind, number in by_kind.items()],
            "is_ended": found.state == ThemeState.ENDED,
        },
    )
