"""A question about a line, by the resident or written down by staff."""

from django import forms

from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import Phone


class AskForm(OnceForm):
    """What somebody wants to know."""

    text = forms.CharField(
        label="您想问什么",
        max_length=2000,
        widget=forms.Textarea({"rows": 4, "maxlength": 2000}),
        help_text="哪里看不懂、觉得不对，照直说；十天内答复。",
    )
    may_publish = forms.BooleanField(
        label="答复可以给大家看",
        required=False,
        help_text="不写您的名字；只放问题和答复，别人就不用再问一遍。",
    )


class DeskAskForm(AskForm):
    """The same, told by telephone, on paper or at the counter."""

    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[("phone", "打电话"), ("paper", "纸条"), ("counter", "到窗口")],
        widget=forms.RadioSelect,
        initial="phone",
    )
    name = forms.CharField(
        label="怎么称呼", max_length=40, required=False, help_text="上面找到了人就不用写。"
    )
    phone = forms.CharField(label="电话", max_length=20, required=False, widget=Phone)
