"""Wiring of search; its index is made by the first migration."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    """The kernel part that finds records by words, on either database."""

    name = "changlai.kernel.search"
