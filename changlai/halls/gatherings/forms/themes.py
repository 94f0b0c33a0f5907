"""Shape of a theme."""

from typing import Any

from django import forms

from changlai.halls.gatherings.forms.moments import day_field


class ThemeForm(forms.Form):
    """What a theme is called, from when to when, its picture and words."""

    title = forms.CharField(
        label="主题名称", max_length=40, error_messages={"required": "请填写主题名称。"}
    )
    since = day_field("从哪天", error_messages={"required": "请选开始的日子。"})
    until = day_field("到哪天", error_messages={"required": "请选结束的日子。"})
    intro = forms.CharField(
        label="介绍", max_length=2000, required=False, widget=forms.Textarea({"rows": 5})
    )
    presets = forms.MultipleChoiceField(
        label="常用的活动类型", required=False, widget=forms.CheckboxSelectMultiple
    )
    cover = forms.FileField(
        label="封面图片",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        help_text="不要有认得出的人，除非他们同意。",
    )

    def __init__(self, *args: Any, presets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["presets"].choices = [(one.code, one.title) for one in presets]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Refuse a theme that ends before it begins."""
        said = super().clean() or {}
        if said.get("since") and said.get("until") and said["until"] < said["since"]:
            self.add_error("until", "结束日期比开始日期早，请改一下。")
        return said
