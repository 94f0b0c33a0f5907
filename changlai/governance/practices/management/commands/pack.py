"""The verbs `changlai pack export` and `changlai pack import`."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changlai.foundation.areas.public import centre_by_code
from changlai.foundation.people.public import Actor
from changlai.governance.practices.public import (
    LARGEST,
    Taking,
    gift_of,
    keep_arrival,
    make_pack,
    shareable,
    take_pack,
    try_pack,
)
from changlai.kernel.errors import RuleBroken


class Command(BaseCommand):
    help = "经验包：export 把本村的做法导出成一个文件，import 收别的村的(先是草稿；重复收不会变多)"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=("export", "import"))
        parser.add_argument("file", type=Path, help="经验包文件(.json)")
        parser.add_argument("--centre", required=True, help="中心的网址代码")
        parser.add_argument("--title", default="经验包", help="导出的包叫什么")
        parser.add_argument("--part", action="append", help="只导出这一部分，可写几次")
        parser.add_argument("--trial", action="store_true", help="只看会收什么，不写")

    def handle(self, *, verb: str, file: Path, **options: Any) -> None:
        centre = centre_by_code(options["centre"])
        if centre is None:
            raise CommandError(f"没有网址代码是“{options['centre']}”的中心。")
        who: dict[str, Any] = {"centre": centre, "actor": Actor.system(centre.pk)}
        try:
            if verb == "export":
                self._give(file, who, options)
            else:
                self._take(file, who, is_trial=options["trial"])
        except RuleBroken as broken:
            raise CommandError(broken.sentence) from broken

    def _give(self, file: Path, who: dict[str, Any], options: dict[str, Any]) -> None:
        codes = options["part"] or [one.code for one in shareable(who["centre"])]
        file.write_bytes(make_pack(**who, codes=codes, title=options["title"]))
        gift = gift_of(**who, codes=codes)
        for part, title, why in gift.left_out:
            self.stderr.write(f"没有放进去：{part}“{title}”，{why}")
        self.stdout.write(f"放进去{gift.count}条，没有放{len(gift.left_out)}条。")

    def _take(self, file: Path, who: dict[str, Any], *, is_trial: bool) -> None:
        if not file.is_file():
            raise CommandError(f"找不到文件 {file}。")
        at = timezone.now()
        with file.open("rb") as opened:
            body = opened.read(LARGEST + 1)
        row = keep_arrival(**who, at=at, body=body)
        taking = (
            try_pack(**who, at=at, arrival=row)
            if is_trial
            else take_pack(**who, at=at, arrival_id=row.pk)
        )
        self._tell(taking)

    def _tell(self, taking: Taking) -> None:
        for words in taking.unknown:
            self.stderr.write(words)
        for part, _, report in taking.parts:
            for title, why in report.refused:
                self.stderr.write(f"没有收：{part}“{title}”，{why}")
        self.stdout.write(f"新收{taking.made}，已有{taking.same}，没有收{taking.refused}。")
