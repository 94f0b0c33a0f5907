"""Shapes of looking for activities, at home and on the desk."""

from typing import Any
from uuid import UUID

from django import forms

from changlai.engines.activities.public import ActivityFilter, ActivityState, Preset
from changlai.kernel.registers.public import Period


class FindForm(forms.Form):
    """Words, a kind, this week only."""

    words = forms.CharField(
        label="找活动",
        max_length=50,
        required=False,
        widget=forms.TextInput({"type": "search"}),
    )
    kind = forms.TypedChoiceField(label="类型", coerce=UUID, required=False, empty_value=None)
    week = forms.BooleanField(label="只看这个星期", required=False)

    def __init__(self, *args: Any, presets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = [(str(one.pk), one.title) for one in presets]
        self.fields["kind"].choices = [("", "都看"), *kinds]  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def this_week(self) -> bool:
        """Whether only this week is wanted."""
        return bool(self.cleaned_data.get("week"))

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return any(self.cleaned_data.values())

    def as_filter(self) -> ActivityFilter:
        """Return what the list is narrowed to; a broken value narrows nothing."""
        said = self.cleaned_data
        return ActivityFilter(words=said.get("words") or "", preset=said.get("kind"))


class DeskFindForm(Period):
    """Words, kind, state and days."""

    words = forms.CharField(
        label="找活动", max_length=50, required=False, widget=forms.TextInput({"type": "search"})
    )
    kind = forms.ModelChoiceField(
        label="类型", queryset=Preset.objects.none(), required=False, empty_label="全部"
    )
    state = forms.ChoiceField(
        label="办到哪了", required=False, choices=[("", "全部"), *ActivityState.choices]
    )
    field_order = ["words", "kind", "state", "since", "until"]

    def __init__(self, *args: Any, presets: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["kind"].queryset = presets  # type: ignore[attr-defined]
        self.is_valid()

    @property
    def is_narrowed(self) -> bool:
        """Whether anything was chosen."""
        return any(self.cleaned_data.values())

    def as_filter(self) -> ActivityFilter:
        """Return what the list is narrowed to; a broken value narrows nothing."""
        said = self.cleaned_data
        kind = said.get("kind")
        return ActivityFilter(
            words=said.get("words") or "",
            preset=kind.pk if kind else None,
            state=said.get("state") or "",
            since=said.get("since"),
            until=said.get("until"),
        )
