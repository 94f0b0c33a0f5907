"""Shapes of what is typed about talents."""

from typing import Any

from django import forms

from changlai.halls.talents.actions import Talent
from changlai.halls.talents.models import TalentCard
from changlai.halls.talents.states import Field, InvitationState, Living, Reach, Wish
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import Phone

SAID = ("skills", "fields", "wishes", "wish_words", "living", "reach", "contact_phone")


class CardForm(OnceForm):
    """What somebody can do and would like."""

    skills = forms.CharField(
        label="会什么",
        max_length=200,
        help_text="一句话就行，例如：会嫁接果树，会写对联。",
        widget=forms.Textarea({"rows": 2, "maxlength": 200}),
    )
    fields_ = forms.MultipleChoiceField(
        label="哪方面", required=False, choices=Field.choices, widget=forms.CheckboxSelectMultiple
    )
    wishes = forms.MultipleChoiceField(
        label="想做什么", required=False, choices=Wish.choices, widget=forms.CheckboxSelectMultiple
    )
    wish_words = forms.CharField(
        label="还想说的",
        max_length=200,
        required=False,
        help_text="例如：过年回来，可以教大家剪视频。",
    )
    living = forms.ChoiceField(
        label="现在住哪里",
        choices=Living.choices,
        widget=forms.RadioSelect,
        initial=Living.HERE,
    )
    reach = forms.ChoiceField(
        label="有事怎么联系",
        choices=Reach.choices,
        widget=forms.RadioSelect,
        initial=Reach.CENTRE,
    )
    contact_phone = forms.CharField(
        label="打哪个电话",
        max_length=20,
        required=False,
        widget=Phone,
        help_text="只有工作人员看得到。不写就打登记过的电话。",
    )

    def __init__(self, *args: Any, card: TalentCard | None = None, **kwargs: Any) -> None:
        if card is not None:
            initial = {name: getattr(card, name) for name in SAID}
            kwargs["initial"] = initial | {
                "fields_": card.fields.split(),
                "wishes": card.wishes.split(),
            }
        super().__init__(*args, **kwargs)

    def talent(self) -> Talent:
        """Return what was typed."""
        said = {name: self.cleaned_data[name] for name in SAID if name != "fields"}
        return Talent(fields=self.cleaned_data["fields_"], **said)


class NewCardForm(CardForm):
    """The same with the consent on which the card stands."""

    agrees = forms.BooleanField(
        label="同意登记",
        required=False,
        help_text="只给本村中心的工作人员看，用来请您帮忙；留12个月，随时可以撤回，撤回就删掉。",
    )


class DeskCardForm(NewCardForm):
    """The same, written down for somebody on the telephone, from paper or at the counter."""

    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[("phone", "打电话"), ("paper", "纸表"), ("counter", "到窗口")],
        widget=forms.RadioSelect,
        initial="phone",
    )


class InviteForm(OnceForm):
    """What somebody is to be asked to come for."""

    about = forms.CharField(
        label="请来做什么",
        max_length=80,
        error_messages={"required": "请写请来做什么，例如：讲一课嫁接。"},
        help_text="例如：下个月讲一课嫁接。",
    )


class OutcomeForm(forms.Form):
    """What came of asking."""

    state = forms.ChoiceField(
        label="怎么样",
        choices=[one for one in InvitationState.choices if one[0] != InvitationState.ASKED],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(label="怎么说的", max_length=120, required=False)
