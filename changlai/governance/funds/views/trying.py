"""Answer a form whose action said no: the sentence stands on it and nothing typed is lost."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.foundation.people.public import CentreRequest
from changlai.kernel.errors import BadInput, RuleBroken


def who(request: CentreRequest) -> dict[str, Any]:
    """Return who acts where and when."""
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def tried(form: Any, act: Callable[[], Any]) -> tuple[Any, int]:
    """Return what an action gave, or None with the status its refusal answers."""
    try:
        return act(), 200
    except RuleBroken as error:
        form.add_error(None, error.sentence)
        return None, 200 if isinstance(error, BadInput) else 409


def key_of(typed: str) -> UUID | None:
    """Return a key that an address or a button names, None for anything else."""
    try:
        return UUID(typed)
    except ValueError:
        return None
