"""Wiring: a deleted row takes its file along, also when another row's deletion carried it off."""

from typing import Any

from django.apps import AppConfig
from django.db.models.signals import post_delete


def _forget(sender: Any, instance: Any, **rest: Any) -> None:
    from changlai.kernel.files.actions import forget_file

    forget_file(instance)


class FilesConfig(AppConfig):
    """The kernel part that keeps photos, recordings and documents."""

    name = "changlai.kernel.files"

    def ready(self) -> None:
        post_delete.connect(_forget, sender="files.StoredFile", dispatch_uid="files.forget")
