"""Shapes of a sign-up: what a resident fills in, what staff write down for somebody."""

from collections.abc import Sequence
from typing import Any

from django import forms

from changlai.engines.activities.public import SignUpState
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import Phone

NO_AUTOFILL = {"autocomplete": "off"}
MOST_HEADS = 50
PAPER_LINES = 12
"""Lines of one printed sheet, and of the page that takes it back in."""


class TicketField(forms.UUIDField):
    """One of the kinds of ticket; which there are is asked only where the form is shown."""

    default_error_messages = {"required": "请选报名的种类。", "invalid": "请选报名的种类。"}


class SignUpForm(OnceForm):
    """What a resident says to come: which kind, how many, a few words."""

    ticket = TicketField(label="报哪一种", widget=forms.RadioSelect)
    heads = forms.IntegerField(
        label="一共几个人来",
        min_value=1,
        max_value=MOST_HEADS,
        initial=1,
        error_messages={"required": "请填几个人来。", "invalid": "人数请填数字。"},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )
    note = forms.CharField(label="有什么要我们知道的", max_length=120, required=False)

    def offer(self, tickets: Sequence[tuple[Any, str]], party_limit: int) -> None:
        """Lay out the kinds of ticket and the largest party; what leaves no choice is not asked."""
        ticket, heads = self.fields["ticket"], self.fields["heads"]
        choices = [(str(key), label) for key, label in tickets]
        if len(choices) == 1:
            ticket.widget = forms.HiddenInput()
            ticket.initial = choices[0][0]
        else:
            ticket.widget.choices = choices
        heads.widget.attrs |= {"max": party_limit, "min": 1}
        if party_limit == 1:
            heads.widget = forms.HiddenInput()
        else:
            heads.help_text = f"连您自己在内，一次最多{party_limit}人。"


CHANNELS = [("counter", "到窗口来的"), ("phone", "打电话来的"), ("visit", "上门时说的")]


class DeskSignUpForm(SignUpForm):
    """What staff write down for somebody who stands there or has rung up."""

    alias = forms.CharField(
        label="怎么称呼", max_length=40, required=False, widget=forms.TextInput(NO_AUTOFILL)
    )
    phone = forms.CharField(
        label="电话",
        help_text="有变动好告诉对方；没有就空着。",
        max_length=30,
        required=False,
        widget=Phone(NO_AUTOFILL),
    )
    channel = forms.ChoiceField(label="怎么来的", choices=CHANNELS, initial="counter")


class FindForm(forms.Form):
    """Find a villager by part of the name or a whole telephone number."""

    q = forms.CharField(
        label="姓名或手机号",
        max_length=40,
        required=False,
        widget=forms.TextInput(NO_AUTOFILL | {"type": "search"}),
    )


class ReasonForm(forms.Form):
    """Why something is refused or called off; the person reads it."""

    reason = forms.CharField(
        label="原因",
        help_text="对方会看到，请写得让人明白。",
        max_length=120,
        error_messages={"required": "请写明原因，对方会看到。"},
    )


class HeadsForm(forms.Form):
    """How many still come."""

    heads = forms.IntegerField(
        label="还来几个人",
        min_value=1,
        max_value=MOST_HEADS,
        error_messages={"required": "请填还来几个人。", "invalid": "人数请填数字。"},
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
    )


class NoteForm(forms.Form):
    """A reason that may be left out."""

    reason = forms.CharField(label="原因", max_length=120, required=False)


STATE_TABS = [
    ("", "在内的"),
    (SignUpState.APPLIED, "等结果"),
    (SignUpState.CONFIRMED, "报上名"),
    (SignUpState.OFFERED, "等回话"),
    (SignUpState.WAITING, "候补"),
    ("ended", "不来了"),
]


class SheetForm(forms.Form):
    """Which sheet of the printed sign-up list is being entered."""

    sheet = forms.IntegerField(
        label="第几张表",
        help_text="印在表头上。",
        min_value=1,
        max_value=99,
        error_messages={
            "required": "请填第几张表。",
            "invalid": "请填数字。",
            "min_value": "表号从1开始。",
            "max_value": "表号最大99。",
        },
    )


class PaperLineForm(forms.Form):
    """One handwritten line of the sheet: whoever is named is entered, empty lines are none."""

    alias = forms.CharField(
        label="姓名", max_length=40, required=False, widget=forms.TextInput(NO_AUTOFILL)
    )
    phone = forms.CharField(label="电话", max_length=30, required=False, widget=Phone(NO_AUTOFILL))
    heads = forms.IntegerField(
        label="人数",
        min_value=1,
        max_value=MOST_HEADS,
        required=False,
        widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
        error_messages={"invalid": "人数请填数字。"},
    )
    ticket = forms.UUIDField(label="种类", required=False, widget=forms.Select)

    def offer(self, tickets: Sequence[tuple[Any, str]], number: int) -> None:
        """Lay out the kinds of ticket and say to which line of the sheet each field belongs."""
        for bound in self:
            bound.field.widget.attrs["aria-label"] = f"第{number}行{bound.label}"
        self.fields["ticket"].widget.choices = [(str(key), label) for key, label in tickets]

    @property
    def is_filled(self) -> bool:
        """Say whether somebody wrote on this line."""
        said = self.cleaned_data
        return bool(said.get("alias") or said.get("phone"))
