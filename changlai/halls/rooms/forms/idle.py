"""Shapes of what is typed about idle assets, decisions and the idle finder."""

from typing import Any

from django import forms

from changlai.foundation.places.public import RoomKind
from changlai.halls.rooms.models import Decision, IdleAsset
from changlai.halls.rooms.things import AssetKind, Body, Owner, PhotoWhen
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

LONG = {"rows": 4, "maxlength": 1000}


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=Day, validators=PLAUSIBLE_DAYS, **more)


class AssetForm(forms.Form):
    """What is said of an idle asset."""

    name = forms.CharField(label="名称", max_length=60, help_text="例如：老小学西楼。")
    kind = forms.ChoiceField(label="种类", choices=AssetKind.choices)
    owner = forms.ChoiceField(label="归谁", choices=Owner.choices)
    owner_name = forms.CharField(label="权属人", max_length=60, required=False)
    area_m2 = forms.DecimalField(
        label="面积(平方米)", max_digits=10, decimal_places=2, required=False
    )
    place = forms.CharField(label="在哪里", max_length=80, required=False)
    condition = forms.CharField(label="现状", max_length=120, required=False)
    idle_since = _day("从哪天闲置", required=False)

    def __init__(self, *args: Any, row: IdleAsset | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if row is not None:
            for name, field in self.fields.items():
                field.initial = getattr(row, name)


class AssetStepForm(forms.Form):
    """What a step of an asset needs: words, or a decision."""

    words = forms.CharField(label="写一写", widget=forms.Textarea(attrs=LONG), required=False)
    decision = forms.ModelChoiceField(
        label="会议决定",
        queryset=Decision.objects.none(),
        required=False,
        empty_label="请选择",
    )

    def __init__(self, *args: Any, decisions: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if decisions is None:
            del self.fields["decision"]
        else:
            self.fields["decision"].queryset = decisions  # type: ignore[attr-defined]
            self.fields["decision"].label_from_instance = _decision  # type: ignore[attr-defined]


def _decision(row: Decision) -> str:
    return f"{row.held_on:%Y-%m-%d} {row.title}({'通过' if row.passed else '没通过'})"


class DecisionForm(forms.Form):
    """What the minutes of a meeting say."""

    title = forms.CharField(label="议题", max_length=80)
    body = forms.ChoiceField(label="什么会", choices=Body.choices)
    held_on = _day("哪天开的")
    due = forms.IntegerField(label="应到(人)", min_value=1, max_value=30000)
    present = forms.IntegerField(label="实到(人)", min_value=0, max_value=30000)
    votes_for = forms.IntegerField(label="同意(人)", min_value=0, max_value=30000)
    votes_against = forms.IntegerField(label="不同意(人)", min_value=0, max_value=30000, initial=0)
    said_passed = forms.TypedChoiceField(
        label="会议记录写的结果",
        required=False,
        choices=[("", "按人数算"), ("yes", "通过"), ("no", "没通过")],
        coerce=lambda said: said == "yes",
        empty_value=None,
        help_text="村民会议、村民代表会议按人数算；别的会按章程，选会议记录写的结果。",
    )
    note = forms.CharField(label="说明", max_length=200, required=False)
    file = forms.FileField(label="会议记录(照片或PDF)", required=False)


class AgreementForm(forms.Form):
    """Who uses an asset, how long, at what fee."""

    user_name = forms.CharField(label="谁用", max_length=60)
    use = forms.CharField(label="做什么用", max_length=80)
    starts_on = _day("从")
    ends_on = _day("到")
    fee_note = forms.CharField(label="收费约定", max_length=80, required=False)
    income = forms.DecimalField(
        label="集体每年收入(元)", max_digits=12, decimal_places=2, min_value=0, initial=0
    )


class AssetRoomForm(forms.Form):
    """What a room made of an asset is called."""

    name = forms.CharField(label="场所名称", max_length=40)
    kind = forms.ChoiceField(label="性质", choices=RoomKind.choices)
    area_m2 = forms.DecimalField(label="面积(平方米)", max_digits=8, decimal_places=2)


class AssetPhotoForm(forms.Form):
    """A picture of before or after."""

    when = forms.ChoiceField(label="什么时候", choices=PhotoWhen.choices)
    photo = forms.FileField(
        label="照片", widget=forms.ClearableFileInput(attrs={"accept": "image/*"})
    )
