"""Wiring of metrics: numbers that are rolled up per centre and day as events happen."""

from django.apps import AppConfig


class MetricsConfig(AppConfig):
    """The kernel part from which boards and rates read, so that nobody types a figure."""

    name = "changlai.kernel.metrics"
