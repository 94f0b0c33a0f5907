"""Shapes of what is written about the reporting tree: words and ticks, never a figure."""

from typing import Any

from django import forms

from changlai.insights.figures.actions.tags import LONGEST_TITLE


class NewTagForm(forms.Form):
    """A heading below another."""

    title = forms.CharField(
        label="新的提法",
        max_length=LONGEST_TITLE,
        error_messages={"required": "请填写提法。"},
    )
    parent = forms.ChoiceField(label="放在哪一条下面", required=False)

    def __init__(self, *args: Any, parents: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["parent"]
        field.choices = [("", "最上面"), *parents]


class TagForm(forms.Form):
    """A heading, and what counts under it."""

    title = forms.CharField(
        label="提法",
        max_length=LONGEST_TITLE,
        error_messages={"required": "请填写提法。"},
    )
    order = forms.IntegerField(label="顺序", min_value=0, max_value=999, required=False)
    is_active = forms.BooleanField(label="在用", required=False)
    presets = forms.MultipleChoiceField(
        label="哪些类型的活动算在这里", required=False, widget=forms.CheckboxSelectMultiple
    )
    sources = forms.MultipleChoiceField(
        label="哪些来的人次算在这里", required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(
        self,
        *args: Any,
        presets: list[tuple[str, str]],
        sources: list[tuple[str, str]],
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        kinds: Any = self.fields["presets"]
        kinds.choices = presets
        met: Any = self.fields["sources"]
        met.choices = sources
