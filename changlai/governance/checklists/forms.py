"""Shapes of what is typed about checklists."""

from typing import Any

from django import forms

from changlai.governance.checklists.actions import Line
from changlai.governance.checklists.states import BY_HAND, Comparison, Verdict
from changlai.kernel.pages.once import OnceForm


class StartForm(OnceForm):
    """Begin a run; sent twice it is one."""


class TitleForm(forms.Form):
    """What the list is called, and from which version it is changed."""

    title = forms.CharField(label="这张表叫什么", max_length=40)
    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0)


class ItemForm(forms.Form):
    """One item: what has to be so, and who says whether it is."""

    group = forms.CharField(label="哪方面", max_length=20, required=False)
    text = forms.CharField(label="要做到什么", max_length=120, required=False)
    measure = forms.ChoiceField(label="怎么看", required=False)
    comparison = forms.ChoiceField(
        label="不少于还是不超过", required=False, choices=[("", "不用"), *Comparison.choices]
    )
    target = forms.DecimalField(
        label="几", required=False, min_value=0, max_value=999_999, decimal_places=2
    )
    drop = forms.BooleanField(label="去掉这一项", required=False)

    def __init__(self, *args: Any, measures: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["measure"]
        field.choices = measures

    @property
    def is_kept(self) -> bool:
        """Whether the item goes into the new version; an empty row does not."""
        said = self.cleaned_data
        return bool(said.get("text") or said.get("group")) and not said.get("drop")

    def line(self) -> Line:
        """Return what was typed."""
        said = self.cleaned_data
        return Line(**{name: said[name] for name in ("group", "text", "measure")}, **self._wanted())

    def _wanted(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said["measure"]:
            return {}
        return {"comparison": said["comparison"], "target": said["target"]}


class AnswerForm(forms.Form):
    """What somebody saw of one item."""

    verdict = forms.ChoiceField(
        label="看下来",
        required=False,
        choices=[one for one in Verdict.choices if one[0] in BY_HAND],
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label="说明", max_length=200, required=False)
