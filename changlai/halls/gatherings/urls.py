"""Addresses of the gatherings hall, gathered from the parts that people use."""

from typing import Any

from changlai.halls.gatherings.urls_attendance import urlpatterns as attendance

app_name = "gatherings"
urlpatterns: list[Any] = [*attendance]
