"""Regular work of the engine: alarms, resting cases, deadlines after a notice, old tries."""

import datetime as dt

from django.db.models import Max

from changlai.engines.cases.actions.escalating import (
    close_rested,
    escalate_due,
    recompute_deadlines,
)
from changlai.engines.cases.models import Case
from changlai.engines.cases.progress import forget_tries
from changlai.foundation.areas.public import Centre
from changlai.kernel.registry.public import Job
from changlai.kernel.workcalendar.models import WorkCalendarYear

MOST_CENTRES = 50
# Every process reads the calendar anew within a minute: only then is a notice in all sums.
SETTLED = dt.timedelta(minutes=2)


def renew_deadlines(at: dt.datetime) -> int:
    """Work out anew the open promises older than the newest calendar notice.

    Returns how many changed.
    """
    newest = WorkCalendarYear.objects.aggregate(newest=Max("imported_at"))["newest"]
    if newest is None or at < newest + SETTLED:
        return 0
    since = newest + SETTLED
    stale = Case.objects.running().filter(deadlines_set_at__lt=since)
    centre_ids = stale.order_by().values_list("centre_id", flat=True).distinct()
    centres = Centre.objects.filter(pk__in=list(centre_ids[:MOST_CENTRES]))
    return sum(recompute_deadlines(centre, at, since=since) for centre in centres)


JOBS = [
    Job("cases.escalate", 60, escalate_due),
    Job("cases.close_rested", 3600, close_rested),
    Job("cases.renew_deadlines", 300, renew_deadlines),
    Job("cases.forget_tries", 3600, forget_tries),
]
