"""Quiet hours: nobody is phoned in the evening or at night about what can wait."""

from datetime import datetime, time, timedelta

from django.utils import timezone

QUIET_FROM, QUIET_UNTIL = time(21), time(8)


def not_before(at: datetime, *, urgent: bool) -> datetime:
    """Return when somebody may be disturbed at the earliest: `at`, or eight in the morning."""
    if urgent:
        return at
    zone = timezone.get_default_timezone()
    local = timezone.localtime(at, zone)
    if QUIET_UNTIL <= local.time() < QUIET_FROM:
        return at
    day = local.date() + timedelta(days=local.time() >= QUIET_FROM)
    return datetime.combine(day, QUIET_UNTIL, zone)
