"""Themes on the desk: begin, fill, end."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.activities.public import presets_of
from changlai.foundation.people.public import for_staff
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.actions.themes import end_theme, put_in, put_theme, take_out
from changlai.halls.gatherings.forms.themes import ThemeForm
from changlai.halls.gatherings.models import Theme
from changlai.halls.gatherings.queries.themes import (
    counts_of,
    items_of,
    kind_titles,
    records_to_add,
)
from changlai.halls.gatherings.states import ThemeState
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.public import keep_file
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse, optional_url


def _theme(request: HttpRequest, pk: UUID) -> Theme:
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found: Theme = get_object_or_404(policies.visible_themes(actor, centre), pk=pk)
    return found


@for_staff("gatherings.see")
def themes(request: HttpRequest) -> HttpResponse:
    """List the themes, the latest first."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    page = page_of(request, policies.visible_themes(actor, centre).order_by("-since", "-id"))
    context = {"page": page, "may_manage": policies.may_manage(actor, centre)}
    return render(request, "gatherings/desk/themes.html", context)


@for_staff("gatherings.manage")
def new(request: HttpRequest) -> HttpResponse:
    """Begin a theme."""
    return _edit(request, None)


@for_staff("gatherings.manage")
def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change the words and days of a theme that has not ended."""
    return _edit(request, _theme(request, pk))


def _edit(request: HttpRequest, found: Theme | None) -> HttpResponse:
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    sent = request.POST if request.method == "POST" else None
    initial: dict[str, Any] = {}
    if found is not None:
        names = ("title", "since", "until", "intro", "presets")
        initial = {name: getattr(found, name) for name in names}
    form = ThemeForm(sent, request.FILES or None, initial=initial, presets=presets_of(centre))
    at = timezone.now()
    if sent is not None and form.is_valid():
        said = dict(form.cleaned_data)
        upload = said.pop("cover", None)
        try:
            cover = (
                keep_file(
                    centre=centre,
                    upload=upload,
                    purpose="theme",
                    actor_id=actor.account_id,
                    at=at,
                    is_public=True,
                )
                if upload
                else None
            )
            row = put_theme(
                centre=centre,
                actor=actor,
                at=at,
                cover=cover,
                theme_id=found.pk if found else None,
                **said,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "主题存好了。")
            return redirect(centre_reverse(centre, "gatherings:desk_theme", pk=row.pk))
    return render(request, "gatherings/desk/theme_edit.html", {"form": form, "theme": found})


@for_staff("gatherings.see")
def theme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Show a theme with all that belongs to it, and its sum so far or as it ended."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = _theme(request, pk)
    titles = kind_titles()
    counts = found.summary or counts_of(found)
    page = page_of(request, items_of(found))
    items = [
        {
            "row": one,
            "kind": titles.get(one.record.kind, one.record.kind),
            "url": optional_url(centre, one.record.url_name, pk=one.record_id)
            if one.record.url_name
            else "",
        }
        for one in page.object_list
    ]
    return render(
        request,
        "gatherings/desk/theme.html",
        {
            "theme": found,
            "page": page,
            "items": items,
            "counts": [(titles.get(k, k), n) for k, n in counts["by_kind"].items()],
            "done": counts["done"],
            "came": counts["came"],
            "is_open": found.state == ThemeState.OPEN,
            "may_manage": policies.may_manage(actor, centre),
        },
    )


@for_staff("gatherings.manage")
def add(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Find things by words, or those of the theme's days, and put the ticked ones in."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = _theme(request, pk)
    if request.method == "POST":
        keys = [key for key in map(_key, request.POST.getlist("record")) if key is not None]
        try:
            count = put_in(
                centre=centre, theme_id=pk, record_ids=keys, actor=actor, at=timezone.now()
            )
        except RuleBroken as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, f"放进来{count}件。" if count else "没有勾选新的。")
        return redirect(centre_reverse(centre, "gatherings:desk_theme", pk=pk))
    words = request.GET.get("words", "")[:50]
    titles = kind_titles()
    page = page_of(request, records_to_add(found, words).filter(kind__in=list(titles)))
    rows = [{"row": one, "kind": titles[one.kind]} for one in page.object_list]
    context = {"theme": found, "page": page, "rows": rows, "words": words}
    return render(request, "gatherings/desk/theme_add.html", context)


def _key(said: str) -> UUID | None:
    try:
        return UUID(said)
    except ValueError:
        return None


@require_POST
def _drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    _theme(request, pk)
    key = _key(request.POST.get("item", ""))
    if key is not None:
        take_out(centre=centre, theme_id=pk, item_id=key, actor=actor)
    return redirect(centre_reverse(centre, "gatherings:desk_theme", pk=pk))


drop = for_staff("gatherings.manage")(_drop)


@for_staff("gatherings.manage")
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask once more, then end a theme and keep its sum."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = _theme(request, pk)
    if request.method == "POST":
        end_theme(centre=centre, theme_id=pk, actor=actor, at=timezone.now())
        messages.success(request, "主题结束了，页面已经归档。")
        return redirect(centre_reverse(centre, "gatherings:desk_theme", pk=pk))
    counts = counts_of(found)
    titles = kind_titles()
    context = {
        "theme": found,
        "counts": [(titles.get(k, k), n) for k, n in counts["by_kind"].items()],
    }
    return render(request, "gatherings/desk/theme_end.html", context)
