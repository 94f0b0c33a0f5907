"""Shapes of what staff write down for others: calls, counter, slips, paper forms, sheets, spans."""

from datetime import date, timedelta
from typing import Any

from django import forms

from changlai.engines.cases.public import Category
from changlai.halls.voices.forms.staff import ColleagueField, indented
from changlai.halls.voices.importing import HEADINGS, NEEDED
from changlai.halls.voices.kinds import CONSULT, HELP, KINDS, SAYABLE, SUGGESTION
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import Day, Phone

KIND_CHOICES = [(kind.code, kind.title) for kind in KINDS if kind.code in SAYABLE]
NO_AUTOFILL = {"autocomplete": "off"}
"""The browser at the desk is shared: it may not offer the last caller's number to the next."""
WORDS = {"rows": 5, "maxlength": 20000}
NO_WORDS = {"required": "请写一句说了什么。"}
IMAGE_INPUT = forms.FileInput(attrs={"accept": "image/*"})


class CallForm(OnceForm):
    """A call, while the caller is still on the line: four fields and two buttons."""

    phone = forms.CharField(
        label="来电号码",
        help_text="没有显示就空着。",
        max_length=30,
        required=False,
        widget=Phone(NO_AUTOFILL),
    )
    text = forms.CharField(
        label="说了什么",
        widget=forms.Textarea(attrs=WORDS | {"data-focus": ""}),
        strip=False,
        error_messages=NO_WORDS,
    )
    kind = forms.ChoiceField(label="是哪一种", choices=KIND_CHOICES, initial=CONSULT)
    is_urgent = forms.BooleanField(label="很急，等不到明天", required=False)
    heard = forms.BooleanField(widget=forms.HiddenInput, required=False)


class SettleForm(forms.Form):
    """What a missed caller said when rung back."""

    text = forms.CharField(
        label="对方说了什么",
        widget=forms.Textarea(attrs=WORDS | {"data-focus": ""}),
        strip=False,
        error_messages=NO_WORDS,
    )
    kind = forms.ChoiceField(label="是哪一种", choices=KIND_CHOICES, initial=CONSULT)
    is_urgent = forms.BooleanField(label="很急，等不到明天", required=False)
    heard = forms.BooleanField(widget=forms.HiddenInput, required=False)


class MissedForm(forms.Form):
    """A ring that nobody answered."""

    phone = forms.CharField(
        label="来电号码",
        max_length=30,
        widget=Phone(NO_AUTOFILL),
        error_messages={"required": "请填来电号码，才能回电。"},
    )
    caller = forms.CharField(
        label="是谁",
        help_text="知道才填。",
        max_length=40,
        required=False,
        widget=forms.TextInput(NO_AUTOFILL),
    )
    rang_at = forms.TimeField(
        label="今天几点响的",
        help_text="不填就是刚才。",
        required=False,
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"invalid": "时间请写成 9:30 的样子。"},
    )


class NoAnswerForm(forms.Form):
    """Nobody picked up; the number of tries that stood on the screen comes along."""

    tries = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    note = forms.CharField(label="说明", max_length=500, required=False)


class VoiceForm(OnceForm):
    """What somebody said or wrote, and how to reach them; the same for counter, slip and paper."""

    kind = forms.ChoiceField(label="是哪一种", choices=KIND_CHOICES, initial=HELP)
    text = forms.CharField(
        label="说了什么",
        widget=forms.Textarea(attrs=WORDS),
        strip=False,
        error_messages=NO_WORDS,
    )
    place_text = forms.CharField(
        label="在什么地方",
        max_length=120,
        required=False,
        widget=forms.TextInput(NO_AUTOFILL),
    )
    category = forms.ModelChoiceField(
        label="属于哪一类",
        queryset=Category.objects.none(),
        required=False,
        empty_label="不选",
    )
    name = forms.CharField(
        label="怎么称呼", max_length=40, required=False, widget=forms.TextInput(NO_AUTOFILL)
    )
    phone = forms.CharField(label="电话", max_length=30, required=False, widget=Phone(NO_AUTOFILL))
    is_anonymous = forms.BooleanField(label="不留姓名和电话", required=False)
    is_urgent = forms.BooleanField(label="很急，等不到明天", required=False)
    photo = forms.FileField(label="照片", required=False, allow_empty_file=True, widget=IMAGE_INPUT)

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        field.queryset = categories  # type: ignore[attr-defined]
        field.label_from_instance = indented  # type: ignore[attr-defined]


class SlipForm(VoiceForm):
    """One slip of the box, as it is written; without a name it stays without one."""

    order = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("is_anonymous", "is_urgent"):
            del self.fields[name]
        self.fields["kind"].initial = SUGGESTION
        self.fields["text"].label = "纸条上写了什么"
        self.fields["text"].help_text = "照原话录，错字也不改。"
        self.fields["text"].widget.attrs["data-focus"] = ""
        self.fields["name"].help_text = "纸条上写了才填。"


