"""Shapes of what staff type about a voice: the list's filter, and one small form for each step."""

from typing import Any
from urllib.parse import urlencode

from django import forms

from changlai.engines.cases.public import (
    CallBackOutcome,
    CaseFilter,
    Category,
    Channel,
    Face,
    RateCode,
    StateType,
    Urgency,
)
from changlai.foundation.people.public import Actor
from changlai.halls.voices.kinds import FAMILY, KINDS
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day

LONG = {"rows": 5, "maxlength": 20000}
ANY = ("", "不限")


class CaseFilterForm(forms.Form):
    """What the list of voices may be narrowed by; an empty field means all."""

    words = forms.CharField(label="找", max_length=50, required=False)
    state_type = forms.ChoiceField(label="状态", choices=[ANY, *StateType.choices], required=False)
    kind = forms.ChoiceField(
        label="种类", choices=[ANY, *[(kind.code, kind.title) for kind in KINDS]], required=False
    )
    category = forms.ModelChoiceField(
        label="类别", queryset=Category.objects.none(), required=False, empty_label="不限"
    )
    channel = forms.ChoiceField(label="渠道", choices=[ANY, *Channel.choices], required=False)
    urgency = forms.ChoiceField(label="急不急", choices=[ANY, *Urgency.choices], required=False)
    hand = forms.ChoiceField(
        label="承办人",
        choices=[ANY, ("mine", "我承办的"), ("none", "还没有人")],
        required=False,
    )
    due = forms.ChoiceField(
        label="期限", choices=[ANY, ("overdue", "已超时"), ("near", "快到期")], required=False
    )
    since = forms.DateField(label="从哪天", widget=Day, required=False, validators=PLAUSIBLE_DAYS)
    until = forms.DateField(label="到哪天", widget=Day, required=False, validators=PLAUSIBLE_DAYS)

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        field.queryset = categories  # type: ignore[attr-defined]
        field.label_from_instance = indented  # type: ignore[attr-defined]

    def as_filter(self, actor: Actor) -> CaseFilter:
        """Return what was chosen; a field that does not hold is left out."""
        self.is_valid()
        chosen = self.cleaned_data
        category = chosen.get("category")
        hand = chosen.get("hand")
        return CaseFilter(
            family=FAMILY,
            words=chosen.get("words", ""),
            state_type=chosen.get("state_type", ""),
            kind=chosen.get("kind", ""),
            category_path=category.path if category else "",
            channel=chosen.get("channel", ""),
            urgency=chosen.get("urgency", ""),
            handler_id=actor.account_id if hand == "mine" else None,
            without_handler=hand == "none",
            overdue=chosen.get("due") == "overdue",
            near=chosen.get("due") == "near",
            since=chosen.get("since"),
            until=chosen.get("until"),
        )

    @property
    def as_query(self) -> str:
        """Return the chosen fields as the part of an address behind the question mark."""
        chosen = [(name, self.data.get(name, "")) for name in self.fields]
        return urlencode([(name, value) for name, value in chosen if value])

    @property
    def is_narrowed_further(self) -> bool:
        """Whether a field of the folded part is in use."""
        return any(self.data.get(name) for name in ("channel", "urgency", "since", "until"))


def indented(category: Category) -> str:
    """Return a category's name, moved in by its depth in the tree."""
    return "　" * category.path.count("/") + category.name


class SaveViewForm(forms.Form):
    """A name under which to keep a filter."""

    name = forms.CharField(label="存成视图，名字叫", max_length=30)
    query = forms.CharField(widget=forms.HiddenInput, required=False)


class StepForm(forms.Form):
    """Base of the small forms of steps; a step that needs nothing uses it as it is."""


class NoteForm(StepForm):
    """A line that may be left out."""

    note = forms.CharField(
        label="备注", widget=forms.Textarea(attrs={"rows": 3, "maxlength": 5000}), required=False
    )


class ReasonForm(StepForm):
    """A line that must be there: somebody will ask why."""

    reason = forms.CharField(label="理由", widget=forms.Textarea(attrs=LONG), strip=False)


class ColleagueField(forms.ModelChoiceField):
    """A colleague who may handle voices."""

    def label_from_instance(self, obj: Any) -> str:
        return str(obj.shown_name)


class ColleagueForm(NoteForm):
    """To whom, with a line that may be left out."""

    account = ColleagueField(label="交给谁", queryset=None, empty_label="请选择")
    field_order = ("account", "note")

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = staff  # type: ignore[attr-defined]


class TransferForm(ReasonForm):
    """To whom (or back to the pile) and why."""

    account = ColleagueField(
        label="转给谁", queryset=None, required=False, empty_label="放回待分派"
    )
    field_order = ("account", "reason")

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = staff  # type: ignore[attr-defined]


class AskForm(StepForm):
    """What only the requester can say."""

    question = forms.CharField(
        label="请对方补充什么",
        help_text="对方会看到这句话；等回话的时候不计时。",
        widget=forms.Textarea(attrs=LONG),
        strip=False,
    )


class ReplyForm(StepForm):
    """What the requester said when asked."""

    text = forms.CharField(label="对方怎么说", widget=forms.Textarea(attrs=LONG), strip=False)


