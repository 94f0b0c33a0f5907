"""The verb `changlai import-residents`."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from tqdm import tqdm

from changlai.foundation.areas.public import centre_by_code
from changlai.foundation.people.actions.importing import COLUMNS, OPTIONAL, import_residents
from changlai.foundation.people.actor import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.files.sheets import read_rows, write_rows


class Command(BaseCommand):
    help = "从 xlsx 表格导入一个中心的居民；重复导入不会变多"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, help="xlsx 表格")
        parser.add_argument("--centre", required=True, help="中心的网址代码")
        parser.add_argument("--dry-run", action="store_true", help="试一遍，不保存")
        parser.add_argument("--errors", type=Path, help="把退回的行写到这个 xlsx 文件")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(
        self, *, file: Path, centre: str, dry_run: bool, errors: Path | None, **options: Any
    ) -> None:
        place = centre_by_code(centre)
        if place is None:
            raise CommandError(f"没有代码为 {centre} 的中心。")
        try:
            rows = read_rows(file, COLUMNS, optional=OPTIONAL)
            with tqdm(desc="居民", unit="行") as bar:

                def told(read: int) -> None:
                    bar.update()

                report = import_residents(
                    centre=place,
                    rows=rows,
                    actor=Actor.system(place.pk),
                    at=timezone.now(),
                    dry_run=dry_run,
                    told=told,
                )
        except OSError as error:
            raise CommandError(f"读不到 {file}:{error.strerror}。") from error
        except BadInput as error:
            raise CommandError(error.sentence) from error
        for number, _, sentence in report.errors:
            self.stderr.write(f"第 {number} 行：{sentence}")
        if errors is not None and report.errors:
            headings = ["原表行号", "原因", *(aliases[0] for aliases in COLUMNS.values())]
            lines = [
                [str(number), sentence, *row.values()] for number, row, sentence in report.errors
            ]
            errors.write_bytes(write_rows(headings, lines, title="退回"))
        counts = report.counts
        self.stdout.write(
            f"{'试了一遍，没有保存。' if dry_run else ''}"
            f"读取 {counts.read}，新增 {counts.created}，"
            f"更新 {counts.updated}，未变 {counts.unchanged}，退回 {counts.rejected}"
        )
        if options["json"]:
            self.stdout.write(json.dumps(counts.as_dict(), ensure_ascii=False))
