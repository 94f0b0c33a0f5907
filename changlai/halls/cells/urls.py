"""Addresses of the cells hall."""

from typing import Any

app_name = "cells"
urlpatterns: list[Any] = []
