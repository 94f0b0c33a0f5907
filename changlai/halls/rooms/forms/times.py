"""When, how long, and how the room stands: asked alike wherever a room is looked for or booked."""

from datetime import datetime, time, timedelta
from typing import Any
from uuid import UUID

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


class OtherTimeForm(forms.Form):
    """From which day and o'clock on."""

    day = forms.DateField(
        label="哪天",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        error_messages={"required": "请选哪一天。", "invalid": "请选一个日期，比如2026-03-21。"},
    )
    start = forms.ChoiceField(
        label="几点开始", choices=CLOCKS, error_messages={"required": "请选几点开始。"}
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

    def starts(self) -> datetime:
        """Return the moment asked for; the form is valid."""
        clock = time.fromisoformat(self.cleaned_data["start"])
        return datetime.combine(self.cleaned_data["day"], clock, timezone.get_default_timezone())


class TimesForm(OtherTimeForm):
    """When: the day, from what o'clock, for how long."""

    length = forms.ChoiceField(
        label="用多久", choices=LENGTHS, initial="120", error_messages={"required": "请选用多久。"}
    )

    def span(self) -> tuple[datetime, datetime]:
        """Return the moments asked for; the form is valid."""
        starts = self.starts()
        return starts, starts + timedelta(minutes=int(self.cleaned_data["length"]))


class InRoomForm(TimesForm):
    """When, in one room `with_parts`: how it is set up, and which part of it is used."""

    layout = forms.ChoiceField(label="怎么摆", required=False)
    part = forms.ChoiceField(label="用哪里", required=False)

    def __init__(self, *args: Any, room: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.room = room
        self._offer("layout", room.live_layouts, "平时的样子")
        self._offer("part", room.live_parts, "整间")

    def _offer(self, name: str, rows: Any, none: str) -> None:
        """Ask for one of several; where there is no choice the field is gone."""
        if len(rows) < 2:
            del self.fields[name]
            return
        field: Any = self.fields[name]
        has_default = any(getattr(one, "is_default", False) for one in rows)
        field.choices = [] if has_default else [("", none)]
        field.choices += [(str(one.pk), _named(one)) for one in rows]

    def chosen(self) -> tuple[Any, Any]:
        """Return the layout and the part asked for, each None where none is; the form is valid."""
        layout = next((one for one in self.room.live_layouts if one.pk == self.layout_id()), None)
        part = next((one for one in self.room.live_parts if one.pk == self.part_id()), None)
        return layout, part

    def layout_id(self) -> UUID | None:
        """Return the layout asked for; the form is valid."""
        return _key(self.cleaned_data.get("layout"))

    def part_id(self) -> UUID | None:
        """Return the part asked for, None for the whole room; the form is valid."""
        return _key(self.cleaned_data.get("part"))


def _named(one: Any) -> str:
    return f"{one.name}(坐{one.capacity}人)" if one.capacity else str(one.name)


def _key(typed: Any) -> UUID | None:
    return UUID(typed) if typed else None
