"""Find centres for the commands of the book, which name them by code."""

from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management.base import CommandError


def centre_with_code(code: str) -> Any:
    """Return the centre with this code; raises CommandError if there is none."""
    centre = apps.get_model(settings.CENTRE_MODEL)._default_manager.filter(code=code).first()
    if centre is None:
        raise CommandError(f"没有代码为 {code} 的中心。")
    return centre


def all_centres() -> list[Any]:
    """Return all centres, ordered by code."""
    return list(apps.get_model(settings.CENTRE_MODEL)._default_manager.order_by("code"))
