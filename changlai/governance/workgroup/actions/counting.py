"""Count what tasks wait for, and close those whose number is reached: each night and on view."""

import logging
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.areas.public import Centre
from changlai.governance.workgroup.actions.tasks import close_counted
from changlai.governance.workgroup.models import Task
from changlai.governance.workgroup.states import OPEN, holds
from changlai.kernel.registry.public import measure

log = logging.getLogger(__name__)
Numbers = dict[str, Decimal | None]


def numbers_for(centre: Any, tasks: Any, at: datetime) -> Numbers:
    """Return what the house counts now for these tasks, each number once; None: cannot count.

    A measure that fails is told in the log and closes nothing.
    """
    found: Numbers = {}
    for code in dict.fromkeys(one.measure for one in tasks if one.measure and one.is_open):
        source = measure(code, centre.off)
        if source is None:
            continue
        try:
            with transaction.atomic():
                number = source.value(centre, at)
        except Exception:
            log.exception("measure %s cannot count", code)
            number = None
        found[code] = None if number is None else Decimal(number)
    return found


def close_met(centre: Any, at: datetime, tasks: Any = None, numbers: Numbers | None = None) -> int:
    """Close the open tasks of a centre whose number is reached; return how many.

    Each has a short transaction of its own, and the one who comes second finds it closed.
    """
    rows = Task.objects.of(centre).filter(state__in=OPEN).exclude(measure="")
    tasks = list(rows) if tasks is None else tasks
    numbers = numbers_for(centre, tasks, at) if numbers is None else numbers
    due = [one for one in tasks if one.is_open and _is_met(one, numbers.get(one.measure))]
    return sum(_close(centre, one.pk, numbers, at) for one in due)


def _is_met(task: Task, number: Decimal | None) -> bool:
    return number is not None and holds(number, task.comparison, task.target or Decimal(0))


@transaction.atomic
def _close(centre: Any, task_id: UUID, numbers: Numbers, at: datetime) -> bool:
    task = Task.objects.of(centre).select_for_update().get(pk=task_id)
    number = numbers.get(task.measure)
    if not task.is_open or number is None or not _is_met(task, number):
        return False
    source = measure(task.measure, centre.off)
    unit = source.unit if source else ""
    return close_counted(task=task, value=number, unit=unit, at=at)


def close_all_met(at: datetime) -> int:
    """Close the tasks of all centres whose number is reached, as the night's work."""
    rows = Task.objects.filter(state__in=OPEN).exclude(measure="").order_by()
    keys = sorted(set(rows.values_list("centre_id", flat=True)))
    return sum(close_met(one, at) for one in Centre.objects.filter(pk__in=keys).order_by("pk"))
