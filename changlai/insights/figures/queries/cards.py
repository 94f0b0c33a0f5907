"""Cards as the level above reads them: many centres in one statement, small groups hidden."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from changlai.insights.figures.models import Card
from changlai.insights.figures.queries.using import Use
from changlai.insights.figures.spans import Span
from changlai.kernel.metrics.public import hide_small, shown


@dataclass(frozen=True)
class CentreRow:
    """One centre beside the others; `card` is None where nothing was worked out yet."""

    centre: Any
    card: Card | None
    use: Use | None
    heads: int | str
    persons: int | str


@dataclass(frozen=True)
class Beside:
    """Centres side by side, in the order of their areas, with what is said of all together."""

    rows: tuple[CentreRow, ...]
    use: Use
    activities: int
    heads: int | str


def card_of(centre: Any, span: Span) -> Card | None:
    """Return the card of a span, if it was worked out."""
    return Card.objects.of(centre).filter(kind=span.kind, first=span.first).first()


def beside(centres: Sequence[Any], span: Span) -> Beside:
    """Return the cards of many centres in one statement; no rank is made of them."""
    keys = [centre.pk for centre in centres]
    cards = {
        card.centre_id: card
        for card in Card.objects.filter(kind=span.kind, first=span.first, centre_id__in=keys)
    }
    known = [cards.get(key) for key in keys]
    table = hide_small([[card.heads if card else 0] for card in known] or [[0]])
    rows = tuple(
        CentreRow(
            centre,
            card,
            Use(card.used_minutes, card.open_minutes) if card else None,
            line[0],
            shown(card.persons) if card else 0,
        )
        for centre, card, line in zip(centres, known, table, strict=False)
    )
    there = [card for card in known if card]
    return Beside(
        rows,
        Use(sum(card.used_minutes for card in there), sum(card.open_minutes for card in there)),
        sum(card.activities for card in there),
        table[-1][0],
    )
