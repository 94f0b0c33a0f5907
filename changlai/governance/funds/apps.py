"""Wiring of the funds."""

from django.apps import AppConfig


class FundsConfig(AppConfig):
    """资金: where the village centre's money came from and went, line by line, for everyone."""

    name = "changlai.governance.funds"
