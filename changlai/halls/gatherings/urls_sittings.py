"""Addresses of sittings."""

from typing import Any

urlpatterns: list[Any] = []
