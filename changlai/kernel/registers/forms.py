"""The filter most registers share."""

from typing import Any

from django import forms

from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day


class Period(forms.Form):
    """A span of days, both ends included and optional; a register adds its own filters."""

    since = forms.DateField(label="从", required=False, widget=Day, validators=PLAUSIBLE_DAYS)
    until = forms.DateField(label="到", required=False, widget=Day, validators=PLAUSIBLE_DAYS)

    def clean(self) -> dict[str, Any]:
        """Refuse a span that ends before it begins."""
        cleaned = super().clean() or {}
        since, until = cleaned.get("since"), cleaned.get("until")
        if since and until and until < since:
            self.add_error("until", "结束日期比开始日期早，请改一下。")
        return cleaned
