"""Shape of a kind of activity, beside the rows of its questions."""

from typing import Any

from django import forms

from changlai.engines.activities.public import (
    Document,
    Preset,
    PresetVersion,
    RosterRule,
    SignUpRule,
    Visibility,
)


class PresetForm(forms.Form):
    """What a kind of activity is called and how it is usually held."""

    title = forms.CharField(
        label="名称", max_length=30, error_messages={"required": "请填写活动类型的名称。"}
    )
    hint = forms.CharField(label="什么时候用", max_length=120, required=False)
    sign_up_rule = forms.ChoiceField(label="报名方式", choices=SignUpRule.choices)
    seats = forms.IntegerField(label="一般多少人", min_value=1, max_value=20_000, required=False)
    minutes = forms.IntegerField(label="一般多久(分钟)", min_value=10, max_value=1440, initial=120)
    roster_rule = forms.ChoiceField(label="点名范围", choices=RosterRule.choices)
    visibility = forms.ChoiceField(label="谁看得到", choices=Visibility.choices)
    documents = forms.MultipleChoiceField(
        label="要留的材料",
        choices=Document.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    is_active = forms.BooleanField(label="在用", required=False, initial=True)


def preset_of(preset: Preset, version: PresetVersion) -> dict[str, Any]:
    """Return what PresetForm shows of a kind."""
    return {
        "title": preset.title,
        "hint": preset.hint,
        "is_active": preset.is_active,
        "sign_up_rule": version.sign_up_rule,
        "seats": version.seats,
        "minutes": version.minutes,
        "roster_rule": version.roster_rule,
        "visibility": version.visibility,
        "documents": version.documents,
    }
