"""Wiring of schemas: questions that a village makes up itself."""

from django.apps import AppConfig


class SchemasConfig(AppConfig):
    """The kernel part by which fields are data: a form, a check and columns without code."""

    name = "changlai.kernel.schemas"
