"""`changlai rotate-keys`: re-encrypt every encrypted column with the first key of FIELD_KEYS."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from tqdm import tqdm

from changlai.kernel.crypto.rotation import Counts, centre_ids, encrypted_models, rotate_model
from changlai.kernel.tenancy.models import CENTRE


class Command(BaseCommand):
    """Re-encrypt what older keys wrote; safe to interrupt and to run again."""

    help = "用 FIELD_KEYS 的第一把密钥重新加密所有加密列；可以中断，可以重跑。"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="最后一行输出 JSON 计数")

    def handle(self, *args: Any, **options: Any) -> None:
        counts = Counts()
        for model in encrypted_models():
            owned = any(field.name == CENTRE for field in model._meta.local_fields)
            with tqdm(desc=model._meta.label, unit="行", file=self.stderr, disable=None) as bar:
                rotate_model(
                    model,
                    centre_ids() if owned else None,
                    counts,
                    bar.update,
                )
        self.stdout.write(
            f"读 {counts.read} 行，重新加密 {counts.updated} 行，"
            f"不用动 {counts.unchanged} 行，读不出 {counts.rejected} 行。"
        )
        if options["json"]:
            self.stdout.write(json.dumps(counts.as_dict()))
        if counts.rejected:
            raise CommandError(
                "有内容读不出，旧密钥还不能拿掉：请在 FIELD_KEYS 里补上缺的密钥再跑一次。"
            )
