"""Wiring of the counter hall."""

from django.apps import AppConfig


class CounterConfig(AppConfig):
    """一窗受理: what the centre does for people, said plainly, and done for them."""

    name = "changlai.halls.counter"
    label = "counter"
    verbose_name = "便民服务"
