"""Where everyone arrives: the centre's home, or the choice of a centre."""

from datetime import datetime
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.doors.web.forms import FindCentre
from changlai.foundation.areas.public import Centre, active_centres, opening
from changlai.foundation.people.public import Actor, actor_of, on_duty, open_to_all
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.registry.public import collect

CENTRES_PER_PAGE = 30


@open_to_all
def entrance(request: HttpRequest) -> HttpResponse:
    """Answer at "/": the home of the only centre, else a chooser with search."""
    some = list(active_centres().select_related("area")[:2])
    if len(some) == 1:
        _stand_at(request, some[0])
        return _home(request)
    return _chooser(request)


@open_to_all
def home(request: HttpRequest) -> HttpResponse:
    """Show the centre's home: is it open, who is there, whom to call, and the verbs that work."""
    return _home(request)


@open_to_all
def about(request: HttpRequest) -> HttpResponse:
    """Say who stands behind the centre's pages, and where to complain about them."""
    return render(
        request,
        "web/about.html",
        {"complain_url": optional_url(request.centre, "voices:say")},  # type: ignore[attr-defined]
    )


def _home(request: HttpRequest) -> HttpResponse:
    centre, at = request.centre, timezone.now()  # type: ignore[attr-defined]
    return render(
        request,
        "web/home.html",
        {
            "opening": opening(centre, at),
            "duty": on_duty(centre, at),
            "progress_url": optional_url(centre, "voices:progress"),
            "day": timezone.localdate(at),
            "blocks": _blocks(centre, at),
        },
    )


def _blocks(centre: Centre, at: datetime) -> list[dict[str, Any]]:
    """Ask each app what of the village's life may stand on its home; nothing to show, no block."""
    blocks = []
    for section in collect("home", centre.off):
        lines, said = section.lines(centre, at), section.said(centre, at)
        if lines or said:
            blocks.append({"section": section, "lines": lines, "said": said})
    return blocks


def _chooser(request: HttpRequest) -> HttpResponse:
    form = FindCentre(request.GET)
    words = form.cleaned_data["q"].strip() if form.is_valid() else ""
    centres = active_centres().select_related("area")
    for word in words.split():
        centres = centres.filter(Q(name__icontains=word) | Q(area__full_name__icontains=word))
    return render(
        request,
        "web/chooser.html",
        {"form": form, "page": page_of(request, centres, CENTRES_PER_PAGE), "words": words},
    )


def _stand_at(request: HttpRequest, centre: Centre) -> None:
    """Let "/" be the only centre's home; roles are left out, the workbench has its own address."""
    account = request.user
    actor = (
        actor_of(account=account, centre=centre, at=timezone.now(), with_roles=False)
        if account.is_authenticated
        else Actor.anonymous(centre.pk)
    )
    request.centre, request.actor = centre, actor  # type: ignore[attr-defined]
