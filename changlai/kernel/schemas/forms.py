"""A schema as a form: the same pieces, checks and sentences as any form of the house."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms

from changlai.kernel.crypto import id_numbers
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.widgets import PLAUSIBLE_DAYS, Day
from changlai.kernel.schemas.values import LONG, SHORT, Field, Kind, Schema

LARGEST = 10**12
YES_NO = (("yes", "是"), ("no", "否"))


class IdNumberField(forms.CharField):
    """An identity number in one form; a slip of a digit is told at once, by its check digit."""

    def clean(self, value: Any) -> str:
        """Return the checked number, "" for none."""
        text: str = super().clean(value)
        try:
            return id_numbers.check(text) if text else ""
        except BadInput as error:
            raise forms.ValidationError(error.sentence) from None


def form_field(one: Field) -> forms.Field:
    """Return the form field of one question."""
    common: dict[str, Any] = {
        "label": one.label,
        "help_text": one.hint,
        "required": one.required,
    }
    if one.kind == Kind.SHORT:
        return forms.CharField(max_length=SHORT, **common)
    if one.kind == Kind.LONG:
        return forms.CharField(max_length=LONG, widget=forms.Textarea, **common)
    if one.kind == Kind.ID_NUMBER:
        return IdNumberField(max_length=30, **common)
    if one.kind == Kind.WHOLE:
        return forms.IntegerField(min_value=-LARGEST, max_value=LARGEST, **common)
    if one.kind == Kind.AMOUNT:
        return forms.DecimalField(max_digits=16, decimal_places=4, **common)
    if one.kind == Kind.DATE:
        return forms.DateField(widget=Day, validators=PLAUSIBLE_DAYS, **common)
    if one.kind == Kind.YES_NO:
        return forms.ChoiceField(choices=YES_NO, widget=forms.RadioSelect, **common)
    choices = [(option, option) for option in one.options]
    if one.kind == Kind.CHOICE:
        if not one.required:
            choices = [("", "不选"), *choices]
        return forms.ChoiceField(choices=choices, **common)
    return forms.MultipleChoiceField(choices=choices, widget=forms.CheckboxSelectMultiple, **common)


class SchemaForm(forms.Form):
    """The questions of a schema; `answers()` gives what is stored in a JSON column.

    Beside other forms on one page give it a `prefix`.
    """

    def __init__(
        self, schema: Schema, *args: Any, answers: dict[str, Any] | None = None, **kwargs: Any
    ) -> None:
        self.schema = schema
        if answers:
            kwargs["initial"] = {
                one.code: _for_form(one, answers.get(one.code)) for one in schema.fields
            }
        super().__init__(*args, **kwargs)
        for one in schema.fields:
            self.fields[one.code] = form_field(one)

    def answers(self) -> dict[str, Any]:
        """Return the cleaned answers as JSON values; what was left empty is left out."""
        found = {}
        for one in self.schema.fields:
            value = self.cleaned_data.get(one.code)
            if value in (None, "", []):
                continue
            found[one.code] = _for_json(one, value)
        return found


def _for_json(one: Field, value: Any) -> Any:
    if one.kind == Kind.YES_NO:
        return value == "yes"
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Decimal):
        return format(value, "f")
    return value


def _for_form(one: Field, value: Any) -> Any:
    if one.kind == Kind.YES_NO and value is not None:
        return "yes" if value else "no"
    return value
