"""Wiring of the cases engine."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """The cases engine."""

    name = "changlai.engines.cases"
    label = "cases"
    verbose_name = "诉求引擎"
