"""Wiring of records: one small row for each thing that others may point to."""

from django.apps import AppConfig


class RecordsConfig(AppConfig):
    """The kernel part by which halls link to each other's things without knowing them."""

    name = "changlai.kernel.records"
