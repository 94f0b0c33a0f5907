"""changlai flush: Django's own, under the maintenance switch that append-only tables ask for."""

from typing import Any

from django.core.management.base import CommandError
from django.core.management.commands import flush

from changlai.kernel.tenancy.append_only import MaintenanceRefused, maintenance


class Command(flush.Command):
    """Empty the database where the settings allow the books to be opened, and nowhere else."""

    def handle(self, **options: Any) -> None:
        try:
            with maintenance(options["database"]):
                super().handle(**options)
        except MaintenanceRefused as error:
            raise CommandError("这里的事件簿只增不改，不能清空数据库。") from error
