"""Shapes of what is typed about cells."""

from typing import Any

from django import forms

from changlai.foundation.places.public import Room
from changlai.halls.cells.models import Cell
from changlai.halls.cells.states import CellKind
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day, Phone


class WishForm(OnceForm):
    """What a person wants a cell for; the hidden number makes two taps one wish."""

    kind = forms.ChoiceField(label="要哪一种", choices=CellKind.choices, widget=forms.RadioSelect)
    purpose = forms.CharField(
        label="用来做什么", max_length=60, help_text="例如：修鞋；摆自家的笋干；放腰鼓队的鼓。"
    )
    shown_as = forms.CharField(
        label="招牌写什么",
        max_length=30,
        required=False,
        help_text="大家在“谁在、几点在”里看到的就是它；不填就写“有人在用”。",
    )
    hours = forms.CharField(
        label="打算几点在", max_length=60, required=False, help_text="例如：逢一逢六上午。"
    )


class CounterWishForm(WishForm):
    """The same, written down at the counter or on the telephone for whoever has no record here."""

    alias = forms.CharField(label="称呼", max_length=40, required=False)
    contact_phone = forms.CharField(label="电话", max_length=20, required=False, widget=Phone)
    field_order = ("alias", "contact_phone", "kind", "purpose", "shown_as", "hours", "form_id")


class CellForm(forms.Form):
    """What is said of a cell."""

    name = forms.CharField(label="名称", max_length=30, help_text="例如：一号摊位。")
    kind = forms.ChoiceField(label="种类", choices=CellKind.choices)
    room = forms.ModelChoiceField(
        label="在哪间场所", queryset=Room.objects.none(), required=False, empty_label="不在场所里"
    )
    place = forms.CharField(label="具体位置", max_length=60, required=False)
    note = forms.CharField(label="大小和设施", max_length=120, required=False)
    fee_note = forms.CharField(label="收费", max_length=60, initial="不收费")
    term_days = forms.IntegerField(label="一期几天", min_value=1, max_value=1098, initial=180)
    rules = forms.CharField(
        label="使用约定",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        required=False,
    )
    order = forms.IntegerField(label="顺序", min_value=0, max_value=999, initial=0)
    is_active = forms.BooleanField(label="在用", required=False, initial=True)

    def __init__(self, *args: Any, rooms: Any, cell: Cell | None = None, **kwargs: Any) -> None:
        if cell is not None:
            names = ("name", "kind", "room", "place", "note", "fee_note", "term_days")
            kwargs["initial"] = {name: getattr(cell, name) for name in names} | {
                "rules": cell.rules,
                "order": cell.order,
                "is_active": cell.is_active,
            }
        super().__init__(*args, **kwargs)
        self.fields["room"].queryset = rooms  # type: ignore[attr-defined]


class GiveForm(forms.Form):
    """To whom, for how long, under which rules."""

    wish = forms.ChoiceField(label="给谁", widget=forms.RadioSelect)
    starts_on = forms.DateField(label="从", widget=Day, validators=PLAUSIBLE_DAYS)
    ends_on = forms.DateField(label="到", widget=Day, validators=PLAUSIBLE_DAYS)
    fee_note = forms.CharField(label="收费", max_length=60, required=False)
    rules = forms.CharField(
        label="使用约定",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        required=False,
    )
    out_of_turn = forms.CharField(
        label="不按顺序的原因",
        max_length=120,
        required=False,
        help_text="按顺序给就不用填。",
    )

    def __init__(self, *args: Any, line: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["wish"].choices = [  # type: ignore[attr-defined]
            (str(one.pk), f"第{one.place}位 {one.who}：{one.purpose}") for one in line
        ]


class ReasonForm(forms.Form):
    """One line that somebody else will read."""

    reason = forms.CharField(label="原因", max_length=120, required=False)


class RenewForm(forms.Form):
    """Until when a cell is kept."""

    ends_on = forms.DateField(label="用到哪天", widget=Day, validators=PLAUSIBLE_DAYS)


class SignForm(forms.Form):
    """What the catalogue says."""

    shown_as = forms.CharField(label="招牌", max_length=30, required=False)
    hours = forms.CharField(label="几点在", max_length=60, required=False)
