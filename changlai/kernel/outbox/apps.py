"""Wiring of the outbox."""

from django.apps import AppConfig


class OutboxConfig(AppConfig):
    """The kernel part that tells people what happened, by screen, by telephone, later by more."""

    name = "changlai.kernel.outbox"
    verbose_name = "消息"
