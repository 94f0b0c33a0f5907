"""Figures of disclosure per day: how many came out of each category."""

from datetime import date
from typing import Any

from django.utils import timezone

from changlai.halls.disclosure.models import Disclosure, SignOff
from changlai.halls.disclosure.states import COUNT_PUBLISHED, SignedAs, Verdict
from changlai.kernel.metrics.declarations import Metric


def _published(centre: Any, first: date, last: date) -> dict[tuple[date, tuple[str, ...]], int]:
    # Whoever approves lets out in the same moment: an approval is a publication.
    rows = SignOff.objects.of(centre).filter(signed_as=SignedAs.APPROVE, verdict=Verdict.AGREED)
    of_piece = dict(Disclosure.objects.of(centre).values_list("piece_id", "category"))
    found: dict[tuple[date, tuple[str, ...]], int] = {}
    for moment, piece_id in rows.values_list("at", "version__piece_id").iterator():
        day = timezone.localdate(moment)
        if first <= day <= last:
            key = (day, (of_piece[piece_id],))
            found[key] = found.get(key, 0) + 1
    return found


METRICS = [Metric(COUNT_PUBLISHED, "三务公开", "份", ("category",), _published)]
