"""我要看: news and guides, one piece, the wall and its screen, the window, and the Atom feed."""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from changlai.engines.content.public import (
    Version,
    kind_of,
    pictures_of,
    shown_piece,
    with_pictures,
)
from changlai.engines.faces.public import FaceFigure, face_figures
from changlai.foundation.areas.public import opening
from changlai.foundation.people.public import CentreRequest, open_to_all
from changlai.halls.publishing import queries
from changlai.halls.publishing.states import GUIDE, NOTICE, SHOWN_NEWS, STORY, WALL, WINDOW
from changlai.kernel.feeds.public import Story, atom
from changlai.kernel.pages.paging import page_onward, words_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.public import collect
from changlai.kernel.richtext import plain

FIRST, STORIES, FEED = 5, 3, 30
TABS = ((NOTICE, "公告"), (GUIDE, "指南"), (STORY, "故事"))


def _fresh(response: HttpResponse) -> HttpResponse:
    # Somebody may take their consent back: no browser keeps what it was shown.
    response["Cache-Control"] = "no-store"
    return response


@open_to_all
@require_safe
def look(request: CentreRequest) -> HttpResponse:
    """Show what is new, and everything else there is to read."""
    today = timezone.localdate()
    rows = list(queries.news(request.centre, today)[: FIRST + 1])
    stories = list(queries.found(request.centre, today, STORY, "")[:STORIES])
    context = {"notices": rows[:FIRST], "has_more": len(rows) > FIRST, "stories": stories}
    return render(request, "publishing/look.html", context)


@open_to_all
@require_safe
def all_pieces(request: CentreRequest) -> HttpResponse:
    """List notices, guides or stories, found by words."""
    kind, words = request.GET.get("kind", NOTICE), words_of(request)
    kind = kind if kind in queries.READABLE else NOTICE
    rows = queries.found(request.centre, timezone.localdate(), kind, words)
    if kind == GUIDE:
        rows = rows.order_by("piece__order", "piece__made_at", "id")
    context = {
        "page": page_onward(request, rows, 20),
        "kind": kind,
        "words": words,
        "tabs": TABS,
        "title": dict(TABS)[kind],
    }
    return render(request, "publishing/list.html", context)


def _shown_or_404(request: CentreRequest, pk: UUID, kinds: Any) -> Version:
    version = shown_piece(request.centre, pk, kinds, timezone.localdate())
    if version is None:
        raise Http404
    return version


@open_to_all
@require_safe
def read(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one notice, guide or story."""
    version = _shown_or_404(request, pk, queries.READABLE)
    context = {
        "version": version,
        "pictures": pictures_of(version),
        "kind": kind_of(version.kind),
        "is_story": version.kind == STORY,
    }
    return _fresh(render(request, "publishing/read.html", context))


@open_to_all
@require_safe
def read_print(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one piece as a sheet for the wall, A3 by itself and A4 when asked for."""
    version = _shown_or_404(request, pk, queries.READABLE)
    context = {"version": version, "is_small": request.GET.get("size") == "a4"}
    return _fresh(render(request, "publishing/print.html", context))


@open_to_all
@require_safe
def wall(request: CentreRequest) -> HttpResponse:
    """Show the culture wall on a telephone: every panel, in the order in which they hang."""
    rows = list(with_pictures(queries.wall(request.centre, timezone.localdate())))
    panels = [(row, pictures_of(row)) for row in rows]
    return _fresh(render(request, "publishing/wall.html", {"panels": panels}))


@open_to_all
@require_safe
def wall_section(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one panel, as a QR beside the real one leads to it."""
    version = _shown_or_404(request, pk, [WALL])
    context = {"version": version, "pictures": pictures_of(version)}
    return _fresh(render(request, "publishing/wall_section.html", context))


@open_to_all
@require_safe
def wall_screen(request: CentreRequest) -> HttpResponse:
    """Show the wall on the hall's screen, a panel at a time; it goes on without a network."""
    rows = list(with_pictures(queries.wall(request.centre, timezone.localdate())))
    panels = [(row, pictures_of(row)[:2]) for row in rows]
    return render(request, "publishing/wall_screen.html", {"panels": panels})


@open_to_all
@require_safe
def window(request: CentreRequest) -> HttpResponse:
    """Show the centre to whoever visits it: what it says, what is on, and true figures."""
    at = timezone.now()
    today = timezone.localdate(at)
    since, until = _last_month(today)
    figures = [one for one in face_figures(request.centre, since, until) if one.counts.asked]
    blocks = []
    for section in collect("home", request.centre.off):
        lines, said = section.lines(request.centre, at), section.said(request.centre, at)
        if lines or said:
            blocks.append({"section": section, "lines": list(lines)[:3], "said": said})
    context = {
        "sections": list(queries.window(request.centre, today)),
        "opening": opening(request.centre, at),
        "blocks": blocks,
        "figures": [one for one in figures if _is_shown(one)],
        "few": [one.source.title for one in figures if not _is_shown(one)],
        "month": since,
    }
    return _fresh(render(request, "publishing/window.html", context))


def _is_shown(one: FaceFigure) -> bool:
    return one.response_percent is not None and one.satisfied.percent is not None


def _last_month(today: date) -> tuple[date, date]:
    last = today.replace(day=1) - timedelta(days=1)
    return last.replace(day=1), last


@open_to_all
@require_safe
def window_section(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one part of what the centre says of itself."""
    version = _shown_or_404(request, pk, [WINDOW])
    context = {"version": version, "pictures": pictures_of(version)}
    return _fresh(render(request, "publishing/window_section.html", context))


@open_to_all
@require_safe
def feed(request: CentreRequest) -> HttpResponseBase:
    """Give the newest notices and stories, and whatever else halls publish as news, as Atom."""
    kinds = [one.code for one in collect("content_kinds", request.centre.off) if one.is_feed]
    rows = queries.shown_news(request.centre, timezone.localdate(), kinds or SHOWN_NEWS)[:FEED]
    site = request.build_absolute_uri("/").rstrip("/")
    stories = [
        Story(
            uid=row.piece_id,
            title=row.title,
            summary=row.summary or plain(row.body)[:200],
            url=site + centre_reverse(request.centre, kind_of(row.kind).url_name, pk=row.piece_id),
            published=row.piece.made_at,
            changed=row.published_at,
        )
        for row in rows
        if row.published_at is not None
    ]
    content = atom(
        stories,
        title=f"{request.centre.short_name or request.centre.name}公告和故事",
        link=site + centre_reverse(request.centre, "publishing:look"),
        feed_url=request.build_absolute_uri(),
        author=request.centre.name,
    )
    etag = quote_etag(salted_hmac("publishing", content, algorithm="sha256").hexdigest()[:32])
    response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response["ETag"], response["Cache-Control"] = etag, "no-cache"
    return get_conditional_response(request, etag, None, response) or response
