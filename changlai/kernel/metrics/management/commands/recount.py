"""changlai recount: compare the rollups with a count of the rows themselves."""

import json
from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changlai.kernel.events.centres import all_centres, centre_with_code
from changlai.kernel.metrics.public import recount


class Command(BaseCommand):
    """Print each day on which a rolled-up figure differs from the counted one."""

    help = "Count every metric again from its rows and print where the rollups differ."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--centre", help="one centre by its code")
        parser.add_argument(
            "--since", type=date.fromisoformat, help="first day, YYYY-MM-DD (a year ago)"
        )
        parser.add_argument("--until", type=date.fromisoformat, help="last day, YYYY-MM-DD (today)")
        parser.add_argument(
            "--json", action="store_true", help="end with one JSON object of the counts"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        until = options["until"] or timezone.localdate()
        since = options["since"] or until - timedelta(days=366)
        centres = [centre_with_code(options["centre"])] if options["centre"] else all_centres()
        found = 0
        for centre in centres:
            for one in recount(centre, since, until):
                found += 1
                dims = " ".join(one.dims)
                self.stdout.write(
                    f"{centre.code} {one.day} {one.metric} {dims}: "
                    f"汇总 {one.rolled}，重数 {one.counted}"
                )
        self.stdout.write(f"{len(centres)} 个中心，{found} 处不同。")
        if options["json"]:
            self.stdout.write(json.dumps({"read": len(centres), "different": found}))
        if found:
            raise CommandError("汇总与重数不一致;changlai rebuild 可重建汇总。")
