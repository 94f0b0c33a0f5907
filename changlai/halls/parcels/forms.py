"""Shapes of what is typed about parcels."""

from typing import Any

from django import forms

from changlai.halls.parcels.models import Parcel, ShelfRule
from changlai.halls.parcels.states import MOST_AT_ONCE, Carrier, Taker
from changlai.kernel.pages.widgets import Code, Phone

TYPED = {"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}


class BatchForm(forms.Form):
    """What holds for every parcel of a batch: the carrier and the shelf, chosen once."""

    carrier = forms.ChoiceField(
        label="快递公司", choices=[("", "不选"), *Carrier.choices], required=False
    )
    shelf = forms.ChoiceField(label="货架", required=False)

    def __init__(self, *args: Any, shelves: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "自动，放最空的"), *((shelf, shelf) for shelf in shelves)]
        self.fields["shelf"].choices = choices  # type: ignore[attr-defined]


class ScanForm(BatchForm):
    """One line of the scanner."""

    line = forms.CharField(
        label="单号",
        max_length=100,
        help_text="扫一下就上架。后面可以空一格写手机号或后四位，例如：SF1234567 0101。",
        widget=forms.TextInput({**TYPED, "data-private": "", "autofocus": ""}),
    )


class PasteForm(BatchForm):
    """Many lines at once, one parcel a line."""

    lines = forms.CharField(
        label="一次贴多个单号",
        required=False,
        strip=False,
        help_text=f"一行一件，最多{MOST_AT_ONCE}行，写法和上面一样。",
        widget=forms.Textarea({**TYPED, "rows": 5, "data-private": ""}),
    )


class CodeForm(forms.Form):
    """A pickup code."""

    code = forms.CharField(
        label="取件码", max_length=20, help_text="例如：3-2-4417，只写后四位也行。", widget=Code
    )


class HandOutForm(forms.Form):
    """Into whose hands a parcel goes."""

    taker = forms.ChoiceField(
        label="谁来取",
        choices=[(Taker.SELF, "本人"), (Taker.PROXY, "别人代取")],
        widget=forms.RadioSelect,
        initial=Taker.SELF,
    )
    taker_name = forms.CharField(label="取件人的名字", max_length=40, required=False)
    code = forms.CharField(
        label="取件码",
        max_length=20,
        required=False,
        help_text="没有事先说过请谁代取的，要报取件码。",
        widget=Code,
    )

    def __init__(self, *args: Any, parcel: Parcel, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        name = self.fields["taker_name"]
        known = parcel.person_id or parcel.name
        name.help_text = "本人取不用写；别人代取要写。" if known else "还不知道是谁的，请写上。"


class ReasonForm(forms.Form):
    """One line why."""

    reason = forms.CharField(label="原因", max_length=120, required=False)


class RecipientForm(forms.Form):
    """For whom a parcel is, where the centre does not know that person."""

    name = forms.CharField(label="称呼", max_length=40, required=False)
    phone = forms.CharField(label="电话", max_length=20, required=False, widget=Phone)


class ProxyForm(forms.Form):
    """Who fetches in the recipient's place."""

    name = forms.CharField(
        label="请谁代取",
        max_length=40,
        required=False,
        help_text="写名字，来取时报这个名字就行。空着就是不请人代取。",
    )


class DeliveryForm(forms.Form):
    """Where to bring it."""

    place = forms.CharField(
        label="送到哪里",
        max_length=120,
        required=False,
        help_text="例如：榕树头第三户，门口有石磨。登记过住处的可以不写。",
    )


class RulesForm(forms.Form):
    """When a parcel is overdue, and which shelves there are."""

    overdue_days = forms.IntegerField(
        label="几天没取算超期", min_value=1, max_value=60, help_text="到那天再通知一次。"
    )
    shelves = forms.CharField(
        label="货架",
        max_length=400,
        help_text="用空格隔开，例如：1-1 1-2 2-1。取件码前半截就是它。",
    )

    def __init__(self, *args: Any, rules: ShelfRule, **kwargs: Any) -> None:
        kwargs["initial"] = {"overdue_days": rules.overdue_days, "shelves": rules.shelves}
        super().__init__(*args, **kwargs)
