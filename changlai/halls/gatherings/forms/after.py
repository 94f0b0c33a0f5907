"""Shapes of what is left after an activity: minutes, an opinion, a picture, a face."""

from typing import Any

from django import forms

from changlai.engines.activities.public import Face, FollowUpOutcome, OpinionOutcome
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import Faces

IMAGE = forms.FileInput(attrs={"accept": "image/*"})
FACES = {"4": "very_satisfied", "3": "satisfied", "2": "basically", "1": "not_satisfied"}
"""What the four faces of the house mean here."""


class MinutesForm(forms.Form):
    """What was said and done."""

    minutes = forms.CharField(
        label="活动记录",
        required=False,
        max_length=20_000,
        help_text="说了什么、定了什么，几句就行。只有工作人员看得到。",
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 20_000}),
    )


class OpinionForm(OnceForm):
    """One thing that was said, and by whom if they like."""

    text = forms.CharField(
        label="说了什么",
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 1000}),
        error_messages={"required": "请写一句意见。"},
    )
    alias = forms.CharField(
        label="谁说的",
        required=False,
        max_length=40,
        help_text="可以不写。公开时不显示。",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )


class OutcomeForm(forms.Form):
    """What becomes of an opinion, in words that everyone reads."""

    outcome = forms.ChoiceField(
        label="结果",
        choices=OpinionOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "请选一个结果。"},
    )
    reply = forms.CharField(
        label="我们这样办",
        max_length=1000,
        help_text="怎么办、什么时候办；办不了的写明为什么。大家都看得到。",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 1000}),
        error_messages={"required": "请写明怎么办，或者为什么。"},
    )


class VoiceForm(forms.Form):
    """As what kind of matter an opinion is handed on."""

    kind = forms.ChoiceField(label="转成哪一种", error_messages={"required": "请选一种。"})

    def __init__(self, *args: Any, kinds: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["kind"]
        field.choices = [("", "请选"), *((kind.code, kind.title) for kind in kinds)]


class PhotoForm(forms.Form):
    """A picture, and whether anybody can be recognised in it."""

    photo = forms.FileField(label="照片", allow_empty_file=True, widget=IMAGE)
    caption = forms.CharField(label="说明", required=False, max_length=80)
    shows_people = forms.BooleanField(
        label="照片里认得出人",
        required=False,
        initial=True,
        help_text="认得出人的，要本人都同意才会公开。",
    )


class PhotoChangeForm(forms.Form):
    """Who can be recognised in a picture, and whether it is public."""

    caption = forms.CharField(label="说明", required=False, max_length=80)
    shows_people = forms.BooleanField(label="照片里认得出人", required=False)
    people = forms.MultipleChoiceField(
        label="照片里有谁", required=False, widget=forms.CheckboxSelectMultiple
    )
    published = forms.BooleanField(
        label="公开",
        required=False,
        help_text="认得出的人都同意公开照片，才会真的显示；有人撤回同意，马上就看不到。",
    )

    def __init__(self, *args: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["people"]
        field.choices = people


class FeedbackForm(forms.Form):
    """Four faces, one tap; words if one likes."""

    face = forms.ChoiceField(
        label="您觉得怎么样",
        choices=[(value, word) for value, word in Faces().choices],
        widget=Faces(),
        error_messages={"required": "请点一个表情。"},
    )
    words = forms.CharField(
        label="想说的话",
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 500}),
    )

    def clean_face(self) -> str:
        """Return the engine's word for a face."""
        return Face(FACES[self.cleaned_data["face"]]).value


class FollowUpForm(forms.Form):
    """How a trainee fares; not wanting to say is an answer."""

    outcome = forms.ChoiceField(
        label="近况",
        choices=FollowUpOutcome.choices,
        error_messages={"required": "请选一项，不愿意说也可以选。"},
    )
