"""Wiring: crypto has no tables, only fields for others' tables and the command rotate-keys."""

from django.apps import AppConfig


class CryptoConfig(AppConfig):
    """The kernel part that keeps telephone and identity numbers unreadable in the database."""

    name = "changlai.kernel.crypto"
