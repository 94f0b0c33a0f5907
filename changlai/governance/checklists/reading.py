"""Read a number of the house for an item, and say how it comes out."""

import logging
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from changlai.governance.checklists.states import Verdict, holds
from changlai.kernel.registry.public import Measure, measure

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Reading:
    """What was found: the verdict, and the number with its words where there is one."""

    verdict: Verdict
    value: Decimal | None = None
    title: str = ""
    unit: str = ""


def read(found: Measure | None, centre: Any, at: datetime, comparison: str, target: Any) -> Reading:
    """Return how an item comes out whose source is this measure; never raises.

    A source that is not contributed any more, or whose part is off, is gone: neither met nor a
    gap. One that cannot count today is told in the log and stands as without data.
    """
    if found is None:
        return Reading(Verdict.GONE)
    try:
        # A broken read must not break the transaction of the run around it.
        with transaction.atomic():
            number = found.value(centre, at)
    except Exception:
        log.exception("measure %s cannot count", found.code)
        number = None
    if number is None:
        return Reading(Verdict.NO_DATA, None, found.title, found.unit)
    value = Decimal(number)
    verdict = Verdict.MET if holds(value, comparison, Decimal(target)) else Verdict.GAP
    return Reading(verdict, value, found.title, found.unit)


def read_item(item: Any, centre: Any, at: datetime) -> Reading:
    """Return how an auto item of a list comes out now."""
    return read(measure(item.measure, centre.off), centre, at, item.comparison, item.target)
