"""Pages of the site itself: large type, guides, what an installed app needs, and a sign of life."""

import hashlib
from http import HTTPStatus
from typing import Any

from django.contrib.staticfiles.storage import staticfiles_storage
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme

from changlai.foundation.areas.public import active_centres
from changlai.foundation.people.public import open_to_all
from changlai.kernel.pages.look import token
from changlai.kernel.pages.shell import ELDER_COOKIE
from changlai.kernel.registry.public import OfflinePage, collect
from changlai.kernel.tasks.public import is_stalled

YEAR = 365 * 24 * 3600
PHONES_OFFLINE = 20
SHELL_FILES = (
    "pages/tokens.css",
    "pages/base.css",
    "pages/resident.css",
    "pages/print.css",
    "pages/pages.js",
    "pages/mark.svg",
    "pages/mark-192.png",
)


@open_to_all
def elder(request: HttpRequest) -> HttpResponse:
    """Switch the large type on or off in this browser, and go back to where one was."""
    back = request.GET.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, allowed_hosts={request.get_host()}):
        back = "/"
    # Taken as an address only: a word of somebody's own is no name of a page.
    response = HttpResponseRedirect(back)
    if request.GET.get("on") == "1":
        response.set_cookie(ELDER_COOKIE, "1", max_age=YEAR, samesite="Lax")
    else:
        response.delete_cookie(ELDER_COOKIE, samesite="Lax")
    return response


@open_to_all
def guides(request: HttpRequest) -> HttpResponse:
    """Explain how things are done here; kept on the phone, so that it opens without a network."""
    return render(request, "web/guides.html", {"centres": active_centres()[:PHONES_OFFLINE]})


@open_to_all
def offline(request: HttpRequest) -> HttpResponse:
    """Say that there is no network, and what still works."""
    return render(request, "web/offline.html", {"centres": active_centres()[:PHONES_OFFLINE]})


@open_to_all
def manifest(request: HttpRequest) -> HttpResponse:
    """Describe the app to the phone that installs it."""
    return JsonResponse(
        {
            "name": "常来 · 党群服务中心",
            "short_name": "常来",
            "description": "说事、办事、查进度。",
            "lang": "zh-Hans",
            "id": "/",
            "start_url": "/",
            "scope": "/",
            "display": "standalone",
            "background_color": token("paper"),
            "theme_color": token("brand"),
            "icons": [
                {"src": static("pages/mark-192.png"), "sizes": "192x192", "type": "image/png"},
                {"src": static("pages/mark-512.png"), "sizes": "512x512", "type": "image/png"},
                {
                    "src": static("pages/mark-maskable-512.png"),
                    "sizes": "512x512",
                    "type": "image/png",
                    "purpose": "maskable",
                },
            ],
        },
        content_type="application/manifest+json",
        json_dumps_params={"ensure_ascii": False},
    )


@open_to_all
def service_worker(request: HttpRequest) -> HttpResponse:
    """Give the worker that keeps the shell, the guides and the offline page on the phone."""
    kept: tuple[OfflinePage, ...] = collect("offline")
    names = [*SHELL_FILES, *(name for one in kept for name in one.files)]
    files = [static(name) for name in names]
    sites = (one.url_name for one in kept if not one.of_centre)
    pages = [reverse(name) for name in ("web:offline", "web:guides", *sites)]
    context = {
        "files": files,
        "pages": pages,
        "screens": [_behind_centre(one.url_name) for one in kept if one.of_centre],
        "offline": pages[0],
        "version": _version(names),
    }
    response = render(request, "web/sw.js", context, content_type="text/javascript")
    response["Cache-Control"] = "no-cache"
    return response


def _behind_centre(url_name: str) -> str:
    """Return what stands behind the centre's code in the address of a page of any centre."""
    return reverse(url_name, kwargs={"code": "x"}).partition("/c/x/")[2]


def _version(names: list[str]) -> str:
    """Name the cache after what is in it, so that a new look replaces the old one."""
    digest = hashlib.sha256("\n".join(map(static, names)).encode())
    for name in names:
        try:
            with staticfiles_storage.open(name) as file:
                digest.update(file.read())
        except OSError:
            continue
    return digest.hexdigest()[:12]


@open_to_all
def pieces(request: HttpRequest) -> HttpResponse:
    """Show every piece of the design system once."""
    from changlai.doors.web.pieces import pieces_context

    return render(request, "web/pieces.html", pieces_context(timezone.now()))


@open_to_all
def pieces_of_the_desk(request: HttpRequest) -> HttpResponse:
    """Show the pieces of the workbench."""
    from changlai.doors.web.pieces import pieces_context

    return render(request, "web/pieces_desk.html", pieces_context(timezone.now()))


@open_to_all
def pieces_on_paper(request: HttpRequest) -> HttpResponse:
    """Show the pieces of a sheet of paper."""
    from changlai.doors.web.pieces import pieces_context

    return render(request, "web/pieces_paper.html", pieces_context(timezone.now()))


@open_to_all
def healthz(request: HttpRequest) -> HttpResponse:
    """Answer a watchman: is the database there, and is background work running."""
    facts: dict[str, Any] = {"database": "ok", "worker": "ok"}
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
        if is_stalled(timezone.now()):
            facts["worker"] = "silent"
    except DatabaseError:
        facts = {"database": "down", "worker": "unknown"}
    status = HTTPStatus.OK if facts["database"] == "ok" else HTTPStatus.SERVICE_UNAVAILABLE
    return JsonResponse(facts, status=status)
