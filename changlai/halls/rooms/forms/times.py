"""A day, a time and how long: asked in the same way wherever a room is looked for or booked."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day
from changlai.kernel.pages.words import spoken_clock

CLOCKS = [
    (f"{hour:02d}:{minute:02d}", spoken_clock(hour, minute))
    for hour in range(6, 24)
    for minute in (0, 30)
]
LENGTHS = [
    ("30", "半小时"),
    ("60", "1小时"),
    ("90", "1个半小时"),
    ("120", "2小时"),
    ("150", "2个半小时"),
    ("180", "3小时"),
    ("240", "4小时"),
    ("300", "5小时"),
    ("360", "6小时"),
    ("480", "8小时"),
    ("600", "10小时"),
    ("720", "12小时"),
]


class TimesForm(forms.Form):
    """When: the day, from what o'clock, for how long."""

    day = forms.DateField(
        label="哪天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        error_messages={"required": "请选哪一天。", "invalid": "请选一个日期，比如2026-03-21。"},
    )
    start = forms.ChoiceField(
        label="几点开始", choices=CLOCKS, error_messages={"required": "请选几点开始。"}
    )
    length = forms.ChoiceField(
        label="用多久", choices=LENGTHS, initial="120", error_messages={"required": "请选用多久。"}
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # A moment by the quarter, as another page may link to it, is a choice as well.
        start: Any = self.fields["start"]
        said = str(self.data.get("start") or self.initial.get("start") or "")
        if said and said not in dict(CLOCKS):
            try:
                typed = time.fromisoformat(said)
            except ValueError:
                return
            start.choices = sorted(
                [*CLOCKS, (said, spoken_clock(typed.hour, typed.minute))], key=lambda one: one[0]
            )

    def span(self) -> tuple[datetime, datetime]:
        """Return the moments asked for; the form is valid."""
        cleaned = self.cleaned_data
        starts = datetime.combine(
            cleaned["day"],
            time.fromisoformat(cleaned["start"]),
            timezone.get_default_timezone(),
        )
        return starts, starts + timedelta(minutes=int(cleaned["length"]))
