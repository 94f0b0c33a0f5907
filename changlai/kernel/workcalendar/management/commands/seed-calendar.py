"""`changlai seed-calendar`: fill the working calendar with the years the package knows."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from changlai.kernel.workcalendar.actions import seed


class Command(BaseCommand):
    """Add the years that are missing; imported notices stay as they are."""

    help = "把 chinesecalendar 里已有年份的放假安排装入工作日历；已导入的年份不动。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON 计数")

    def handle(self, *args: Any, **options: Any) -> None:
        report = seed(at=timezone.now())
        self.stdout.write(f"新增 {report.created} 天，{len(report.years)} 个年份；原有的不动。")
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
