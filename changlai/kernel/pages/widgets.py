"""Form widgets of the house that Django does not have."""

from datetime import date

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator

FACES = (
    ("4", "很满意", "laugh"),
    ("3", "满意", "smile"),
    ("2", "基本满意", "meh"),
    ("1", "不满意", "frown"),
)
"""The four faces of a rating, best first: value, word, icon."""


class Faces(forms.RadioSelect):
    """Four faces in a row, each with its word; the value is 4 (best) to 1."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, choices=[(value, word) for value, word, _ in FACES])


PLAUSIBLE_DAYS = (
    MinValueValidator(date(1900, 1, 1), "请选 1900 年以后的日子。"),
    MaxValueValidator(date(2100, 12, 31), "请选 2100 年以前的日子。"),
)
"""Validators of a day that somebody may look for; year 9999 has no day after its last."""


class Day(forms.DateInput):
    """A date, picked with the phone's own calendar."""

    input_type = "date"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(attrs, format="%Y-%m-%d")


class Phone(forms.TextInput):
    """A phone number: the number keys come up, and the browser may offer one's own."""

    input_type = "tel"

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__({"inputmode": "tel", "autocomplete": "tel", **(attrs or {})})


class Code(forms.TextInput):
    """A short code from a message; never kept as a draft."""

    def __init__(self, attrs: dict[str, str] | None = None) -> None:
        super().__init__(
            {
                "inputmode": "numeric",
                "autocomplete": "one-time-code",
                "data-private": "",
                **(attrs or {}),
            }
        )
