"""Addresses of the gatherings hall, gathered from the parts that people use."""

from typing import Any

app_name = "gatherings"
urlpatterns: list[Any] = []
