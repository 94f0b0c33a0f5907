"""Shapes of what is typed about issues."""

from typing import Any

from django import forms

from changlai.governance.rectification.states import LookOutcome, Source
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

LONG = {"rows": 3, "maxlength": 2000}
SHORT = {"rows": 2, "maxlength": 300}
CAMERA = {"accept": "image/*"}


class PhotoForm(forms.Form):
    """A picture may come along; nobody has to take one."""

    photo = forms.FileField(
        label="照片",
        required=False,
        widget=forms.FileInput(CAMERA),
        help_text="可以不附。",
    )


class OpenForm(OnceForm, PhotoForm):
    """What is not in order, who found it, and until when it is mended."""

    origin = forms.UUIDField(widget=forms.HiddenInput, required=False)
    title = forms.CharField(
        label="什么问题", max_length=80, help_text="一句话，例如：便民服务台没有写开放时间。"
    )
    text = forms.CharField(
        label="详细说明", required=False, max_length=2000, widget=forms.Textarea(attrs=LONG)
    )
    source = forms.ChoiceField(
        label="从哪里来的", choices=Source.choices, widget=forms.RadioSelect, initial=Source.SELF
    )
    due_on = forms.DateField(
        label="限期",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        help_text="哪天以前改好。",
    )
    place = forms.CharField(label="在哪里", max_length=120, required=False)
    category: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="哪一类", queryset=None, required=False, empty_label="不分类"
    )

    field_order = ("title", "text", "source", "due_on", "place", "category", "photo")

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["category"]
        field.queryset = categories
        field.label_from_instance = lambda one: str(one.full_name)


class PlanForm(forms.Form):
    """Why it came about and how it is mended."""

    root_cause = forms.CharField(
        label="为什么会这样",
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs=SHORT),
        help_text="写真正的原因，不写空话；还不清楚可以以后再写。",
    )
    measure = forms.CharField(
        label="怎么改", max_length=300, required=False, widget=forms.Textarea(attrs=SHORT)
    )


class WholePlanForm(PlanForm):
    """The same with where it came from, to put right what another part guessed."""

    source = forms.ChoiceField(label="从哪里来的", choices=Source.choices, widget=forms.RadioSelect)


class OwnerForm(forms.Form):
    """Who is to mend it."""

    account: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="请谁改", queryset=None, empty_label="请选择"
    )
    text = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = staff
        field.label_from_instance = lambda one: str(one.shown_name)


class WordsForm(forms.Form):
    """A few words."""

    text = forms.CharField(label="写一句", max_length=1000, widget=forms.Textarea(attrs=LONG))


class LaterForm(forms.Form):
    """Until when instead, and why."""

    due_on = forms.DateField(label="新的限期", widget=Day, validators=PLAUSIBLE_DAYS)
    text = forms.CharField(label="为什么", max_length=1000, widget=forms.Textarea(attrs=LONG))


class SubmitForm(PhotoForm):
    """What was done; records that show it are linked on the issue's page."""

    result = forms.CharField(
        label="改成什么样了", max_length=2000, widget=forms.Textarea(attrs=LONG)
    )
    no_record_reason = forms.CharField(
        label="没有记录可以关联的话，为什么",
        max_length=200,
        required=False,
        help_text="关联了记录就不用写。",
    )

    field_order = ("result", "no_record_reason", "photo")


class VerifyForm(forms.Form):
    """Whether it is mended; if not, what is missing and until when."""

    is_mended = forms.ChoiceField(
        label="改好了吗",
        choices=[("yes", "改好了，可以销号"), ("no", "还没改好，退回再改")],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label="说明", max_length=200, required=False, help_text="退回的，写清哪里还没改好。"
    )
    due_on = forms.DateField(
        label="退回的新限期",
        required=False,
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        help_text="不写就还是原来的限期。",
    )


class LookForm(forms.Form):
    """How it is some weeks later."""

    outcome = forms.ChoiceField(
        label="现在怎么样", choices=LookOutcome.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(label="说明", max_length=200, required=False)