class PaperForm(VoiceForm):
    """A printed form that came back filled in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["text"].label = "表上写了什么"
        self.fields["text"].help_text = "照原话录，错字也不改。"
        self.fields["text"].widget.attrs["data-focus"] = ""
        self.fields["photo"].label = "表的照片"


class BoxForm(forms.Form):
    """A new box on a wall."""

    name = forms.CharField(
        label="名称",
        help_text="例如：二组小卖部门口意见箱。",
        max_length=40,
        error_messages={"required": "请给意见箱起个名字。"},
    )
    place = forms.CharField(label="挂在哪里", max_length=80, required=False)


class OpenBoxForm(OnceForm):
    """Who opens it with us, and how many slips were counted on the spot."""

    second_account = ColleagueField(
        label="和哪位同事一起开", queryset=None, required=False, empty_label="不是同事"
    )
    villager = forms.CharField(
        label="或者和哪位村民一起开",
        help_text="例如村务监督委员会成员。填姓名或手机号。",
        max_length=40,
        required=False,
        widget=forms.TextInput(NO_AUTOFILL),
    )
    person = forms.UUIDField(widget=forms.HiddenInput, required=False)
    slips = forms.IntegerField(
        label="一共几张",
        help_text="当场一起数，一张没有就填 0。",
        min_value=0,
        error_messages={"required": "请填一共几张。", "invalid": "请填数字。"},
    )
    blank = forms.IntegerField(label="其中空白几张", min_value=0, required=False, initial=0)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["second_account"].queryset = staff  # type: ignore[attr-defined]


class PrintForm(OnceForm):
    """How many blank forms to print."""

    count = forms.IntegerField(
        label="印几张",
        help_text="每张有自己的编号，一次最多 200 张。",
        initial=10,
        error_messages={"required": "请填要印几张。", "invalid": "请填数字。"},
    )


class PaperNumberForm(forms.Form):
    """The number at the top of a printed form."""

    number = forms.CharField(
        label="纸表编号",
        help_text="在表的右上角，例如 Z261123-04825。",
        max_length=20,
        widget=forms.TextInput(NO_AUTOFILL),
        error_messages={"required": "请填纸表编号。"},
    )


class SheetForm(forms.Form):
    """A sheet of another platform, and what its rows count as."""

    table = forms.FileField(
        label="xlsx 表格",
        help_text="从别的平台导出的表。列的顺序不限，至少要有编号、时间、内容三列。",
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx"}),
        error_messages={"required": "请选择一个 xlsx 表格。"},
    )
    kind = forms.ChoiceField(label="没写种类的算哪一种", choices=KIND_CHOICES, initial=HELP)


class MappingForm(forms.Form):
    """Which heading of this sheet stands for which of our columns."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for code, names in HEADINGS.items():
            self.fields[code] = forms.CharField(
                label=names[0],
                required=False,
                max_length=60,
                widget=forms.TextInput(attrs={"autocomplete": "off"}),
            )

    @property
    def needed(self) -> list[forms.BoundField]:
        """Return the fields without which nothing can be read."""
        return [self[code] for code in NEEDED]

    @property
    def others(self) -> list[forms.BoundField]:
        """Return the fields that may be missing."""
        return [self[code] for code in HEADINGS if code not in NEEDED]

    def mapping(self) -> dict[str, str]:
        """Return {field code: heading} of what was filled in."""
        self.is_valid()
        return {code: heading for code, heading in self.cleaned_data.items() if heading}


MONTH, LAST_MONTH, QUARTER, LAST_QUARTER, YEAR, OWN = (
    "month",
    "last_month",
    "quarter",
    "last_quarter",
    "year",
    "own",
)


FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


class SpanForm(forms.Form):
    """A span of days: a month, a quarter, a year, or from one day to another."""

    span = forms.ChoiceField(
        label="时间",
        required=False,
        choices=[
            (MONTH, "本月"),
            (LAST_MONTH, "上月"),
            (QUARTER, "本季度"),
            (LAST_QUARTER, "上季度"),
            (YEAR, "今年"),
            (OWN, "自己选日子"),
        ],
    )
    since = forms.DateField(label="从哪天", widget=Day, required=False)
    until = forms.DateField(label="到哪天", widget=Day, required=False)

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins, or days that no village has lived."""
        said = super().clean() or {}
        for name in ("since", "until"):
            day = said.get(name)
            if day and not FIRST_DAY <= day <= LAST_DAY:
                self.add_error(name, f"请选 {FIRST_DAY.year} 年到 {LAST_DAY.year} 年的日子。")
        since, until = self.cleaned_data.get("since"), self.cleaned_data.get("until")
        if since and until and since > until:
            self.add_error("until", "结束的日子要在开始以后。")
        return said

    def days(self, today: date) -> tuple[date, date]:
        """Return the first and the last day; a running span ends today, this quarter by default."""
        if not self.is_valid():
            return span_days(QUARTER, today)
        span = self.cleaned_data["span"]
        since, until = self.cleaned_data["since"], self.cleaned_data["until"]
        if span in ("", OWN) and (since or until):
            last = until or max(today, since or today)
            return since or last.replace(day=1), last
        return span_days(span or QUARTER, today)


def span_days(span: str, today: date) -> tuple[date, date]:
    """Return the first and the last day of a named span, as seen from today."""
    month = today.replace(day=1)
    quarter = date(today.year, (today.month - 1) // 3 * 3 + 1, 1)
    if span == LAST_MONTH:
        last = month - timedelta(days=1)
        return last.replace(day=1), last
    if span == LAST_QUARTER:
        last = quarter - timedelta(days=1)
        return date(last.year, last.month - 2, 1), last
    if span == YEAR:
        return date(today.year, 1, 1), today
    return (month if span == MONTH else quarter), today
