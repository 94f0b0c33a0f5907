"""Addresses of the three figures."""

from typing import Any

app_name = "figures"
urlpatterns: list[Any] = []
