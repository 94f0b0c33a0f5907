"""Fields of times: the phone's own clock, and a day with a clock."""

from datetime import date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day


class Clock(forms.TimeInput):
    """A time of the day, picked with the phone's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class MomentInput(forms.DateTimeInput):
    """A day with a time, picked with the phone's own calendar and clock."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%dT%H:%M")


def day_field(label: str, **more: Any) -> forms.DateField:
    """Return a field of a plausible day."""
    return forms.DateField(label=label, widget=Day, validators=PLAUSIBLE_DAYS, **more)


def clock_field(label: str, **more: Any) -> forms.TimeField:
    """Return a field of a time of the day."""
    return forms.TimeField(label=label, widget=Clock, **more)


def moment_field(label: str, **more: Any) -> forms.DateTimeField:
    """Return a field of a moment."""
    return forms.DateTimeField(label=label, required=False, widget=MomentInput, **more)


def span_of(day: date, starts: time, ends: time) -> tuple[datetime, datetime]:
    """Return a day's span as moments; an end before its start is after midnight."""
    zone = timezone.get_default_timezone()
    last = day + timedelta(days=1) if ends <= starts else day
    return datetime.combine(day, starts, zone), datetime.combine(last, ends, zone)
