"""Shapes of what is typed about facilities, repairs and signs."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone

from changlai.foundation.places.public import Condition, Facility, Room
from changlai.halls.rooms.models import Sign
from changlai.halls.rooms.things import Position
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day, Phone

LONG = {"rows": 4, "maxlength": 2000}


def _room_field(label: str = "在哪间场所") -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label, queryset=Room.objects.none(), required=False, empty_label="不在场所里"
    )


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=Day, validators=PLAUSIBLE_DAYS, **more)


class FaultForm(OnceForm):
    """What is broken; everything but the words may be left out."""

    facility = forms.ChoiceField(label="什么坏了", widget=forms.RadioSelect, required=False)
    text = forms.CharField(
        label="怎么坏的",
        widget=forms.Textarea(attrs=LONG),
        help_text="例如：投影仪打不开，灯不亮。",
    )
    is_urgent = forms.BooleanField(label="漏水、漏电、会伤人，要马上来", required=False)
    photo = forms.FileField(
        label="照片",
        required=False,
        help_text="不拍也行。",
        widget=forms.ClearableFileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    alias = forms.CharField(
        label="怎么称呼您", max_length=40, required=False, help_text="不留也行。"
    )
    phone = forms.CharField(
        label="电话",
        max_length=20,
        required=False,
        widget=Phone,
        help_text="留了电话，修好了告诉您。",
    )

    def __init__(self, *args: Any, things: list[Facility], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.things = {str(one.pk): one for one in things}
        self.fields["facility"].choices = [  # type: ignore[attr-defined]
            *((key, one.name) for key, one in self.things.items()),
            ("", "别的，或者不确定"),
        ]
        self.fields["facility"].initial = ""
        if not things:
            del self.fields["facility"]

    @property
    def thing(self) -> Facility | None:
        """Return the chosen thing."""
        return self.things.get(self.cleaned_data.get("facility", ""))


class CounterFaultForm(FaultForm):
    """What somebody told at the counter, on the telephone or on the way."""

    channel = forms.ChoiceField(
        label="怎么说的",
        choices=[("counter", "到窗口或当面"), ("phone", "打电话"), ("visit", "走访时看到")],
        required=False,
    )

    def clean_channel(self) -> str:
        """Take the counter where nothing was chosen."""
        return self.cleaned_data["channel"] or "counter"


class RoomFaultForm(forms.Form):
    """Which room something is broken in, as the desk writes it down."""

    room = _room_field("哪间场所")

    def __init__(self, *args: Any, rooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]


class CodeForm(forms.Form):
    """Number and code of a receipt."""

    number = forms.CharField(label="编号", max_length=20)
    code = forms.CharField(
        label="查询码", max_length=20, widget=forms.TextInput({"data-private": ""})
    )


class WordsForm(forms.Form):
    """One text that a step needs."""

    text = forms.CharField(label="写一句", widget=forms.Textarea(attrs=LONG), required=False)


class ColleagueForm(forms.Form):
    """Who is to mend it."""

    account: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="请谁修", queryset=None, empty_label="请选择"
    )
    text = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["account"]
        field.queryset = staff  # type: ignore[attr-defined]
        field.label_from_instance = lambda one: str(one.shown_name)  # type: ignore[attr-defined]


class LaterForm(forms.Form):
    """How much longer it takes, and why."""

    working_days = forms.IntegerField(label="延长几个工作日", min_value=1, max_value=60)
    text = forms.CharField(
        label="为什么", widget=forms.Textarea(attrs=LONG), help_text="报修的人会看到。"
    )


class MendedForm(forms.Form):
    """What was done, how the thing is now, and what it cost."""

    text = forms.CharField(
        label="怎么修的",
        widget=forms.Textarea(attrs=LONG),
        help_text="报修的人会原样看到。",
    )
    condition = forms.ChoiceField(
        label="现在的状况",
        choices=[(one.value, one.label) for one in Condition if one != Condition.BROKEN],
        initial=Condition.GOOD,
    )
    cost = forms.DecimalField(
        label="花了多少钱(元)", min_value=0, max_digits=10, decimal_places=2, required=False
    )


class CloseRoomForm(forms.Form):
    """From when to when a room is closed, and why."""

    starts_on = _day("从哪天")
    starts_at = forms.TimeField(label="几点", widget=forms.TimeInput({"type": "time"}))
    ends_on = _day("到哪天")
    ends_at = forms.TimeField(label="几点", widget=forms.TimeInput({"type": "time"}))
    reason = forms.CharField(
        label="原因", max_length=80, help_text="门口和预约页会写出来。", initial="维修"
    )

    def span(self) -> tuple[datetime, datetime]:
        """Return the time as moments."""
        said = self.cleaned_data
        zone = timezone.get_default_timezone()
        return (
            datetime.combine(said["starts_on"], said["starts_at"], zone),
            datetime.combine(said["ends_on"], said["ends_at"], zone),
        )

    @classmethod
    def usual(cls, at: datetime) -> dict[str, Any]:
        """Return what stands there at first: from now to tomorrow evening."""
        today = timezone.localdate(at)
        return {
            "starts_on": today,
            "starts_at": timezone.localtime(at).time().replace(second=0, microsecond=0),
            "ends_on": today + timedelta(days=1),
            "ends_at": time(18),
            "reason": "维修",
        }


class FacilityForm(forms.Form):
    """What is said of a facility."""

    name = forms.CharField(label="名称", max_length=60)
    room = _room_field()
    quantity = forms.IntegerField(label="数量", min_value=1, max_value=100000, initial=1)
    condition = forms.ChoiceField(label="状况", choices=Condition.choices)
    bought_on = _day("购置日期", required=False)
    fund_note = forms.CharField(label="资金来源", max_length=80, required=False)
    check_every_days = forms.IntegerField(
        label="几天检查一次", min_value=1, max_value=3650, required=False
    )
    check_due = _day("下次检查", required=False)
    is_offered = forms.BooleanField(label="场所页上写出来，可以借用", required=False, initial=True)

    def __init__(self, *args: Any, rooms: Any, row: Facility | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]
        if row is not None:
            for name, field in self.fields.items():
                field.initial = getattr(row, name)


class FacilityFilter(forms.Form):
    """What the list of facilities may be narrowed by."""

    words = forms.CharField(label="名称", max_length=40, required=False)
    room = forms.ModelChoiceField(
        label="场所", queryset=Room.objects.none(), required=False, empty_label="全部"
    )
    condition = forms.ChoiceField(
        label="状况", required=False, choices=[("", "全部"), *Condition.choices]
    )

    def __init__(self, *args: Any, rooms: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]


class CheckForm(forms.Form):
    """How a facility was found."""

    condition = forms.ChoiceField(label="看下来怎样", choices=Condition.choices)
    note = forms.CharField(label="说明", max_length=120, required=False)


class SignForm(forms.Form):
    """What is said of a sign."""

    text = forms.CharField(label="牌上的字", max_length=60)
    position = forms.ChoiceField(label="位置", choices=Position.choices, widget=forms.RadioSelect)
    room = _room_field("挂在哪间场所")
    place = forms.CharField(label="具体位置", max_length=60, required=False)
    purpose = forms.CharField(label="用途", max_length=60, required=False)
    basis = forms.CharField(
        label="依据",
        max_length=120,
        required=False,
        help_text="哪份文件、哪条规定让挂的；没有就空着。",
    )
    installed_on = _day("哪天挂上的", required=False)
    photo = forms.FileField(
        label="照片",
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
    )

    def __init__(self, *args: Any, rooms: Any, row: Sign | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]
        if row is not None:
            for name, field in self.fields.items():
                if name != "photo":
                    field.initial = getattr(row, name)


class ClearForm(forms.Form):
    """When a sign was taken down, and into which other one it was merged."""

    removed_on = _day("哪天取下")
    merged_into = forms.ModelChoiceField(
        label="合并到哪一块",
        queryset=Sign.objects.none(),
        required=False,
        empty_label="不合并，直接清理",
    )

    def __init__(self, *args: Any, others: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["merged_into"].queryset = others  # type: ignore[attr-defined]


class LimitForm(forms.Form):
    """How many signs may hang, from when, and who says so."""

    position = forms.ChoiceField(label="位置", choices=Position.choices)
    most = forms.IntegerField(label="最多几块", min_value=0, max_value=99)
    named = forms.CharField(label="应该是哪几块", max_length=120, required=False)
    source = forms.CharField(label="规定出处", max_length=120)
    valid_from = _day("从哪天起")
