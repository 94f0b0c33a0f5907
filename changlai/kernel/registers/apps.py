"""Wiring of the registers."""

from django.apps import AppConfig


class RegistersConfig(AppConfig):
    """The kernel part by which a query declared once is a page, a file and a sheet of paper."""

    name = "changlai.kernel.registers"
