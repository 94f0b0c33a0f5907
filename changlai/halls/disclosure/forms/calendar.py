"""The items of the calendar, and how many days a disclosure stands."""

from typing import Any

from django import forms

from changlai.halls.disclosure.models import DisclosureItem
from changlai.halls.disclosure.states import LONGEST_DAYS, Category, Rhythm
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

SAID = (
    *("category", "title", "what", "rhythm", "due_days", "source"),
    *("since", "order", "is_active"),
)


class ItemForm(OnceForm):
    """One item of the calendar."""

    category = forms.ChoiceField(
        label="哪一类", choices=Category.choices, widget=forms.RadioSelect, initial="village"
    )
    title = forms.CharField(label="公开什么", max_length=40)
    what = forms.CharField(
        label="要写到什么",
        max_length=200,
        required=False,
        widget=forms.Textarea({"rows": 2, "maxlength": 200}),
    )
    rhythm = forms.ChoiceField(
        label="多久一次", choices=Rhythm.choices, widget=forms.RadioSelect, initial="quarterly"
    )
    due_days = forms.IntegerField(
        label="过后多少天内公开",
        min_value=0,
        max_value=366,
        initial=15,
        help_text="每季度15天：一季度的，4月15日以前公开。",
    )
    source = forms.CharField(label="依据", max_length=120, required=False)
    since = forms.DateField(
        label="从哪天算起",
        widget=Day,
        validators=PLAUSIBLE_DAYS,
        help_text="这天所在的那一期开始算，以前的不催。",
    )
    order = forms.IntegerField(label="排在第几", min_value=0, max_value=999, initial=50)
    is_active = forms.BooleanField(
        label="在用", required=False, initial=True, help_text="不勾就不再催；公开过的都在。"
    )

    def __init__(self, *args: Any, item: DisclosureItem | None = None, **kwargs: Any) -> None:
        if item is not None:
            kwargs["initial"] = {name: getattr(item, name) for name in SAID}
        super().__init__(*args, **kwargs)

    def said(self) -> dict[str, Any]:
        """Return what was typed."""
        return {name: self.cleaned_data[name] for name in SAID}


class DaysForm(forms.Form):
    """How many days a disclosure stands in this village."""

    days = forms.IntegerField(
        label="公示多少天",
        min_value=1,
        max_value=LONGEST_DAYS,
        help_text="贴出来的第二天起算；批准的时候还可以改这一份的。",
    )
