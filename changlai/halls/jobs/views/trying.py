"""Do what a form asks, and put the sentence of a broken rule on the form."""

from collections.abc import Callable
from typing import Any

from django import forms

from changlai.kernel.errors import BadInput, RuleBroken


def tried(form: forms.Form, act: Callable[[], Any]) -> tuple[Any, int]:
    """Return what `act` gives, with 0; or None with the status of the page that says why not."""
    try:
        return act(), 0
    except RuleBroken as error:
        form.add_error(None, error.sentence)
        return None, 200 if isinstance(error, BadInput) else 409
