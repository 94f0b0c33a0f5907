"""The verb `changlai worker`."""

from typing import Any

from django.core.management.base import BaseCommand

from changlai.kernel.tasks.supervising import Supervisor


class Command(BaseCommand):
    help = "后台进程：执行排队的任务，每秒做一遍到点的工作;Ctrl-C 或 SIGTERM 停止"
    # Checks belong to the start of the server; the background must run on when a page is broken.
    requires_system_checks = []

    def handle(self, **options: Any) -> None:
        self.stdout.write("后台已启动。")
        Supervisor().run()
