"""changlai audit: close the book, show its head, and verify that it is still as it was closed."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changlai.kernel.events.centres import all_centres, centre_with_code
from changlai.kernel.events.public import Head, head_of, seal, verify


class Command(BaseCommand):
    """audit verify · audit head · audit seal, for one centre or all."""

    help = "Verify the sealed book of events, print its head to keep elsewhere, or seal it now."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("verb", choices=["verify", "head", "seal"])
        parser.add_argument("--centre", help="one centre by its code")
        parser.add_argument(
            "--head", type=Path, help="a file that `audit head` wrote earlier, to compare with"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        centres = [centre_with_code(options["centre"])] if options["centre"] else all_centres()
        if options["verb"] == "verify":
            self.verify(
                centres,
                _heads(options["head"]) if options["head"] else {},
                whole=not options["centre"],
            )
        elif options["verb"] == "seal":
            made = sum(len(seal(centre.pk, timezone.now())) for centre in centres)
            self.stdout.write(f"新封存 {made} 批。")
        else:
            heads = [head.as_json() for centre in centres if (head := head_of(centre.pk))]
            self.stdout.write(json.dumps(heads, indent=1))

    def verify(self, centres: list[Any], outside: dict[str, Head], *, whole: bool) -> None:
        """Print each centre with its problems and head; raises CommandError if there are any."""
        broken = 0
        for centre in centres:
            verdict = verify(centre.pk, outside.pop(str(centre.pk), None))
            state = "完好" if verdict.holds else "有问题"
            head = f"，封存值 {verdict.head.digest}" if verdict.head else ""
            self.stdout.write(
                f"{centre.code} {state}：事件 {verdict.events} 条，封存 {verdict.seals} 批，"
                f"待封存 {verdict.unsealed} 条{head}"
            )
            for problem in verdict.problems:
                self.stdout.write(f"  {problem}")
            broken += not verdict.holds
        if whole and outside:
            broken += len(outside)
            self.stdout.write(f"库外保存的封存值中，有 {len(outside)} 个中心在库内找不到。")
        if broken:
            raise CommandError(f"{broken} 个中心的事件簿与封存时不同。")


def _heads(path: Path) -> dict[str, Head]:
    try:
        values = json.loads(path.read_text())
        if not isinstance(values, list):
            raise TypeError
        heads = [Head.from_json(value) for value in values]
    except OSError as error:
        raise CommandError(f"读不到 {path}:{error.strerror}。") from error
    except (KeyError, TypeError, ValueError) as error:
        raise CommandError(f"{path} 不是 audit head 写出的文件。") from error
    return {str(head.centre_id): head for head in heads}
