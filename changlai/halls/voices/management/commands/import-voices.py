"""The verb `changlai import-voices`."""

import json
import time
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from changlai.foundation.areas.public import centre_by_code
from changlai.foundation.people.public import Actor
from changlai.halls.voices.actions import ImportReport, import_voices
from changlai.halls.voices.kinds import HELP, KINDS
from changlai.kernel.errors import RuleBroken

SHOWN = 20
"""So many reasons are printed; all of them stand in the file of --errors."""


class Command(BaseCommand):
    help = "从 xlsx 导入群众诉求；同一编号不会重复导入，有问题的行单独列出"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="xlsx 文件")
        parser.add_argument("--centre", required=True, help="中心的网址代码")
        parser.add_argument("--dry-run", action="store_true", help="只试一遍，不保存")
        parser.add_argument(
            "--mapping", default="", help='栏目对照，JSON，例如 {"留言编号": "流水号"}'
        )
        parser.add_argument(
            "--kind",
            default=HELP,
            choices=[kind.code for kind in KINDS],
            help="表里没有写类型的，算哪一种(默认 help 求助)",
        )
        parser.add_argument("--errors", type=Path, help="把没有收下的行写到这个 xlsx 文件")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *, file: Path, **options: Any) -> None:
        centre = centre_by_code(options["centre"])
        if centre is None:
            raise CommandError(f"没有网址代码是“{options['centre']}”的中心。")
        if not file.is_file():
            raise CommandError(f"找不到文件 {file}。")
        began = time.monotonic()
        try:
            with tqdm(desc="诉求", unit="行") as bar:
                report = import_voices(
                    centre=centre,
                    actor=Actor.system(centre.pk),
                    at=timezone.now(),
                    file=file,
                    file_name=file.name,
                    mapping=_mapping(options["mapping"]),
                    kind=options["kind"],
                    is_dry_run=options["dry_run"],
                    progress=lambda rows: _move(bar, rows),
                )
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken
        if options["errors"] and report.errors:
            options["errors"].write_bytes(report.errors_xlsx())
        self._tell(report, time.monotonic() - began)
        if options["json"]:
            self.stdout.write(json.dumps(report.counts(), ensure_ascii=False))

    def _tell(self, report: ImportReport, seconds: float) -> None:
        for one in report.errors[:SHOWN]:
            self.stderr.write(f"第 {one.row} 行({one.number or '无编号'})没有收下：{one.reason}")
        if len(report.errors) > SHOWN:
            self.stderr.write(f"另有 {len(report.errors) - SHOWN} 行，用 --errors 写成表格看。")
        for one in report.notes[:SHOWN]:
            self.stdout.write(f"第 {one.row} 行({one.number}):{one.reason}")
        if len(report.notes) > SHOWN:
            self.stdout.write(f"另有 {len(report.notes) - SHOWN} 条说明。")
        trial = "试运行，没有保存。" if report.is_dry_run else ""
        self.stdout.write(
            f"{trial}读取 {report.read}，新增 {report.created}，更新 {report.updated},"
            f"未变 {report.unchanged}，没有收下 {report.rejected}，用时 {seconds:.1f} 秒"
        )


def _mapping(text: str) -> dict[str, str]:
    if not text:
        return {}
    try:
        found = json.loads(text)
    except ValueError:
        found = None
    if not isinstance(found, dict) or not all(isinstance(one, str) for one in found.values()):
        raise CommandError('--mapping 要写成 {"留言编号": "表里的栏目名"} 这样的 JSON。')
    return found


def _move(bar: Any, rows: int) -> None:
    bar.update(rows)
