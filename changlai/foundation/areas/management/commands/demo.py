"""The verb `changlai demo`."""

import json
import time
from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone
from tqdm import tqdm

from changlai.foundation.areas.models import Centre
from changlai.foundation.areas.stage import DemoVillage, chance, set_stage, write_accounts
from changlai.kernel.events.public import deliver
from changlai.kernel.registry.public import collect

ACCOUNTS = "demo-accounts.json"
REDRAW_SECONDS = 0.3


class Command(BaseCommand):
    help = "在空数据库里演出一个虚构的示范村：人、事、时间都由 --seed 决定"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, default=7, help="同一个数演出同一个村(默认 7)")
        parser.add_argument("--months", type=int, default=6, help="往前演几个月(默认 6)")
        parser.add_argument(
            "--until", type=date.fromisoformat, help="演到哪一天,YYYY-MM-DD(默认今天)"
        )
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON")

    def handle(self, *, seed: int, months: int, until: date | None, **options: Any) -> None:
        if not 1 <= months <= 60:
            raise CommandError("--months 请填 1 到 60。")
        if Centre.objects.exists():
            raise CommandError("数据库里已经有中心，示范村只能装进空的数据库。")
        now = timezone.now()
        until = until or timezone.localdate()
        if until > timezone.localdate():
            raise CommandError("--until 不能晚于今天。")
        began = time.monotonic()
        acts = collect("demo")
        seconds: dict[str, float] = {}
        # All or nothing: a village that broke halfway would look like a real, poor one.
        with transaction.atomic(), tqdm(total=len(acts) + 1, desc="示范村", unit="幕") as bar:
            village = set_stage(seed=seed, months=months, until=until, now=now)
            _deliver(village)
            bar.update()
            for act in acts:
                bar.set_postfix_str(act.code)
                started = time.monotonic()
                village.rng = chance(seed, act.code)
                village.watch = _Watcher(bar, act.code)
                act.play(village)
                bar.set_postfix_str(f"{act.code} 送达")
                _deliver(village)
                seconds[act.code] = round(time.monotonic() - started, 1)
                bar.update()
        path = settings.VAR_DIR / ACCOUNTS
        write_accounts(village.accounts, path)
        whole = round(time.monotonic() - began, 1)
        self.stdout.write(
            f"{village.centre.name}、{village.neighbour.name} 已经装好："
            f"{village.since} 至 {village.until}，{len(village.accounts)} 个演示账号，"
            f"用时 {whole} 秒"
        )
        for code, spent in seconds.items():
            self.stdout.write(f"  {code}:{spent} 秒")
        self.stdout.write(f"演示账号在 {path}")
        if options["json"]:
            facts = {
                "centres": [village.centre.code, village.neighbour.code],
                "since": village.since.isoformat(),
                "until": village.until.isoformat(),
                "accounts": len(village.accounts),
                "seconds": whole,
                "acts": seconds,
            }
            self.stdout.write(json.dumps(facts, ensure_ascii=False))


class _Watcher:
    """Shows the day that is being played, a few times a second."""

    def __init__(self, bar: "tqdm[Any]", code: str) -> None:
        self.bar, self.code, self.shown = bar, code, 0.0

    def __call__(self, at: datetime) -> None:
        if time.monotonic() - self.shown > REDRAW_SECONDS:
            self.bar.set_postfix_str(f"{self.code} {timezone.localtime(at):%Y-%m-%d}")
            self.shown = time.monotonic()


def _deliver(village: DemoVillage) -> None:
    for centre in (village.centre, village.neighbour):
        deliver(centre.pk)
