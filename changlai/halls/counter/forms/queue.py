"""What is asked for a number, a time at the counter, a window."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone

from changlai.engines.appointments.public import Slot
from changlai.halls.counter.queries.days import Bookable
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.words import spoken_clock, spoken_day

NO_TIME = "请选一个时间。"


def clock_of(slot: Slot) -> str:
    """Return the time of a slot as it is chosen: 上午9:15."""
    at = timezone.localtime(slot.starts)
    return spoken_clock(at.hour, at.minute)


class TimeForm(OnceForm):
    """One tap on a quarter of an hour."""

    slot = forms.UUIDField(
        label="几点来",
        widget=forms.RadioSelect,
        error_messages={"required": NO_TIME, "invalid": NO_TIME},
    )

    def offer(self, slots: Iterable[Slot]) -> None:
        """Lay out the free times of one day."""
        self.fields["slot"].widget.choices = [(str(slot.pk), clock_of(slot)) for slot in slots]


def _grouped(days: Iterable[Bookable], today: date) -> list[Any]:
    return [
        (spoken_day(one.day, today), [(str(slot.pk), clock_of(slot)) for slot in one.slots])
        for one in days
        if one.slots
    ]


class ChangeTimeForm(forms.Form):
    """Another time, of any day that can be booked."""

    slot = forms.UUIDField(
        label="改到什么时候",
        widget=forms.Select,
        error_messages={"required": NO_TIME, "invalid": NO_TIME},
    )

    def offer(self, days: Iterable[Bookable], today: date) -> None:
        """Lay out the free times by day."""
        self.fields["slot"].widget.choices = [("", "请选时间"), *_grouped(days, today)]


class AddForm(OnceForm):
    """A number for whoever stands here, or a time for whoever rings up; all may be left out."""

    alias = forms.CharField(
        label="怎么称呼",
        max_length=40,
        required=False,
        help_text="现在就排的可以不填，只拿号。",
        widget=forms.TextInput({"autocomplete": "off"}),
    )
    item = forms.UUIDField(label="为什么事来", required=False, widget=forms.Select)
    slot = forms.UUIDField(label="什么时候", required=False, widget=forms.Select)
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[("counter", "人在这里"), ("phone", "打电话"), ("visit", "走访时说的")],
    )

    def offer(self, days: Iterable[Bookable], items: Iterable[Any], today: date) -> None:
        """Lay out the times and what one comes for."""
        times = [("", "现在就排"), *_grouped(days, today)]
        self.fields["slot"].widget.choices = times
        self.fields["item"].widget.choices = [
            ("", "不问也行"),
            *((str(one.pk), one.title) for one in items),
        ]


class WindowForm(forms.Form):
    """A window's name, its place in the row, and whether it is in use."""

    name = forms.CharField(
        label="名称",
        max_length=20,
        help_text="大屏和叫号都念这个名称。",
        error_messages={"required": "请写窗口的名称，比如“综合窗口”。"},
    )
    order = forms.IntegerField(label="顺序", min_value=0, max_value=99, initial=0)
    is_open = forms.BooleanField(label="在用", required=False, initial=True)


class EndForm(forms.Form):
    """How many were shown as waiting when it was decided."""

    seen = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
