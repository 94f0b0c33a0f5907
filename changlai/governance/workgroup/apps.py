"""Wiring of the work group."""

from django.apps import AppConfig


class WorkgroupConfig(AppConfig):
    """领导小组、目标任务: who answers for what, until when; what can be counted closes itself."""

    name = "changlai.governance.workgroup"
