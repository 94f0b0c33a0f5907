"""Shapes of what is typed about faces: an answer for somebody, and a span of days."""

from datetime import date
from typing import Any

from django import forms

from changlai.engines.faces.states import BY_STAFF, LONGEST_WORDS, AnswerChannel, Face
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

MONTH, LAST_MONTH, QUARTER, LAST_QUARTER, OWN = "month", "last_month", "quarter", "last", "own"
SPANS = (
    (MONTH, "本月"),
    (LAST_MONTH, "上月"),
    (QUARTER, "本季度"),
    (LAST_QUARTER, "上季度"),
    (OWN, "自己选日子"),
)


class WordsForm(forms.Form):
    """What somebody adds in words; nobody has to."""

    words = forms.CharField(
        label="还想说一句",
        max_length=LONGEST_WORDS,
        required=False,
        help_text="不写也行。中心的工作人员看得到，不写是谁说的。",
        widget=forms.Textarea({"rows": 3, "maxlength": LONGEST_WORDS}),
    )


class EnterForm(WordsForm):
    """What somebody said on a slip, by telephone or at the counter."""

    face = forms.TypedChoiceField(
        label="怎么说的", choices=Face.choices, coerce=int, widget=forms.RadioSelect
    )
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[(one.value, one.label) for one in BY_STAFF],
        widget=forms.RadioSelect,
        initial=AnswerChannel.PAPER,
    )
    field_order = ("face", "channel", "words")


class SpanForm(forms.Form):
    """A month, a quarter, or from one day to another; a running one ends today."""

    span = forms.ChoiceField(label="时间", required=False, choices=SPANS)
    since = forms.DateField(label="从哪天", required=False, widget=Day, validators=PLAUSIBLE_DAYS)
    until = forms.DateField(label="到哪天", required=False, widget=Day, validators=PLAUSIBLE_DAYS)

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        said = super().clean() or {}
        since, until = said.get("since"), said.get("until")
        if since and until and until < since:
            self.add_error("until", "结束的日子要在开始以后。")
        return said

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day; this quarter where nothing fits."""
        if not self.is_valid():
            return span_days(QUARTER, today)
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        span = self.cleaned_data["span"] or (OWN if since or until else QUARTER)
        if span != OWN:
            return span_days(span, today)
        last = until or max(today, since or today)
        return since or last.replace(day=1), last


def span_days(span: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a named span, as seen from today."""
    month = today.replace(day=1)
    quarter = month.replace(month=(today.month - 1) // 3 * 3 + 1)
    if span == LAST_MONTH:
        last = date.fromordinal(month.toordinal() - 1)
        return last.replace(day=1), last
    if span == LAST_QUARTER:
        last = date.fromordinal(quarter.toordinal() - 1)
        return last.replace(month=last.month - 2, day=1), last
    return (month if span == MONTH else quarter), today
