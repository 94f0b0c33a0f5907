"""The verb `changlai open-centre`."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changlai.foundation.areas.models import Area
from changlai.foundation.areas.public import open_centre
from changlai.kernel.errors import BadInput


class Command(BaseCommand):
    help = "在一个区划上新开一个党群服务中心"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("code", help="网址代码，例如 qingshiling")
        parser.add_argument("name", help="全称")
        parser.add_argument("--area", required=True, help="区划代码(先运行 import-areas)")
        parser.add_argument("--short-name", default="", help="简称，默认用区划名称")
        parser.add_argument("--phone", default="", help="公开电话")
        parser.add_argument("--address", default="", help="地址")
        parser.add_argument("--host-name", default="", help="主办单位")
        parser.add_argument("--filing-number", default="", help="备案编号")
        parser.add_argument("--hamlet", action="append", default=[], help="自然村(小组)，可多次")

    def handle(self, **options: Any) -> None:
        area = Area.objects.filter(code=options["area"]).first()
        if area is None:
            raise CommandError("没有这个区划代码。请先运行 changlai import-areas。")
        try:
            centre = open_centre(
                area=area,
                code=options["code"],
                name=options["name"],
                short_name=options["short_name"],
                phone=options["phone"],
                address=options["address"],
                host_name=options["host_name"],
                filing_number=options["filing_number"],
                hamlets=options["hamlet"],
                at=timezone.now(),
            )
        except BadInput as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{centre.name} 已开:/c/{centre.code}/")
