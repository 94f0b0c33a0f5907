"""What whoever signs says, what a supervisor declares, and why something is taken down."""

from django import forms

from changlai.halls.disclosure.states import LONGEST_DAYS


class SignForm(forms.Form):
    """Agree, or send back saying why; `digest` is of the words that were read."""

    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
    note = forms.CharField(
        label="意见",
        max_length=200,
        required=False,
        help_text="退回的要写哪里要改；同意的可以不写。",
    )


class ApproveForm(SignForm):
    """The same, with how long it stands."""

    days = forms.IntegerField(label="公示多少天", min_value=1, max_value=LONGEST_DAYS)
    phones_seen = forms.BooleanField(
        label="号码可以公开",
        required=False,
        help_text="里面有电话号码时才要勾：看过了，是可以公开的电话。",
    )


class DeclareForm(forms.Form):
    """The supervisor's word for a year."""

    is_true = forms.BooleanField(
        label="声明不是村民委员会成员，也不是他们的近亲属",
        required=False,
        help_text="近亲属：配偶、父母、子女、兄弟姐妹、祖父母、外祖父母、孙子女、外孙子女。",
    )


class DownForm(forms.Form):
    """Why something is taken down early."""

    note = forms.CharField(label="为什么撤下", max_length=120)
