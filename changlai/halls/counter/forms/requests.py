"""What is asked when a matter is entrusted, and at each step of it."""

from typing import Any
from uuid import UUID

from django import forms

from changlai.engines.cases.public import CallBackOutcome
from changlai.halls.counter.states import Handing, MaterialState
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import Phone

LONG = {"rows": 4, "maxlength": 2000}


class AskForm(OnceForm):
    """Entrust a matter; everything but the item's own questions may be left out."""

    words = forms.CharField(
        label="还有什么要说的",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    phone = forms.CharField(
        label="办这件事打哪个电话",
        max_length=20,
        required=False,
        widget=Phone,
        help_text="不填就打您登记的电话。",
    )


class TakeForm(AskForm):
    """The same, written down at the desk for somebody."""

    alias = forms.CharField(label="怎么称呼", max_length=40, required=False)
    channel = forms.ChoiceField(
        label="怎么来的",
        choices=[
            ("counter", "到窗口"),
            ("phone", "打电话"),
            ("paper", "纸质表"),
            ("visit", "走访"),
        ],
    )
    is_urgent = forms.BooleanField(label="急，等着用", required=False)
    on_paper = forms.BooleanField(label="签了纸质委托书", required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["phone"].help_text = "找到了村民的可以不填。"


class StepForm(forms.Form):
    """A step that asks nothing."""


class WordsForm(forms.Form):
    """A step with one text."""

    text = forms.CharField(label="写一句", widget=forms.Textarea(attrs=LONG), max_length=2000)


class MissingForm(forms.Form):
    """Everything that is missing, one on a line; a second time why."""

    lines = forms.CharField(
        label="还缺什么",
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text="一样一行，一次说全。对方补来以前，期限不往下走。",
        error_messages={"required": "请写明还缺什么，一样一行，一次说全。"},
    )
    reason = forms.CharField(
        label="为什么又要补",
        max_length=120,
        required=False,
        help_text="第二次告知才填，对方会看到。",
    )


class DeliverForm(forms.Form):
    """How it came into the person's hands."""

    how = forms.ChoiceField(label="怎么送达", choices=Handing.choices, widget=forms.RadioSelect)
    handed_to = forms.CharField(label="交给谁", max_length=40, required=False)


class ColleagueForm(forms.Form):
    """Who is to do it."""

    account: forms.ModelChoiceField[Any] = forms.ModelChoiceField(
        label="请谁办", queryset=None, empty_label="请选择"
    )
    text = forms.CharField(label="说明", max_length=200, required=False)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["account"]
        field.queryset = staff
        field.label_from_instance = lambda one: one.shown_name


class CallBackForm(forms.Form):
    """What the requester said when a colleague asked afterwards."""

    outcome = forms.ChoiceField(
        label="联系上了吗", choices=CallBackOutcome.choices, widget=forms.RadioSelect
    )
    solved = forms.ChoiceField(
        label="事情办成了吗",
        choices=[("yes", "办成了"), ("no", "还没办成")],
        widget=forms.RadioSelect,
        required=False,
    )
    note = forms.CharField(
        label="对方怎么说", max_length=500, required=False, help_text="不回访要写明原因。"
    )


class LaterForm(WordsForm):
    """Some days more, with the reason."""

    working_days = forms.IntegerField(label="晚几个工作日", min_value=1, max_value=10)
    field_order = ("working_days", "text")


class ScanForm(forms.Form):
    """A scan of a paper, kept until thirty days after delivery."""

    title = forms.CharField(label="扫的是什么", max_length=60)
    file = forms.FileField(label="扫描件或照片")


class PapersForm(forms.Form):
    """How each paper of a request stands."""

    def __init__(self, *args: Any, papers: list[Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for paper in papers:
            self.fields[str(paper.pk)] = forms.ChoiceField(
                label=f"{paper.title}({paper.get_how_display()})",
                choices=MaterialState.choices,
                initial=paper.state,
            )

    def states(self) -> dict[UUID, str]:
        """Return the state of each paper; the form is valid."""
        return {UUID(key): value for key, value in self.cleaned_data.items()}


class CodeForm(forms.Form):
    """Number and code of a receipt."""

    number = forms.CharField(label="编号", max_length=20)
    code = forms.CharField(
        label="查询码", max_length=20, widget=forms.TextInput({"data-private": ""})
    )
