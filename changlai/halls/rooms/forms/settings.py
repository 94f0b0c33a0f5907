"""What is said of a room: small forms, one for each thing."""

from datetime import time
from typing import Any

from django import forms

from changlai.foundation.people.public import Account
from changlai.foundation.places.public import Access, BookingRule, DayKind, Function, RoomKind
from changlai.kernel.errors import BadInput


class RoomForm(forms.Form):
    """A room's words, its kind and area, what it is good for, and how it is lent."""

    name = forms.CharField(
        label="名称", max_length=40, error_messages={"required": "请填写名称，最多40个字。"}
    )
    kind = forms.ChoiceField(
        label="性质", choices=RoomKind.choices, help_text="办公和服务面积的占比由它算出来。"
    )
    area_m2 = forms.DecimalField(
        label="面积(平方米)",
        max_digits=8,
        decimal_places=2,
        error_messages={
            "required": "请填面积，量个大概也行。",
            "invalid": "面积请填数字，比如46.5。",
        },
    )
    capacity = forms.IntegerField(
        label="最多容纳(人)",
        required=False,
        min_value=1,
        max_value=30000,
        error_messages={
            "invalid": "人数请填整数。",
            "min_value": "人数至少1。",
            "max_value": "人数最多30000。",
        },
    )
    floor = forms.CharField(label="楼层或位置", max_length=40, required=False)
    functions = forms.ModelMultipleChoiceField(
        label="能做什么",
        queryset=Function.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    more_functions = forms.CharField(
        label="还能做什么",
        max_length=120,
        required=False,
        help_text="上面没有的写在这里，用顿号隔开。",
    )
    access = forms.MultipleChoiceField(
        label="无障碍",
        choices=Access.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    note = forms.CharField(label="简介", max_length=200, required=False)
    booking_rule = forms.ChoiceField(
        label="怎么借", choices=BookingRule.choices, widget=forms.RadioSelect, initial="auto"
    )
    conditions = forms.CharField(
        label="借用须知",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text="写大白话，约的人勾选同意。",
    )
    longest_minutes = forms.IntegerField(
        label="一次最长(分钟)", min_value=15, max_value=1440, initial=240
    )
    days_ahead = forms.IntegerField(label="最多提前(天)", min_value=0, max_value=366, initial=60)
    free_after_minutes = forms.IntegerField(
        label="没来多久就放开(分钟)", min_value=5, max_value=240, initial=30
    )
    key_holder = forms.ModelChoiceField(
        label="管钥匙的人", queryset=Account.objects.none(), required=False, empty_label="没有定"
    )
    key_note = forms.CharField(label="钥匙在哪", max_length=80, required=False)
    order = forms.IntegerField(label="排第几", min_value=0, max_value=999, initial=0)

    def __init__(self, *args: Any, functions: Any, keepers: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        fields: Any = self.fields
        fields["functions"].queryset = functions
        fields["key_holder"].queryset = keepers
        fields["key_holder"].label_from_instance = lambda account: account.shown_name

    def words(self) -> dict[str, Any]:
        """Return what make_room and change_room take besides functions."""
        said = dict(self.cleaned_data)
        del said["functions"], said["more_functions"]
        return said

    def new_names(self) -> list[str]:
        """Return the functions that were typed."""
        typed = self.cleaned_data["more_functions"]
        for mark in ",，;；/ ":
            typed = typed.replace(mark, "、")
        return [name for name in typed.split("、") if name]


class MakeRoomForm(RoomForm):
    """A new room, perhaps divided."""

    parts = forms.CharField(
        label="能分成几块",
        max_length=120,
        required=False,
        help_text="一间能分开用就写，比如“东半厅、西半厅”；不分就空着。",
    )

    def words(self) -> dict[str, Any]:
        """Return what make_room takes."""
        said = super().words()
        said["parts"] = [name for name in said["parts"].replace("，", "、").split("、") if name]
        return said


class PartForm(forms.Form):
    """A part of a room."""

    name = forms.CharField(
        label="名称", max_length=40, error_messages={"required": "请填写名称，最多40个字。"}
    )
    capacity = forms.IntegerField(
        label="最多容纳(人)", required=False, min_value=1, max_value=30000
    )
    is_active = forms.BooleanField(label="在用", required=False, initial=True)


class LayoutForm(PartForm):
    """One way a room is set up, with its minutes and what has to be put up."""

    set_up_minutes = forms.IntegerField(label="布置要(分钟)", min_value=0, max_value=720, initial=0)
    clean_up_minutes = forms.IntegerField(
        label="收拾要(分钟)", min_value=0, max_value=720, initial=0
    )
    checklist = forms.CharField(
        label="布置清单",
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="一行一件，打印在日程单上。",
    )
    is_default = forms.BooleanField(label="平时就这样摆", required=False)


class HoursForm(forms.Form):
    """A room's own hours: a line for each kind of day, as "8:00-12:00、14:00-21:00"."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for value, label in DayKind.choices:
            self.fields[f"day_{value}"] = forms.CharField(
                label=str(label),
                required=False,
                max_length=80,
                widget=forms.TextInput(attrs={"placeholder": "不开"}),
            )

    def hours(self) -> list[tuple[int, time, time]]:
        """Return the spans typed; raises BadInput naming the day that cannot be read."""
        found = []
        for value, label in DayKind.choices:
            typed = self.cleaned_data.get(f"day_{value}", "")
            found += [(value, *span) for span in _spans(typed, str(label))]
        return found


def _spans(typed: str, day: str) -> list[tuple[time, time]]:
    for mark in ",，;； ":
        typed = typed.replace(mark, "、")
    for mark in "—–~～至到":
        typed = typed.replace(mark, "-")
    typed = typed.replace("：", ":")
    found = []
    for piece in filter(None, typed.split("、")):
        opens, _, closes = piece.partition("-")
        try:
            found.append((_clock(opens), _clock(closes)))
        except ValueError:
            raise BadInput(f"{day}写的“{piece}”看不懂，请写成8:00-12:00这样。") from None
    return found


def _clock(typed: str) -> time:
    hour, _, minute = typed.strip().partition(":")
    return time(int(hour), int(minute or 0))


class PhotoForm(forms.Form):
    """A picture of the room, without people in it."""

    photo = forms.FileField(
        label="照片",
        help_text="拍空着的房间，不要拍到人。",
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "请选一张照片。"},
    )
    caption = forms.CharField(label="说明", max_length=60, required=False)


class PlanForm(forms.Form):
    """The plan of one floor, as a picture."""

    floor = forms.CharField(
        label="哪一层",
        max_length=40,
        help_text="比如“一楼”。同一层再挂一张，就换掉原来的。",
        error_messages={"required": "请写明是哪一层。"},
    )
    picture = forms.FileField(
        label="平面图",
        help_text="手画的拍一张也行，看得清门和楼梯就好。",
        widget=forms.ClearableFileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "请选一张图。"},
    )
    note = forms.CharField(
        label="图上有什么",
        max_length=200,
        required=False,
        help_text="比如“1 多功能厅，2 议事厅，楼梯在中间”。看不清图的人听这一句。",
    )
