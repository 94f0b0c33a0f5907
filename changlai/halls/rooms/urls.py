"""Addresses of the rooms hall, gathered from the parts that people use."""

from typing import Any

app_name = "rooms"
urlpatterns: list[Any] = []
