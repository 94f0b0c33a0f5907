"""The desk's list of activities, one activity with its sessions, its poster, staff training."""

from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from changlai.engines.activities.public import (
    ActivityState,
    Document,
    Session,
    SessionState,
    SignUpRule,
    activities_list,
    by_next,
    facets_of,
    homeless_sessions,
    presets_of,
    visible_activities,
    with_counts,
)
from changlai.foundation.people.public import for_staff
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.forms.finding import DeskFindForm
from changlai.halls.gatherings.kinds import REVIEW_MEETING
from changlai.halls.gatherings.queries.showing import cards, place_of, shown, span_of
from changlai.halls.gatherings.queries.training import days_without_duty, training_of_staff
from changlai.kernel.documents.public import document_answer, poster_pdf
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse, optional_url
from changlai.kernel.registers.public import Period
from changlai.kernel.schemas.public import Schema
from changlai.kernel.schemas.public import shown as answers_shown

TABS = (
    ("", "全部"),
    ("coming", "要办的"),
    ("draft", "草稿"),
    ("homeless", "没场所"),
    ("to_end", "待登记"),
)
POSTER_SESSIONS = 6


@for_staff("gatherings.see")
def activities(request: HttpRequest) -> HttpResponse:
    """List the activities, fifty a page, behind the chosen filter."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    at = timezone.now()
    form = DeskFindForm(request.GET, presets=presets_of(centre, everything=True))
    tab = request.GET.get("tab", "")
    rows = _tab(with_counts(activities_list(actor, centre, form.as_filter())), tab, centre, at)
    page = page_of(request, rows)
    context = {
        "form": form,
        "tab": tab,
        "tabs": TABS,
        "page": page,
        "cards": cards(centre, page.object_list, at),
        "may_plan": policies.may_manage(actor, centre),
    }
    return render(request, "gatherings/desk/activities.html", context)


def _tab(rows: Any, tab: str, centre: Any, at: Any) -> Any:
    if tab == "coming":
        return by_next(rows.filter(state=ActivityState.ANNOUNCED, last_ends__gt=at), at)
    if tab == "draft":
        return rows.filter(state=ActivityState.DRAFT).order_by("first_starts", "id")
    if tab == "homeless":
        homeless = homeless_sessions(centre, at).order_by().values("activity")
        return rows.filter(pk__in=homeless).order_by("first_starts", "id")
    if tab == "to_end":
        rows = rows.filter(state=ActivityState.ANNOUNCED, last_ends__lt=at)
        return rows.order_by("last_ends", "id")
    return rows.order_by("-first_starts", "-id")


@for_staff("gatherings.see")
def activity(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show one activity with its sessions, seats, and the verbs that it allows now."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    at = timezone.now()
    rows = with_counts(visible_activities(actor, centre)).select_related(
        "preset", "version", "organiser", "series"
    )
    found = get_object_or_404(rows, pk=pk)
    is_running = found.state in {ActivityState.DRAFT, ActivityState.ANNOUNCED}
    page = shown(centre, found, at)
    sessions = [
        {"row": one, "roll_url": optional_url(centre, "gatherings:roll", pk=one.pk)}
        for one in page.sessions
    ]
    return render(
        request,
        "gatherings/desk/activity.html",
        {
            "activity": found,
            "found": page,
            "sessions": sessions,
            "answers": answers_shown(Schema.parse(found.version.schema), found.extra),
            "facets": [
                (kind.title, answers_shown(kind.schema, data))
                for kind, data in facets_of(found, actor)
            ],
            "links": _links(centre, actor, found),
            "is_running": is_running,
            "is_review": found.preset.code == REVIEW_MEETING,
            "may_plan": policies.may_manage(actor, centre),
            "may_roll": actor.can(policies.ROLL),
            "may_end": found.state == ActivityState.ANNOUNCED
            and all(
                one.starts <= at for one in page.sessions if one.state != SessionState.CANCELLED
            ),
            "now": at,
        },
    )


def _links(centre: Any, actor: Any, found: Any) -> list[tuple[str, str, str]]:
    """Return the pages of the other parts of this hall that are installed: (url, icon, words)."""
    wanted = [
        ("gatherings:desk_signups", "users", "报名名单"),
        ("gatherings:after", "images", "活动以后"),
    ]
    links = [(optional_url(centre, name, pk=found.pk), icon, words) for name, icon, words in wanted]
    if Document.SLOTS in found.version.documents:
        # Sittings are laid in a list of their own, which names the sessions that want slots.
        sittings = optional_url(centre, "gatherings:desk_sittings")
        links.insert(1, (sittings, "clock", "按时段预约"))
    if policies.may_manage(actor, centre):
        if found.sign_up_rule != SignUpRule.NONE and found.state == ActivityState.ANNOUNCED:
            url = centre_reverse(centre, "gatherings:notice", pk=found.pk)
            links.append((url, "megaphone", "通知报名的人"))
        if Document.FIXTURES in found.version.documents:
            url = centre_reverse(centre, "gatherings:fixtures", pk=found.pk)
            links.append((url, "trophy", "赛程和结果"))
        if Document.WORKS in found.version.documents:
            url = centre_reverse(centre, "gatherings:works", pk=found.pk)
            links.append((url, "image", "展出作品"))
    return [one for one in links if one[0]]


def _on_poster(sessions: Iterable[Session]) -> list[Session]:
    """Return the sessions to come; once all are over, those that were."""
    live = [one for one in sessions if one.state != SessionState.CANCELLED]
    return [one for one in live if one.state == SessionState.PLANNED] or live


@for_staff("gatherings.see")
def poster(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show the poster of an activity, one sheet of A4 with a code to its page."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    rows = visible_activities(actor, centre).select_related("preset", "version")
    found = get_object_or_404(rows, pk=pk)
    page = shown(centre, found, timezone.now())
    live = _on_poster(page.sessions)
    return render(
        request,
        "gatherings/desk/poster.html",
        {
            "activity": found,
            "found": page,
            "sessions": live[:POSTER_SESSIONS],
            "more": max(len(live) - POSTER_SESSIONS, 0),
            "answers": answers_shown(Schema.parse(found.version.schema), found.extra)[:6],
        },
    )


@for_staff("gatherings.see")
def poster_file(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give the poster as a PDF; where none can be made, the printed page is one click away."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    rows = visible_activities(actor, centre).select_related("preset")
    found = get_object_or_404(rows, pk=pk)
    page = shown(centre, found, timezone.now())
    live = _on_poster(page.sessions)
    lines = [f"{span_of(one)}，{place_of(one)}" for one in live[:POSTER_SESSIONS]]
    if len(live) > POSTER_SESSIONS:
        lines.append(f"还有{len(live) - POSTER_SESSIONS}场，扫码看日期")
    lines.append(found.get_sign_up_rule_display())
    here = centre_reverse(centre, "gatherings:activity", pk=pk)
    body = poster_pdf(
        title=found.title,
        lines=lines,
        issuer=centre.name,
        summary=found.summary,
        address=request.build_absolute_uri(here),
        call="扫码看详情" if found.sign_up_rule == SignUpRule.NONE else "扫码报名",
        foot=f"不用手机也能来：{centre.phone or '到中心说一声'}",
    )
    return document_answer(body, f"海报-{found.title}", "pdf")


@for_staff("gatherings.see")
def training(request: HttpRequest) -> HttpResponse:
    """Show what each colleague learned in a time, read from who came; nobody enters it twice."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    at = timezone.now()
    today = timezone.localdate(at)
    form = Period(request.GET)
    said = form.cleaned_data if form.is_valid() else {}
    until = said.get("until") or today
    since = said.get("since") or until - timedelta(days=365)
    return render(
        request,
        "gatherings/desk/training.html",
        {
            "form": form,
            "lines": training_of_staff(actor, centre, since, until, at),
            "gaps": days_without_duty(centre, today),
            "since": since,
            "until": until,
        },
    )
