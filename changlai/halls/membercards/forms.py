"""Shapes of what is typed about member cards."""

from typing import Any

from django import forms

from changlai.halls.membercards.actions import Said
from changlai.halls.membercards.models import MemberCard
from changlai.halls.membercards.states import CARD_MATTERS, SHORT, Crop, How, Standing
from changlai.kernel.pages.once import OnceForm

SAID = ("group", "group_order", "role", "duty", "standing", "promise", "honours", "crop")


class CardForm(OnceForm):
    """What a card says; there is no field for a date, a number or an address."""

    role = forms.CharField(
        label="职务、岗位", max_length=40, required=False, help_text="例如：党小组长。"
    )
    duty = forms.CharField(
        label="设岗定责", max_length=120, required=False, help_text="例如：看护山林，调解邻里。"
    )
    standing = forms.ChoiceField(
        label="党龄",
        required=False,
        choices=[("", "不写"), *Standing.choices],
        help_text="只写一档，不写入党日期。",
    )
    promise = forms.CharField(
        label="承诺",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": 200}),
    )
    honours = forms.CharField(
        label="荣誉",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": 200}),
    )
    group = forms.CharField(label="党小组", max_length=30, required=False)
    group_order = forms.IntegerField(
        label="党小组排第几",
        min_value=0,
        max_value=99,
        initial=1,
        help_text="小组的顺序；小组里面按同意的先后，不排名。",
    )
    crop = forms.ChoiceField(
        label="照片显示哪一段", choices=Crop.choices, widget=forms.RadioSelect, initial=Crop.TOP
    )

    def __init__(self, *args: Any, card: MemberCard | None = None, **kwargs: Any) -> None:
        if card is not None:
            kwargs["initial"] = {name: getattr(card, name) for name in SAID}
        super().__init__(*args, **kwargs)

    def said(self) -> Said:
        """Return what was typed."""
        return Said(**{name: self.cleaned_data[name] for name in SAID})


class NewCardForm(CardForm):
    """The same with the consents, asked one by one."""

    agreed = forms.MultipleChoiceField(
        label="本人同意公开哪些",
        required=False,
        choices=[(matter.value, SHORT[matter]) for matter in CARD_MATTERS],
        widget=forms.CheckboxSelectMultiple,
        help_text="一项一项问；没有同意姓名的，整张都不公开。",
    )
    how = forms.ChoiceField(
        label="怎么同意的", choices=How.choices, widget=forms.RadioSelect, initial=How.SIGNED
    )


class PhotoForm(forms.Form):
    """The photograph."""

    file = forms.FileField(
        label="选一张照片",
        widget=forms.FileInput({"accept": "image/*"}),
        help_text="本人同意了才放；不放照片也可以。",
    )


class ConsentForm(forms.Form):
    """How a yes or a no was said."""

    how = forms.ChoiceField(label="怎么说的", choices=How.choices)


class ContactForm(OnceForm):
    """What somebody would like of a member."""

    text = forms.CharField(
        label="想联系他做什么",
        max_length=500,
        widget=forms.Textarea({"rows": 3, "maxlength": 500}),
        help_text="中心会转告，不会把电话给任何人。",
    )
