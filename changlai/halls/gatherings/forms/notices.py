"""Shape of a notice to everyone who signed up: one field."""

from django import forms

from changlai.kernel.pages.once import OnceForm


class NoticeForm(OnceForm):
    """What everyone who signed up is to hear."""

    text = forms.CharField(
        label="要说的话",
        max_length=200,
        help_text="一两句就行，如“明天有雨，请穿雨鞋，集合地点不变。”活动名称会自动加上。",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 200}),
        error_messages={"required": "请写一句要说的话。"},
    )
