"""Figures of the gig station per day: posts published, and matches agreed."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.utils import timezone

from changlai.halls.jobs.models import JobMatch, JobPost
from changlai.kernel.metrics.declarations import Metric

PUBLISHED = "jobs.published"
AGREED = "jobs.agreed"
ALL = (PUBLISHED, AGREED)

Counts = dict[tuple[date, tuple[str, ...]], int]


def _by_day(rows: Any, field: str, first: date, last: date) -> Counts:
    zone = timezone.get_default_timezone()
    since = datetime.combine(first, time(0), zone)
    until = datetime.combine(last + timedelta(days=1), time(0), zone)
    found: Counts = {}
    within = rows.filter(**{f"{field}__gte": since, f"{field}__lt": until})
    for (moment,) in within.values_list(field).iterator():
        key = (timezone.localdate(moment), ())
        found[key] = found.get(key, 0) + 1
    return found


def _published(centre: Any, first: date, last: date) -> Counts:
    return _by_day(JobPost.objects.of(centre), "published_at", first, last)


def _agreed(centre: Any, first: date, last: date) -> Counts:
    return _by_day(JobMatch.objects.of(centre), "agreed_at", first, last)


METRICS = [
    Metric(PUBLISHED, "发布用工", "份", (), _published),
    Metric(AGREED, "零工说好", "次", (), _agreed),
]
