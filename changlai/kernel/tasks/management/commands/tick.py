"""The verb `changlai tick`."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from changlai.kernel.tasks.running import tick


class Command(BaseCommand):
    help = "把到点的后台工作做一遍(worker 每秒做一次；没有 worker 时可由系统定时器调用)"
    # Checks belong to the start of the server; the background must run on when a page is broken.
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--once", action="store_true", help="只做一遍(默认就是)")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, **options: Any) -> None:
        ran = tick(timezone.now())
        self.stdout.write(
            f"完成 {len(ran.done)} 项，失败 {len(ran.failed)} 项，别处正在做 {len(ran.busy)} 项"
        )
        for code in ran.failed:
            self.stderr.write(f"失败：{code}(详情见日志)")
        if options["json"]:
            facts = {"done": ran.done, "failed": ran.failed, "busy": ran.busy}
            self.stdout.write(json.dumps(facts))
