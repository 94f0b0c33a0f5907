"""村里的品牌: the list, a brand's page, its route, its plots, what stands behind its numbers."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from changlai.engines.content.public import kind_of, pictures_of, shown_piece
from changlai.foundation.people.public import CentreRequest, open_to_all
from changlai.halls.brands import policies
from changlai.halls.brands.models import Brand, RouteStop
from changlai.halls.brands.queries import counts
from changlai.halls.brands.queries.pieces import dated, pieces_of, sound_of, with_living
from changlai.halls.brands.states import HERITAGE, ROLE, TIP, BrandPart, BrandState
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.evidence import pieces as record_rows
from changlai.kernel.pages.paging import page_onward, words_of
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.records.public import owners_of
from changlai.kernel.registry.public import record_page

SHOWN = 4
PART_OF = {HERITAGE: BrandPart.HERITAGE, TIP: BrandPart.TIPS}
LISTS = ("activities", "people", "days", "pieces", "services", "voices", "others")


def fresh(response: HttpResponse) -> HttpResponse:
    """Let no browser keep the page: a name or a consent may be taken back."""
    response["Cache-Control"] = "no-store"
    return response


def _brand(request: CentreRequest, slug: str) -> Brand:
    rows = policies.public_brands(request.centre).select_related("logo")
    return get_object_or_404(rows, slug=slug)


def activity_lines(request: CentreRequest, rows: Any) -> list[tuple[Any, str]]:
    """Return sessions with the page on which one reads of them and signs up."""
    name = record_page("activity")
    return [
        (one, optional_url(request.centre, name, pk=one.activity_id) if name else "")
        for one in rows
    ]


@open_to_all
@require_safe
def brands(request: CentreRequest) -> HttpResponse:
    """List the village's brands, those that go on first, and what of them is coming."""
    rows = list(policies.public_brands(request.centre).select_related("logo"))
    soon = counts.coming(request.centre, [one.pk for one in rows], timezone.now())[:SHOWN]
    context = {
        "living": [(one, _logo(one)) for one in rows if one.state == BrandState.SHOWN],
        "ended": [(one, _logo(one)) for one in rows if one.state == BrandState.ENDED],
        "coming": activity_lines(request, soon),
    }
    return render(request, "brands/list.html", context)


def _logo(brand: Brand) -> str:
    return file_url(brand.logo) if brand.logo is not None else ""


@open_to_all
@require_safe
def brand(request: CentreRequest, slug: str) -> HttpResponse:
    """Show a brand: its story, what is coming, what it came to, and what one may do."""
    row, at = _brand(request, slug), timezone.now()
    return fresh(render(request, "brands/brand.html", brand_context(request, row, at)))


@open_to_all
@require_safe
def brand_print(request: CentreRequest, slug: str) -> HttpResponse:
    """Show a brand as a sheet for the wall: A3 by itself, A4 when asked for."""
    row = _brand(request, slug)
    context = brand_context(request, row, timezone.now())
    context["is_small"] = request.GET.get("size") == "a4"
    return fresh(render(request, "brands/brand_print.html", context))


def brand_context(request: CentreRequest, row: Brand, at: Any) -> dict[str, Any]:
    """Return what a brand's page shows, in a number of statements that never grows."""
    found = counts.gathered(request.centre, row, at)
    is_on = row.state == BrandState.SHOWN
    soon = counts.coming(request.centre, [row.pk], at)[:SHOWN] if is_on else []
    plots: list[Any] = []
    if row.offers(BrandPart.PLOTS):
        plots = list(with_living(row.plots.filter(is_open=True)))
    return {
        "brand": row,
        "logo": _logo(row),
        "figures": counts.figures(found),
        "others": len(found.others),
        "coming": activity_lines(request, soon),
        "heritage": [one for one in found.pieces if one.kind == HERITAGE][:SHOWN],
        "tips": [one for one in found.pieces if one.kind == TIP][:SHOWN],
        "stops": list(row.stops.all()) if row.offers(BrandPart.ROUTE) else [],
        "plots": plots,
        "free": [one for one in plots if not one.living],
        "has": {one.value: row.offers(one.value) for one in BrandPart},
        "is_on": is_on,
    }


@open_to_all
@require_safe
def things(request: CentreRequest, slug: str) -> HttpResponse:
    """List what stands behind one number of a brand."""
    row, of = _brand(request, slug), request.GET.get("of", "activities")
    if of not in LISTS:
        raise Http404
    found = counts.gathered(request.centre, row, timezone.now())
    figures = {one.code: one for one in counts.figures(found)}
    context: dict[str, Any] = {"brand": row, "of": of, "figure": figures.get(of)}
    if of in {"activities", "people"}:
        context["activities"] = activity_of(request, found.held)
    elif of == "days":
        context["sessions"] = activity_lines(request, found.sessions)
    elif of == "pieces":
        context["pieces"] = [
            (one, optional_url(request.centre, kind_of(one.kind).url_name, pk=one.piece_id))
            for one in found.pieces
        ]
    else:
        ids = {one.pk for one in found.answered(of)}
        links = [one for one in found.links if one.record_id in ids]
        links = found.others if of == "others" else links
        public, hidden = counts.public_links(links)
        context |= {"records": record_rows(request.centre, public), "hidden": hidden}
    return fresh(render(request, "brands/things.html", context))


