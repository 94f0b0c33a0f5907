"""Wiring of the ledger engine."""

from django.apps import AppConfig


class LedgerConfig(AppConfig):
    """账页: entries that are written once, taken back by another entry, and never below nothing."""

    name = "changlai.engines.ledger"
