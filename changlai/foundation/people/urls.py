"""Addresses of people: signing in and out, one's own things, and the desk's lists."""

from typing import Any

app_name = "people"
urlpatterns: list[Any] = []
