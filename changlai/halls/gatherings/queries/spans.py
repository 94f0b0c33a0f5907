"""Rows of some days, both included, by the village's own calendar."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone


def between(rows: QuerySet[Any], name: str, since: date | None, until: date | None) -> Any:
    """Keep rows whose moment `name` falls on one of the days."""
    if since:
        rows = rows.filter(**{f"{name}__gte": _start(since)})
    if until:
        rows = rows.filter(**{f"{name}__lt": _start(until + timedelta(days=1))})
    return rows


def _start(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time.min))
