"""Work out the cards that the level above reads, each night for the months that still move."""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from changlai.foundation.areas.public import active_centres
from changlai.insights.figures.models import Card
from changlai.insights.figures.queries.panel import three
from changlai.insights.figures.spans import Span
from changlai.insights.figures.states import SpanKind

KEPT_SPANS = 6
"""How many months and quarters back a card that is missing is made."""
MOVING = timedelta(days=45)
"""How long after its end a span is still worked out anew: paper comes late."""
AT_ONCE = 100
"""Centres worked out in one go; the next go takes the next ones."""


@transaction.atomic
def work_out(*, centre: Any, span: Span, at: datetime) -> Card | None:
    """Write the card of a span as far as it has come by the end of yesterday.

    Returns None before the span has a whole day. Run again it writes the same.
    """
    until = min(span.last, timezone.localdate(at) - timedelta(days=1))
    if until < span.first:
        return None
    found = three(centre, span.first, until, at)
    facts = {
        "used_minutes": found.use.used,
        "open_minutes": found.use.open,
        "activities": found.activities,
        "heads": found.coming.heads,
        "persons": found.coming.persons,
        "until": until,
        "worked_out_at": at,
    }
    key = {"kind": span.kind, "first": span.first}
    rows = Card.objects.of(centre).filter(**key)
    if not rows.update(**facts):
        Card(centre_id=centre.pk, **key, **facts).save(force_insert=True)
    return rows.get()


def spans_to(at: datetime) -> list[Span]:
    """Return the months and quarters that have cards at a moment, the latest first."""
    yesterday = timezone.localdate(at) - timedelta(days=1)
    found = []
    for kind in SpanKind:
        span = Span.of(kind, yesterday)
        for _ in range(KEPT_SPANS):
            found.append(span)
            span = span.before
    return found


def work_out_all(at: datetime) -> int:
    """Work out what is missing or still moves, once a day for each centre; return how many."""
    today = timezone.localdate(at)
    done = 0
    for centre in _behind(at):
        fresh = {
            (card.kind, card.first): timezone.localdate(card.worked_out_at) == today
            for card in Card.objects.of(centre)
        }
        for span in spans_to(at):
            is_fresh = fresh.get((span.kind, span.first))
            moves = span.last + MOVING >= today
            if is_fresh is None or (moves and not is_fresh):
                done += work_out(centre=centre, span=span, at=at) is not None
    return done


def _behind(at: datetime) -> list[Any]:
    """Return some centres whose card of this month is not of today."""
    newest = Span.of(SpanKind.MONTH, timezone.localdate(at) - timedelta(days=1))
    since = timezone.make_aware(
        datetime.combine(timezone.localdate(at), datetime.min.time()),
        timezone.get_default_timezone(),
    )
    fresh = Card.objects.filter(kind=newest.kind, first=newest.first, worked_out_at__gte=since)
    done = set(fresh.values_list("centre_id", flat=True))
    found = []
    for centre in active_centres().iterator():
        if centre.pk not in done:
            found.append(centre)
        if len(found) == AT_ONCE:
            break
    return found
