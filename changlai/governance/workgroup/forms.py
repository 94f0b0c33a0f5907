"""Shapes of what is typed about groups, goals and tasks."""

from typing import Any

from django import forms

from changlai.governance.workgroup.actions.groups import Duty
from changlai.governance.workgroup.actions.tasks import Wanted
from changlai.governance.workgroup.states import Comparison
from changlai.kernel.pages.once import OnceForm
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day


def _day(label: str, **more: Any) -> forms.DateField:
    return forms.DateField(label=label, widget=Day, validators=PLAUSIBLE_DAYS, **more)


def _staff(label: str, **more: Any) -> Any:
    return forms.ModelChoiceField(label=label, queryset=None, **more)


def _offer(field: Any, staff: Any) -> None:
    field.queryset = staff
    field.label_from_instance = lambda one: str(one.shown_name)


class GroupForm(OnceForm):
    """A work group: its name, head, days and the paper that set it up."""

    title = forms.CharField(
        label="小组叫什么", max_length=60, help_text="例如：党群服务中心工作领导小组"
    )
    head = _staff("组长", empty_label="请选择", help_text="组长是现任书记。")
    set_up_on = _day("成立日期")
    term_from = _day("任期从")
    term_until = _day("任期到")
    document = forms.CharField(
        label="成立文件",
        required=False,
        max_length=4000,
        widget=forms.Textarea({"rows": 4, "maxlength": 4000}),
        help_text="会上定下来的话，写一段就行；会议本身可以在小组页上关联。",
    )

    def __init__(self, *args: Any, heads: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["head"], heads)


class MemberForm(forms.Form):
    """One member and what they answer for."""

    account = _staff("同事", required=False, empty_label="不是同事，写姓名")
    name = forms.CharField(label="姓名", max_length=40, required=False)
    post = forms.CharField(label="职务", max_length=40, required=False)
    duty = forms.CharField(label="管什么", max_length=200, required=False)

    def __init__(self, *args: Any, staff: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["account"], staff)

    @property
    def is_kept(self) -> bool:
        """Whether anything was typed here; an empty row is no member."""
        said = self.cleaned_data
        return bool(said.get("account") or said.get("name") or said.get("duty"))

    def member(self) -> Duty:
        """Return what was typed."""
        return Duty(**self.cleaned_data)


class ReasonForm(forms.Form):
    """Why."""

    reason = forms.CharField(
        label="为什么", max_length=200, widget=forms.Textarea({"rows": 2, "maxlength": 200})
    )


class GoalForm(OnceForm):
    """What is to be reached in a year."""

    year = forms.IntegerField(label="年度", min_value=2000, max_value=2100)
    title = forms.CharField(label="目标", max_length=80)
    note = forms.CharField(label="说明", max_length=200, required=False)


class TaskForm(OnceForm):
    """What, who, until when, and what shows that it is done."""

    origin = forms.UUIDField(widget=forms.HiddenInput, required=False)
    goal = _staff("属于哪个目标", empty_label="请选择")
    title = forms.CharField(label="做什么", max_length=80)
    owner = _staff("谁负责", empty_label="请选择")
    due_on = _day("哪天前")
    measure = forms.ChoiceField(
        label="做好了看什么",
        required=False,
        help_text="选了由系统数的，数到了自己完成，不用填、也不能手工完成。",
    )
    comparison = forms.ChoiceField(
        label="不少于还是不超过", required=False, choices=[("", "不用"), *Comparison.choices]
    )
    target = forms.DecimalField(
        label="几", required=False, min_value=0, max_value=999_999, decimal_places=2
    )

    def __init__(
        self, *args: Any, goals: Any, staff: Any, measures: list[tuple[str, str]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        _offer(self.fields["owner"], staff)
        field: Any = self.fields["goal"]
        field.queryset = goals
        field.label_from_instance = lambda one: f"{one.year} {one.title}"
        choice: Any = self.fields["measure"]
        choice.choices = measures

    def wanted(self) -> Wanted:
        """Return what was typed."""
        said = self.cleaned_data
        names = ("title", "owner", "due_on", "measure")
        more = {name: said[name] for name in ("comparison", "target")} if said["measure"] else {}
        return Wanted(**{name: said[name] for name in names}, **more)


class FinishForm(forms.Form):
    """What came of a task."""

    result = forms.CharField(
        label="做成什么样了", max_length=300, widget=forms.Textarea({"rows": 3, "maxlength": 300})
    )
    no_record_reason = forms.CharField(
        label="没有记录可以关联的话，为什么",
        max_length=200,
        required=False,
        help_text="关联了记录就不用写。",
    )