class AnswerForm(StepForm):
    """The centre's answer."""

    text = forms.CharField(
        label="答复",
        help_text="对方会原样看到。写清楚：办了什么、结果怎样、还有问题找谁。",
        widget=forms.Textarea(attrs={"rows": 8, "maxlength": 20000}),
        strip=False,
    )


class ExtendForm(ReasonForm):
    """How much longer, and why; the requester is told."""

    working_days = forms.IntegerField(label="延长几个工作日", min_value=1, max_value=60)
    field_order = ("working_days", "reason")


class SendUpForm(ReasonForm):
    """Who of the level above may see this one case, and until when."""

    account = ColleagueField(label="给谁看", queryset=None, empty_label="请选择")
    to_name = forms.CharField(label="报给哪个部门", max_length=60)
    until = forms.DateField(
        label="看到哪天为止", help_text="最长 60 天，到期自动关上。", widget=Day
    )
    field_order = ("account", "to_name", "until", "reason")

    def __init__(self, *args: Any, above: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["account"].queryset = above  # type: ignore[attr-defined]


class EndGrantForm(StepForm):
    """Why the level above shall see no more; colleagues read it in the history."""

    reason = forms.CharField(
        label="为什么收回",
        help_text="可以不写。写了，同事在经过里看得到。",
        max_length=200,
        required=False,
    )


class SortForm(NoteForm):
    """The category that a voice belongs to."""

    category = forms.ModelChoiceField(
        label="属于哪一类", queryset=Category.objects.none(), required=False, empty_label="不归类"
    )
    field_order = ("category", "note")

    def __init__(self, *args: Any, categories: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["category"]
        field.queryset = categories  # type: ignore[attr-defined]
        field.label_from_instance = indented  # type: ignore[attr-defined]


class TakeBackForm(StepForm):
    """What the level above replied."""

    result = forms.CharField(label="上级怎么回复", widget=forms.Textarea(attrs=LONG), strip=False)
    outside_number = forms.CharField(label="上级的编号", max_length=60, required=False)


class GuidanceForm(StepForm):
    """Where the matter belongs instead."""

    guidance = forms.CharField(
        label="告诉对方该找谁",
        help_text="例如：信访事项请找县信访局，举报请打 12388。",
        widget=forms.Textarea(attrs=LONG),
        strip=False,
    )


class MergeForm(NoteForm):
    """Which case stays."""

    number = forms.CharField(label="并到哪一件(编号)", max_length=20)
    field_order = ("number", "note")


class CallBackForm(StepForm):
    """What the requester said when asked afterwards."""

    outcome = forms.ChoiceField(
        label="联系上了吗", choices=CallBackOutcome.choices, widget=forms.RadioSelect
    )
    solved = forms.ChoiceField(
        label="问题解决了吗",
        choices=[("yes", "解决了"), ("no", "没有解决")],
        widget=forms.RadioSelect,
        required=False,
    )
    was_contacted = forms.ChoiceField(
        label="办的时候有人联系过吗",
        choices=[("yes", "有"), ("no", "没有")],
        widget=forms.RadioSelect,
        required=False,
    )
    redo = forms.BooleanField(label="没有解决，退回重办", required=False)
    note = forms.CharField(
        label="说明",
        help_text="不回访或退回重办时要写明原因。",
        widget=forms.Textarea(attrs={"rows": 3, "maxlength": 5000}),
        required=False,
        strip=False,
    )


class PaperRatingForm(StepForm):
    """A rating as it stands on a paper slip."""

    face = forms.ChoiceField(label="对方打勾的是", choices=Face.choices, widget=forms.RadioSelect)
    solved = forms.ChoiceField(
        label="问题解决了吗",
        choices=[("yes", "解决了"), ("no", "没有解决")],
        widget=forms.RadioSelect,
        required=False,
    )
    words = forms.CharField(
        label="纸上写的话", widget=forms.Textarea(attrs={"rows": 3}), required=False, strip=False
    )


class RedactForm(ReasonForm):
    """The words as they may stand from now on; the originals are kept apart."""

    title = forms.CharField(label="标题", max_length=80, required=False)
    text = forms.CharField(label="内容", widget=forms.Textarea(attrs=LONG), strip=False)
    place_text = forms.CharField(label="地点", max_length=120, required=False)
    answer = forms.CharField(
        label="答复", widget=forms.Textarea(attrs=LONG), strip=False, required=False
    )
    public_title = forms.CharField(
        label="给别人看的一句话",
        help_text="有人要说同一件事时，会看到这一句。不写姓名和门牌。",
        max_length=60,
        required=False,
    )
    field_order = ("title", "text", "place_text", "answer", "public_title", "reason")


class PublishForm(StepForm):
    """Question and answer as everyone will read them."""

    question = forms.CharField(label="问", widget=forms.Textarea(attrs=LONG), strip=False)
    answer = forms.CharField(label="答", widget=forms.Textarea(attrs=LONG), strip=False)
    post = forms.CharField(
        label="答复岗位", help_text="例如：便民服务窗口。写岗位，不写人名。", max_length=60
    )


class ExcludeForm(ReasonForm):
    """Which rate should leave the case out, and why; another person decides."""

    rate = forms.ChoiceField(label="不计入哪个率", choices=RateCode.choices)
    field_order = ("rate", "reason")
