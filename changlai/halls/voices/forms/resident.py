"""Shapes of what a resident types: three short steps of saying, looking up, rating, replying."""

from typing import Any

from django import forms

from changlai.engines.cases.public import Category, Face
from changlai.halls.voices.kinds import APP_FEEDBACK, KINDS, SAYABLE
from changlai.kernel.pages.widgets import Faces, Phone

FACES_BY_VALUE = {
    "4": Face.VERY_SATISFIED,
    "3": Face.SATISFIED,
    "2": Face.BASICALLY,
    "1": Face.NOT_SATISFIED,
}
"""What the four faces of the page mean to the engine, best first."""

_YES_NO = [("yes", "是"), ("no", "否")]


class WordsForm(forms.Form):
    """Step 1: what it is about, in one's own words."""

    kind = forms.ChoiceField(
        label="是哪一种事",
        widget=forms.RadioSelect,
        error_messages={"required": "请选一种。拿不准就选“求助”。"},
    )
    text = forms.CharField(
        label="您想说什么",
        help_text="什么事、在哪里、多久了。想到什么写什么，写错字不要紧。",
        widget=forms.Textarea(attrs={"rows": 6, "maxlength": 20000}),
        strip=False,
        error_messages={"required": "请写下您想说的内容。"},
    )

    def __init__(self, *args: Any, about_app: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offered = (APP_FEEDBACK,) if about_app else SAYABLE
        titles = {kind.code: f"{kind.title}：{kind.hint}" for kind in KINDS}
        self.fields["kind"].choices = [(code, titles[code]) for code in offered]  # type: ignore[attr-defined]
        if about_app:
            self.fields["kind"].widget = forms.HiddenInput()
            self.fields["kind"].initial = APP_FEEDBACK


class PlaceForm(forms.Form):
    """Step 2: where it is, and a photograph or a voice note if there is one."""

    place_text = forms.CharField(
        label="在什么地方",
        help_text="例如：二组水井旁、村小学门口。",
        max_length=120,
        required=False,
    )
    category = forms.ModelChoiceField(
        label="属于哪一类",
        help_text="不知道就空着，工作人员会填。",
        queryset=Category.objects.none(),
        required=False,
        empty_label="不选",
    )
    photo = forms.FileField(
        label="照片",
        help_text="拍一张就够，不是必须。",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
    )
    voice = forms.FileField(
        label="录音",
        help_text="不方便打字，可以录一段话。",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "audio/*"}),
    )
    is_urgent = forms.BooleanField(label="很急，等不到明天", required=False)

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        field.queryset = categories  # type: ignore[attr-defined]
        field.label_from_instance = _indented  # type: ignore[attr-defined]


def _indented(category: Category) -> str:
    return "　" * category.path.count("/") + category.name


class ContactForm(forms.Form):
    """Step 3: how to reach the one who said it; staying unnamed is a full answer."""

    name = forms.CharField(label="怎么称呼您", max_length=40, required=False)
    phone = forms.CharField(
        label="电话",
        help_text="有了答复好告诉您，只有办事的人看得到。",
        max_length=30,
        required=False,
        widget=Phone,
    )
    is_anonymous = forms.BooleanField(
        label="不留姓名和电话",
        help_text="也会照样办，凭编号和查询码看答复。",
        required=False,
    )
    may_publish = forms.BooleanField(
        label="答复可以公开给大家看",
        help_text="公开前会去掉姓名、电话和门牌。随时可以收回。",
        required=False,
    )


class ProgressForm(forms.Form):
    """Number and code, as printed on the receipt."""

    number = forms.CharField(
        label="编号",
        help_text="回执上的数字，例如 260412-3081。",
        max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
        error_messages={"required": "请输入编号。"},
    )
    code = forms.CharField(
        label="查询码",
        help_text="6 位字母和数字，大小写都行。",
        max_length=20,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "autocapitalize": "characters", "data-private": ""}
        ),
        error_messages={"required": "请输入查询码。"},
    )


class RatingForm(forms.Form):
    """The requester's own word on an answer: one tap, more if they like."""

    face = forms.ChoiceField(
        label="这件事办得怎么样",
        choices=[(value, face.label) for value, face in FACES_BY_VALUE.items()],
        widget=Faces,
        error_messages={"required": "请选一张脸。"},
    )
    solved = forms.ChoiceField(
        label="问题解决了吗", choices=_YES_NO, widget=forms.RadioSelect, required=False
    )
    was_contacted = forms.ChoiceField(
        label="有人联系过您吗", choices=_YES_NO, widget=forms.RadioSelect, required=False
    )
    words = forms.CharField(
        label="想说的话",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 2000}),
        required=False,
        strip=False,
    )


class RemarkForm(forms.Form):
    """A few words to the centre: more about the matter, or why it is not solved."""

    words = forms.CharField(
        label="您想说什么",
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": 5000}),
        strip=False,
        error_messages={"required": "请写几个字。"},
    )


class FollowForm(forms.Form):
    """Follow a matter that somebody brought already."""

    number = forms.CharField(widget=forms.HiddenInput)
    phone = forms.CharField(
        label="您的电话",
        help_text="有了答复打这个电话告诉您。",
        max_length=30,
        required=False,
        widget=Phone,
    )


def yes_or_no(value: str) -> bool | None:
    """Return what a yes-no question was answered with, None for not at all."""
    return {"yes": True, "no": False}.get(value)
