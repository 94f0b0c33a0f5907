"""Wiring of the voices hall."""

from django.apps import AppConfig


class VoicesConfig(AppConfig):
    """群众诉求: what people say to the centre, by whichever way they come."""

    name = "changlai.halls.voices"
    label = "voices"
    verbose_name = "诉求"
