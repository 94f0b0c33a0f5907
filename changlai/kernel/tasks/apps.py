"""Wiring of background work."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    """The kernel part that runs regular jobs and queued tasks outside of any request."""

    name = "changlai.kernel.tasks"
    verbose_name = "后台任务"
