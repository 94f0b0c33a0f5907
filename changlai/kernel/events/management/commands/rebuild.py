"""changlai rebuild: fill the read models again from the book of events."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changlai.kernel.events.centres import centre_with_code
from changlai.kernel.events.public import rebuild


class Command(BaseCommand):
    """Reset and replay projections; messages and other reactions are never sent again."""

    help = "Empty the read models (rollups) and fill them again from the book; sends nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--receiver", help="one projection by its code")
        parser.add_argument("--centre", help="one centre by its code")
        parser.add_argument(
            "--json", action="store_true", help="end with one JSON object of the counts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        centre = centre_with_code(options["centre"]) if options["centre"] else None
        try:
            done = rebuild(options["receiver"], centre, at=timezone.now())
        except KeyError as error:
            raise CommandError(f"没有叫 {options['receiver']} 的接收者。") from error
        except ValueError as error:
            raise CommandError("反应只发生一次，不能重放。") from error
        for one in done:
            if options["verbosity"] > 1 or one.failed:
                self.stdout.write(
                    f"{one.centre_id} {one.receiver}: {one.events} 条，失败 {one.failed} 次"
                )
        counts = {
            "read": sum(one.events for one in done),
            "receivers": len({one.receiver for one in done}),
            "centres": len({one.centre_id for one in done}),
            "failed": sum(one.failed for one in done),
        }
        self.stdout.write(
            f"重放 {counts['read']} 条事件，{counts['receivers']} 个接收者，"
            f"{counts['centres']} 个中心，"
            f"失败 {counts['failed']} 次。"
        )
        if options["json"]:
            self.stdout.write(json.dumps(counts))
        if counts["failed"]:
            raise CommandError("有的事件没能重放，原因见日志。")
