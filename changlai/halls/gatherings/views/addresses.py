"""Addresses that other parts of this hall lay, empty where a part is not installed."""

from typing import Any
from uuid import UUID

from django.urls import NoReverseMatch

from changlai.kernel.pages.routes import centre_reverse


def thing_url(centre: Any, name: str, pk: UUID) -> str:
    """Return the address of one thing, or nothing where that page is not installed."""
    try:
        return centre_reverse(centre, name, pk=pk)
    except NoReverseMatch:
        return ""
