"""What the figures are made of: the uses of a room, the activities, the encounters."""

from datetime import datetime, time, timedelta
from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.foundation.places.public import (
    HolderKind,
    Occupancy,
    day_plan,
    use_page,
    visible_rooms,
)
from changlai.insights.figures.policies import SEE
from changlai.insights.figures.queries import coming, holding, tags, using
from changlai.insights.figures.views.spans import asked
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import optional_url


@for_staff(SEE)
@require_safe
def room(request: CentreRequest, pk: UUID) -> HttpResponse:
    """List what a room was used for in a span; parts used together are one line."""
    now = timezone.now()
    choice = asked(request, now)
    found = get_object_or_404(visible_rooms(request.actor, request.centre), pk=pk)
    zone = timezone.get_default_timezone()
    last = choice.span.until(timezone.localdate(now))
    since = datetime.combine(choice.span.first, time(), zone)
    until = min(datetime.combine(last + timedelta(days=1), time(), zone), now)
    lines: dict[tuple[object, ...], list[str]] = {}
    rows: dict[tuple[object, ...], Occupancy] = {}
    for row in day_plan(request.centre, since, until, found.pk) if since < until else ():
        key = (row.holder_id, row.use_starts)
        rows[key] = row
        lines.setdefault(key, []).append(row.part.name)
    (rooms, _), *_ = using.rooms_between(request.centre, [(choice.span.first, last)], now)
    context = {
        "choice": choice,
        "room": found,
        "uses": [
            {
                "row": rows[key],
                "parts": "、".join(parts),
                "is_closure": rows[key].holder_kind == HolderKind.CLOSURE,
                "url": optional_url(
                    request.centre, "rooms:use", kind=rows[key].holder_kind, pk=rows[key].holder_id
                )
                if use_page(rows[key].holder_kind)
                else "",
            }
            for key, parts in lines.items()
        ],
        "use": next(
            (one.use for one in rooms if one.room.pk == found.pk),
            None,
        ),
    }
    return render(request, "figures/room.html", context)


def _tag(request: CentreRequest) -> tuple[list[tags.Branch], tags.Branch] | None:
    """Return the tree and the heading that an address asks for; None where it asks for none."""
    typed = request.GET.get("tag", "")
    if not typed:
        return None
    branches = tags.tree(request.centre)
    return next(((branches, one) for one in branches if str(one.tag.pk) == typed), None)


@for_staff(SEE)
@require_safe
def activities(request: CentreRequest) -> HttpResponse:
    """List the completed activities of a span, of one kind or of all."""
    now = timezone.now()
    choice = asked(request, now)
    last = choice.span.until(timezone.localdate(now))
    rows = holding.activities_between(request.actor, request.centre, choice.span.first, last)
    kind = request.GET.get("kind", "")[:30]
    if kind:
        rows = rows.filter(preset__code=kind)
    tag = _tag(request)
    if tag is not None:
        rows = rows.filter(preset__code__in=tags.under(*tag)[0])
    page = page_of(request, rows)
    lines = [
        (row, optional_url(request.centre, "gatherings:desk_activity", pk=row.pk))
        for row in page.object_list
    ]
    context = {"choice": choice, "kind": kind, "page": page, "lines": lines}
    context["tag"] = tag[1].tag if tag else None
    return render(request, "figures/activities.html", context)


@for_staff(SEE)
@require_safe
def encounters(request: CentreRequest) -> HttpResponse:
    """List the encounters of a span by source; what the reader may not open is not named."""
    now = timezone.now()
    choice = asked(request, now)
    last = choice.span.until(timezone.localdate(now))
    rows = coming.met_between(request.centre, choice.span.first, last)
    known = {source.code: source for source in coming.sources()}
    source = known.get(request.GET.get("source", ""))
    rows = rows.filter(source=source.code) if source else rows.filter(source__in=known)
    tag = _tag(request)
    if tag is not None:
        rows = rows.filter(source__in=tags.under(*tag)[1])
    page = page_of(request, rows)
    ids: dict[str, list[UUID]] = {}
    for row in page.object_list:
        ids.setdefault(row.source, []).append(row.subject_id)
    lines = {
        code: known[code].lines(request.actor, request.centre, keys) for code, keys in ids.items()
    }
    table = coming.by_source(request.centre, choice.span)
    context = {
        "choice": choice,
        "source": source,
        "tag": tag[1].tag if tag else None,
        "table": table,
        "page": page,
        "lines": [
            (row, known[row.source], lines[row.source].get(row.subject_id))
            for row in page.object_list
        ],
    }
    return render(request, "figures/encounters.html", context)
