"""Wiring of checklists."""

from django.apps import AppConfig


class ChecklistsConfig(AppConfig):
    """阵地建设规范化: look over the centre by a list; what the house knows nobody ticks."""

    name = "changlai.governance.checklists"
