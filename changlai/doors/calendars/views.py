"""Calendars and news for other programs, and the pages that say how to subscribe."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import get_conditional_response
from django.utils.crypto import salted_hmac
from django.utils.http import quote_etag
from django.views.decorators.http import require_safe

from changlai.doors.calendars import queries
from changlai.doors.calendars.actions import end_key, renew_key
from changlai.doors.calendars.policies import may_keep_key
from changlai.foundation.people.public import CentreRequest, for_residents, open_to_all
from changlai.foundation.places.public import Room
from changlai.kernel.feeds import calendars, news
from changlai.kernel.feeds.public import Entry, calendar, rss
from changlai.kernel.pages.routes import centre_reverse

FRESH = "public, max-age=900"
"""Telephones of a village may share an answer for a quarter of an hour."""


def _site(request: HttpRequest) -> str:
    return request.build_absolute_uri("/").rstrip("/")


def _answer(request: HttpRequest, content: bytes, content_type: str, keep: str) -> HttpResponseBase:
    """Answer with what may be kept, or that nothing changed since the program last asked."""
    etag = quote_etag(salted_hmac("calendars", content, algorithm="sha256").hexdigest()[:32])
    response = HttpResponse(content, content_type=content_type)
    response["ETag"], response["Cache-Control"] = etag, keep
    return get_conditional_response(request, etag, None, response) or response


def _ics(
    request: CentreRequest, entries: list[Entry], name: str, keep: str = FRESH
) -> HttpResponseBase:
    content = calendar(
        entries,
        name=name,
        site=_site(request),
        revisions=queries.revisions(request.centre, entries),
    )
    return _answer(request, content, calendars.CONTENT_TYPE, keep)


@open_to_all
@require_safe
def page(request: CentreRequest) -> HttpResponse:
    """Say how the centre's calendar gets onto a telephone, with each address and its QR."""
    rooms = Room.objects.of(request.centre).to_book()
    context = {
        "activities": _address(request, "calendars:activities_ics"),
        "news": _address(request, "calendars:activities_rss"),
        "rooms": [(room, _address(request, "calendars:room_ics", pk=room.pk)) for room in rooms],
    }
    return render(request, "calendars/page.html", context)


@open_to_all
@require_safe
def activities_ics(request: CentreRequest) -> HttpResponseBase:
    """Give the coming public activities of the centre as a calendar."""
    found = queries.public_entries(request.centre, timezone.now())
    return _ics(request, found, f"{request.centre.short_name}活动")


@open_to_all
@require_safe
def activities_rss(request: CentreRequest) -> HttpResponseBase:
    """Give the activities that are still to come as news, the latest announced first."""
    now = timezone.now()
    found = [one for one in queries.public_entries(request.centre, now) if one.ends > now]
    site = _site(request)
    content = rss(
        found,
        title=f"{request.centre.name}的活动",
        description=f"{request.centre.short_name}接下来的活动",
        link=f"{site}/c/{request.centre.code}/",
        feed_url=site + request.path,
        site=site,
    )
    return _answer(request, content, news.CONTENT_TYPE, FRESH)


@open_to_all
@require_safe
def room_ics(request: CentreRequest, pk: UUID) -> HttpResponseBase:
    """Give when a room is taken; what is private says no more than that."""
    room = get_object_or_404(Room.objects.of(request.centre).active(), pk=pk)
    found = queries.entries_of_room(request.centre, room.pk, timezone.now())
    return _ics(request, found, f"{request.centre.short_name}{room.name}")


@open_to_all
@require_safe
def mine_ics(request: CentreRequest, secret: str) -> HttpResponseBase:
    """Give one person's calendar to whoever has its secret address; 404 once it was renewed."""
    person = queries.person_of_secret(request.centre, secret)
    if person is None:
        raise Http404
    found = queries.entries_of_person(request.centre, person.pk, timezone.now())
    response = _ics(request, found, f"我在{request.centre.short_name}", "private, no-cache")
    response["X-Robots-Tag"] = "noindex"
    response["Referrer-Policy"] = "no-referrer"
    return response


@for_residents
def mine(request: CentreRequest) -> HttpResponse:
    """Show one's own secret address; renew it, or end it."""
    centre, actor, now = request.centre, request.actor, timezone.now()
    if request.method == "POST":
        if request.POST.get("verb") == "end":
            end_key(centre=centre, actor=actor, at=now)
            messages.success(request, "停用了，原来的地址打不开了。")
        else:
            renew_key(centre=centre, actor=actor, at=now)
            messages.success(request, "地址生成好了，请在自己的手机上订阅。")
        return redirect(centre_reverse(centre, "calendars:mine"))
    may = may_keep_key(actor, centre)
    key = queries.live_key(centre, actor.person_id) if may and actor.person_id else None
    address = _address(request, "calendars:mine_ics", secret=key.secret) if key else None
    context = {"may": may, "key": key, "address": address}
    return render(request, "calendars/mine.html", context)


def _address(request: CentreRequest, name: str, **kwargs: Any) -> dict[str, str]:
    """Return an address in full, and as telephones open it in their calendar."""
    full = request.build_absolute_uri(centre_reverse(request.centre, name, **kwargs))
    return {"full": full, "opens": f"webcal://{full.split('://', 1)[1]}"}
