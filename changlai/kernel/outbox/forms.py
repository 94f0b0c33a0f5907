"""Shape of what is ticked on the list of people to phone or to visit."""

from typing import Any
from uuid import UUID

from django import forms

REACHED, MISSED, DROPPED = "reached", "missed", "dropped"


class CallForm(forms.Form):
    """One call or visit: the lines it was about, and how it went."""

    how = forms.ChoiceField(
        label="结果",
        choices=[(REACHED, "已告知"), (MISSED, "没打通"), (DROPPED, "不用打了")],
        error_messages={"required": "请选择结果。", "invalid_choice": "请选择结果。"},
    )
    note = forms.CharField(
        label="说明",
        max_length=200,
        required=False,
        error_messages={"max_length": "说明最多200个字。"},
    )

    def clean(self) -> dict[str, Any]:
        """Read the keys of the lines; a key that is none is refused with a sentence."""
        cleaned = super().clean() or {}
        try:
            keys = [UUID(key) for key in self.data.getlist("sending")]  # type: ignore[attr-defined]
        except ValueError:
            raise forms.ValidationError("没有找到要登记的这一条，请刷新后再看。") from None
        return {**cleaned, "sendings": keys}
