"""`changlai import-calendar FILE`: take over the State Council's notice of a year's holidays."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changlai.kernel.errors import BadInput
from changlai.kernel.workcalendar.actions import import_notice


class Command(BaseCommand):
    """Read an xlsx or ics of holidays and make-up days, whole or not at all."""

    help = "导入国务院办公厅的放假安排(xlsx 或 ics)；有一行不对就一行也不写。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--source", default="", help="出处，如文号；不填用文件名")
        parser.add_argument("--dry-run", action="store_true", help="只检查，不写入")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON 计数")

    def handle(self, *args: Any, **options: Any) -> None:
        path: Path = options["file"]
        try:
            with path.open("rb") as file:
                report = import_notice(
                    file,
                    at=timezone.now(),
                    source=options["source"] or path.name,
                    dry_run=options["dry_run"],
                )
        except OSError as error:
            raise CommandError(f"打不开 {path}:{error.strerror}。") from error
        except BadInput as error:
            raise CommandError(error.sentence) from error
        for number, sentence in report.errors:
            self.stderr.write(f"第 {number} 行：{sentence}" if number else sentence)
        self.stdout.write(
            f"{'(只检查)' if options['dry_run'] else ''}"
            f"读 {report.read} 行，新增 {report.created} 天，"
            f"改 {report.updated} 天，不变 {report.unchanged} 天，删 {report.removed} 天；"
            f"完整年份：{'、'.join(map(str, report.years)) or '无'}。"
        )
        if options["json"]:
            self.stdout.write(json.dumps(report.as_dict(), ensure_ascii=False))
        if report.errors:
            raise CommandError("有行不对，什么也没有写入；请改好后再导入。")
