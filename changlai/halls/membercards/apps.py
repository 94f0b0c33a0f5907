"""Wiring of the hall of member cards."""

from django.apps import AppConfig


class MembercardsConfig(AppConfig):
    """党员形象栏: who of the party stands for what in the village, each field by consent."""

    name = "changlai.halls.membercards"
