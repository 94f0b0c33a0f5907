"""Shape of what a centre says about itself, its week, its special days and its hamlets."""

from collections.abc import Iterator, Sequence
from datetime import time
from typing import Any

from django import forms

from changlai.foundation.areas.models import Weekday
from changlai.kernel.pages.widgets import Day
from changlai.kernel.registry.contributions import Part
from changlai.kernel.workcalendar.clocks import OpenWeek

SPANS = ("1", "2")


class Clock(forms.TimeInput):
    """A time of day, picked with the phone's own clock."""

    input_type = "time"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%H:%M")


class CentreForm(forms.Form):
    """What stands in the head and at the foot of the centre's pages."""

    name = forms.CharField(
        label="全称", max_length=100, error_messages={"required": "请填写中心全称。"}
    )
    short_name = forms.CharField(
        label="简称",
        max_length=30,
        help_text="显示在网页顶上，比如村名。",
        error_messages={"required": "请填写简称。"},
    )
    phone = forms.CharField(
        label="公开电话", max_length=30, required=False, help_text="居民看得到，打得通。"
    )
    address = forms.CharField(label="地址", max_length=200, required=False)
    host_name = forms.CharField(
        label="主办单位", max_length=100, required=False, help_text="显示在网页最下面和“关于”页。"
    )
    filing_number = forms.CharField(label="备案编号", max_length=60, required=False)


class WeekForm(forms.Form):
    """The ordinary week: two spans a day, both empty on a day of rest."""

    def __init__(self, data: Any = None, *, week: OpenWeek | None = None) -> None:
        initial = {}
        for weekday, spans in (week.hours if week else {}).items():
            for place, (opens, closes) in zip(SPANS, spans, strict=False):
                initial[f"opens_{weekday}_{place}"] = opens
                initial[f"closes_{weekday}_{place}"] = closes
        super().__init__(data, initial=initial)
        for weekday in Weekday:
            for place in SPANS:
                part = "第一段" if place == "1" else "第二段"
                for edge, word in (("opens", "开门"), ("closes", "关门")):
                    label = f"{weekday.label}{part}{word}"
                    self.fields[f"{edge}_{weekday.value}_{place}"] = forms.TimeField(
                        label=label,
                        required=False,
                        widget=Clock({"aria-label": label}),
                        error_messages={"invalid": "时间要像 8:30 这样写。"},
                    )

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the days with their fields, as the table shows them."""
        for weekday in Weekday:
            fields = [
                self[f"{edge}_{weekday.value}_{place}"]
                for place in SPANS
                for edge in ("opens", "closes")
            ]
            yield {"label": weekday.label.replace("星期", "周"), "fields": fields}

    def clean(self) -> dict[str, Any]:
        """Put the spans together; a half one is named."""
        cleaned = super().clean() or {}
        hours: dict[int, list[tuple[time, time]]] = {}
        for weekday in Weekday:
            for place in SPANS:
                opens = cleaned.get(f"opens_{weekday.value}_{place}")
                closes = cleaned.get(f"closes_{weekday.value}_{place}")
                if opens is None and closes is None:
                    continue
                if opens is None or closes is None:
                    missing = "opens" if opens is None else "closes"
                    self.add_error(f"{missing}_{weekday.value}_{place}", "开门和关门时间要一起填。")
                    continue
                hours.setdefault(weekday.value, []).append((opens, closes))
        return {**cleaned, "hours": {day: tuple(sorted(spans)) for day, spans in hours.items()}}


class ExceptionForm(forms.Form):
    """A day with other hours; no times mean closed all day."""

    day = forms.DateField(
        label="日期",
        widget=Day(),
        error_messages={"required": "请选日期。", "invalid": "日期要像 2026-10-01 这样写。"},
    )
    opens = forms.TimeField(
        label="开门", required=False, widget=Clock(), help_text="全天不开放就都不填。"
    )
    closes = forms.TimeField(label="关门", required=False, widget=Clock())
    note = forms.CharField(
        label="说明",
        max_length=60,
        required=False,
        help_text="居民看得到，比如：村民代表大会，下午开门。",
    )


class PartsForm(forms.Form):
    """Which parts of the house the village uses."""

    on = forms.MultipleChoiceField(
        label="村里用哪些", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, parts: Sequence[Part], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["on"]
        field.choices = [(part.code, f"{part.title}：{part.note}") for part in parts]
        self.codes = [part.code for part in parts]

    def off(self) -> list[str]:
        """Return the parts that were left out; the form is valid."""
        return [code for code in self.codes if code not in self.cleaned_data["on"]]


class HamletForm(forms.Form):
    """A hamlet's name and whether it is in use."""

    name = forms.CharField(label="名称", max_length=40, error_messages={"required": "请填写名称。"})
    is_active = forms.BooleanField(label="在用", required=False, initial=True)
