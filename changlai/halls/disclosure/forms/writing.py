"""Text, lines and files of a disclosure."""

from collections.abc import Iterable
from typing import Any

from django import forms

from changlai.engines.content.public import WordingForm
from changlai.halls.disclosure.actions.drafting import Line
from changlai.halls.disclosure.models import DisclosureItem, DisclosureLine
from changlai.halls.disclosure.money import fen_of, yuan
from changlai.halls.disclosure.states import LONGEST_NOTE, LONGEST_WORDS, MOST_LINES, Rhythm
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

EMPTY_ROWS = 5


class DisclosureForm(WordingForm):
    """The text; how long it stands is said by whoever approves."""

    def __init__(self, *args: Any, item: DisclosureItem | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["starts_on"], self.fields["ends_on"]
        self.fields[
            "summary"
        ].help_text = "列表里先看到这一句，例如：收入多少、支出多少、结余多少。"
        self.fields["body"].widget.attrs["rows"] = 6
        self.fields["body"].help_text = "一条一条的写在下面的表里；这里写总的情况，可以不写。"
        if item is not None and item.what:
            self.fields["body"].help_text = f"要写到：{item.what} 一条一条的写在下面的表里。"


class PeriodForm(forms.Form):
    """Of which period, or of which day where something is disclosed as it happens."""

    period = forms.ChoiceField(label="哪一期")
    day = forms.DateField(label="哪天的事", widget=Day, validators=PLAUSIBLE_DAYS)

    def __init__(
        self, *args: Any, item: DisclosureItem, periods: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        if item.rhythm == Rhythm.OCCASION:
            del self.fields["period"]
        else:
            del self.fields["day"]
            self.fields["period"].choices = periods  # type: ignore[attr-defined]

    def code(self) -> str:
        """Return the period's code."""
        said = self.cleaned_data
        return said["day"].isoformat() if "day" in said else str(said["period"])


class LineForm(forms.Form):
    """One line: what, how much, and a note."""

    words = forms.CharField(max_length=LONGEST_WORDS, required=False)
    amount = forms.CharField(max_length=24, required=False)
    note = forms.CharField(max_length=LONGEST_NOTE, required=False)

    def clean_amount(self) -> int | None:
        """Return the sum in fen."""
        try:
            return fen_of(self.cleaned_data["amount"])
        except BadInput as error:
            raise forms.ValidationError(error.sentence) from None


class _LineSet(forms.BaseFormSet[LineForm]):
    def add_fields(self, form: LineForm, index: int | None) -> None:
        """Say to those who do not see the table in which row a field stands."""
        super().add_fields(form, index)
        row = f"第{(index or 0) + 1}行"
        for name, word in (("words", "事项"), ("amount", "金额"), ("note", "说明")):
            form.fields[name].widget.attrs |= {"aria-label": f"{row}{word}", "autocomplete": "off"}
        form.fields["amount"].widget.attrs["inputmode"] = "decimal"

    def lines(self) -> list[Line]:
        """Return the lines in the order of the rows, empty ones too."""
        return [
            Line(said.get("words", ""), said.get("amount"), said.get("note", ""))
            for said in (form.cleaned_data for form in self.forms)
        ]


LineSet = forms.formset_factory(
    LineForm, formset=_LineSet, extra=0, max_num=MOST_LINES, absolute_max=MOST_LINES
)


def line_set(data: Any, lines: Iterable[DisclosureLine] = (), *, more: bool = False) -> Any:
    """Return the rows of the table: as typed, with some empty ones more if asked for."""
    if data is None:
        rows = [
            {"words": one.words, "amount": yuan(one.amount_fen), "note": one.note} for one in lines
        ]
        rows += [{} for _ in range(EMPTY_ROWS)]
        return LineSet(initial=rows[:MOST_LINES], prefix="line")
    if more:
        data = data.copy()
        total = data.get("line-TOTAL_FORMS", "0")
        count = int(total) if total.isascii() and total.isdigit() else 0
        data["line-TOTAL_FORMS"] = str(min(count + EMPTY_ROWS, MOST_LINES))
    return LineSet(data, prefix="line")


class FileForm(forms.Form):
    """A file that goes with it; everybody reads its name."""

    file = forms.FileField(
        label="选一个文件",
        help_text="pdf、xlsx、照片都行；文件名大家看得到，不要写身份证号、银行卡号。",
    )


class SheetForm(forms.Form):
    """Lines out of a sheet, or pasted from one."""

    pasted = forms.CharField(
        label="从表格里复制过来",
        required=False,
        max_length=60_000,
        widget=forms.Textarea({"rows": 8}),
        help_text="在表格里选好“事项、金额、说明”三列，复制，粘到这里。",
    )
    file = forms.FileField(
        label="或者选一个xlsx表格",
        required=False,
        widget=forms.FileInput({"accept": ".xlsx"}),
    )

    def clean(self) -> dict[str, Any]:
        """Ask for one of the two."""
        said: dict[str, Any] = super().clean() or {}
        if not said.get("pasted", "").strip() and not said.get("file"):
            raise forms.ValidationError("请粘上内容，或者选一个表格。")
        return said
