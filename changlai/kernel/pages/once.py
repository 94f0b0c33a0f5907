"""A form that sent twice is one: it carries a number of its own."""

from typing import Any
from uuid import UUID, uuid4

from django import forms


class OnceField(forms.UUIDField):
    """The number of a form; one that is none counts as a new form, not as somebody's mistake."""

    def to_python(self, value: Any) -> Any:
        try:
            return super().to_python(value)
        except forms.ValidationError:
            return None


class OnceForm(forms.Form):
    """A form whose hidden number travels with it, so that a double tap does one thing."""

    form_id = OnceField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial.setdefault("form_id", uuid4())

    @property
    def once(self) -> UUID:
        """Return the form's own number; one that came without gets a fresh one."""
        # Asked before anybody looked whether the rest holds, the form is cleaned for it.
        self.is_valid()
        found: UUID | None = self.cleaned_data.get("form_id")
        return found or uuid4()