def activity_of(request: CentreRequest, rows: Any) -> list[dict[str, Any]]:
    """Return activities with how many came (few are not told) and their pages."""
    name = record_page("activity")
    found = []
    for one in rows:
        came = counts.told_size(int(one.came) + int(one.guests))
        url = optional_url(request.centre, name, pk=one.pk) if name else ""
        found.append({"row": one, "came": came, "url": url})
    return found


@open_to_all
@require_safe
def pieces(request: CentreRequest, slug: str) -> HttpResponse:
    """List the old stories, or the tips, of a brand, found by words."""
    row, kind, words = _brand(request, slug), request.GET.get("kind", HERITAGE), words_of(request)
    kind = kind if kind in PART_OF else HERITAGE
    rows = pieces_of(request.centre, row, [kind], timezone.localdate(), words)
    page = page_onward(request, rows, 20)
    context = {
        "brand": row,
        "page": page,
        "lines": [(one, dated(one)) for one in page.object_list],
        "kind": kind_of(kind),
        "words": words,
    }
    return fresh(render(request, "brands/pieces.html", context))


@open_to_all
@require_safe
def piece(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one old story or thing with how sure its date is, or one tip."""
    version = shown_piece(request.centre, pk, list(PART_OF), timezone.localdate())
    if version is None:
        raise Http404
    owners = owners_of(request.centre, pk, ROLE)
    own = policies.public_brands(request.centre).filter(pk__in=owners).first()
    more = version.more
    context = {
        "version": version,
        "brand": own,
        "kind": kind_of(version.kind),
        "pictures": pictures_of(version),
        "is_heritage": version.kind == HERITAGE,
        "dated": dated(version),
        "facts": [
            ("讲述人", more.get("narrator", "")),
            ("老物件", more.get("object", "")),
            ("在哪里", more.get("where", "")),
        ],
        "sound": sound_of(version) if version.kind == HERITAGE else "",
    }
    return fresh(render(request, "brands/piece.html", context))


def _route(request: CentreRequest, slug: str) -> tuple[Brand, list[RouteStop]]:
    row = _brand(request, slug)
    if not row.offers(BrandPart.ROUTE):
        raise Http404
    return row, list(row.stops.all())


@open_to_all
@require_safe
def route(request: CentreRequest, slug: str) -> HttpResponse:
    """Show the whole route: every stop in order, with the minutes between."""
    row, stops = _route(request, slug)
    context = {"brand": row, "stops": stops, "minutes": sum(one.walk_minutes for one in stops)}
    return render(request, "brands/route.html", context)


@open_to_all
@require_safe
def route_print(request: CentreRequest, slug: str) -> HttpResponse:
    """Show the route as a sheet to hang at its beginning or to carry along."""
    row, stops = _route(request, slug)
    context = {
        "brand": row,
        "stops": stops,
        "minutes": sum(one.walk_minutes for one in stops),
        "is_small": request.GET.get("size") == "a4",
    }
    return render(request, "brands/route_print.html", context)


@open_to_all
@require_safe
def stop(request: CentreRequest, slug: str, number: int) -> HttpResponse:
    """走一走: one stop on a telephone, with the one before and the next."""
    row, stops = _route(request, slug)
    if not 1 <= number <= len(stops):
        raise Http404
    context = {
        "brand": row,
        "stop": stops[number - 1],
        "number": number,
        "total": len(stops),
        "before": number - 1 if number > 1 else None,
        "next": stops[number] if number < len(stops) else None,
        "next_number": number + 1,
    }
    return render(request, "brands/stop.html", context)


@open_to_all
@require_safe
def plots(request: CentreRequest, slug: str) -> HttpResponse:
    """List what may be looked after: free ones first, nobody's care compared."""
    row = _brand(request, slug)
    if not row.offers(BrandPart.PLOTS):
        raise Http404
    rows = list(with_living(row.plots.filter(is_open=True)))
    context = {
        "brand": row,
        "free": [one for one in rows if not one.living],
        "taken": [one for one in rows if one.living],
    }
    return fresh(render(request, "brands/plots.html", context))


@open_to_all
@require_safe
def plot(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a plot: where it is, what there is to do, and whether somebody looks after it."""
    rows = with_living(policies.public_plots(request.centre).select_related("brand"))
    row = get_object_or_404(rows, pk=pk)
    may = row.is_open and not row.living and row.brand.state == BrandState.SHOWN
    context = {"plot": row, "brand": row.brand, "living": row.living, "may_adopt": may}
    return fresh(render(request, "brands/plot.html", context))
