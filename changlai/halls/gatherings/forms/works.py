"""Shape of an exhibited work: what, whose, from when until when, and how the author agreed."""

from django import forms

from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day


class WorkChangeForm(forms.Form):
    """What is said of a work, and how its author agreed."""

    title = forms.CharField(
        label="作品名", max_length=60, error_messages={"required": "请写作品名。"}
    )
    author_name = forms.CharField(
        label="作者",
        max_length=40,
        required=False,
        help_text="怎么署名就怎么写。上面找到了本人的，空着就署本名。",
    )
    note = forms.CharField(
        label="说明", required=False, max_length=120, help_text="材料、尺寸、做了多久。"
    )
    shown_from = forms.DateField(label="从哪天展出", widget=Day, validators=[*PLAUSIBLE_DAYS])
    shown_until = forms.DateField(label="展到哪天", widget=Day, validators=[*PLAUSIBLE_DAYS])
    consent_note = forms.CharField(
        label="作者怎么同意的",
        required=False,
        max_length=60,
        help_text="如“纸质同意书已签”。不写就不公开；作者撤回时删掉这句，马上看不到。",
    )


class WorkForm(WorkChangeForm):
    """A new work with its picture."""

    image = forms.FileField(
        label="作品照片",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": "image/*"}),
        error_messages={"required": "请选一张作品照片。"},
    )
    field_order = ("image", "title", "author_name", "note")
