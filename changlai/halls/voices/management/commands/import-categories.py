"""The verb `changlai import-categories`."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from changlai.foundation.areas.public import centre_by_code
from changlai.foundation.people.public import Actor
from changlai.halls.voices.actions import import_categories
from changlai.kernel.errors import RuleBroken


class Command(BaseCommand):
    help = "从 xlsx 导入三级分类(一级分类、二级分类、三级分类)；重复导入不会变多"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="xlsx 文件")
        parser.add_argument("--centre", required=True, help="中心的网址代码")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *, file: Path, **options: Any) -> None:
        centre = centre_by_code(options["centre"])
        if centre is None:
            raise CommandError(f"没有网址代码是“{options['centre']}”的中心。")
        if not file.is_file():
            raise CommandError(f"找不到文件 {file}。")
        began = time.monotonic()
        try:
            with tqdm(desc="分类", unit="行") as bar:
                report = import_categories(
                    centre=centre,
                    actor=Actor.system(centre.pk),
                    at=timezone.now(),
                    file=file,
                    progress=lambda rows: _move(bar, rows),
                )
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        for one in report.errors:
            self.stderr.write(f"第 {one.row} 行没有收下：{one.reason}")
        self.stdout.write(
            f"读取 {report.read}，新增 {report.created}，未变 {report.unchanged},"
            f"没有收下 {report.rejected}，用时 {time.monotonic() - began:.1f} 秒"
        )
        if options["json"]:
            self.stdout.write(json.dumps(report.counts(), ensure_ascii=False))


def _move(bar: Any, rows: int) -> None:
    bar.update(rows)
