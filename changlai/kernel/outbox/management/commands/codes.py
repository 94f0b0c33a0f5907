"""The verb `changlai codes`."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from changlai.kernel.outbox.queries import recent_codes


class Command(BaseCommand):
    help = "列出最近十分钟发到控制台的登录验证码(没有短信通道时用)"

    def handle(self, **options: Any) -> None:
        codes = recent_codes(timezone.now() - timedelta(minutes=10))
        for phone, code, at in codes:
            self.stdout.write(f"{timezone.localtime(at):%H:%M:%S}  {phone}  {code}")
        if not codes:
            self.stdout.write("最近十分钟没有验证码。")
