"""The verb `changlai make-staff`: the first operator, the first secretary of a new centre."""

from datetime import date, timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction
from django.utils import timezone

from changlai.foundation.areas.public import Area, centre_by_code
from changlai.foundation.people.actions import roles
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.models import Account
from changlai.foundation.people.states import Role
from changlai.kernel.errors import RuleBroken


class Command(BaseCommand):
    help = "给一个人建工作人员账号并授予角色；初始密码只显示一次，第一次登录要换掉"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名，小写字母开头")
        parser.add_argument("role", choices=Role.values, help="角色代码")
        parser.add_argument("--name", default="", help="姓名")
        scope = parser.add_mutually_exclusive_group()
        scope.add_argument("--centre", help="中心的网址代码(村里的角色)")
        scope.add_argument("--area", help="区划代码(镇、县的角色)")
        parser.add_argument("--until", type=date.fromisoformat, help="任期止，缺省一年")

    def handle(
        self,
        *,
        username: str,
        role: str,
        name: str,
        centre: str | None,
        area: str | None,
        until: date | None,
        **options: Any,
    ) -> None:
        at = timezone.now()
        place = centre_by_code(centre) if centre else None
        if centre and place is None:
            raise CommandError(f"没有代码为 {centre} 的中心。")
        over = Area.objects.filter(pk=area).first() if area else None
        if area and over is None:
            raise CommandError(f"没有代码为 {area} 的区划。")
        today = timezone.localdate(at)
        password = ""
        try:
            with transaction.atomic():
                account = Account.objects.filter(username=username.lower()).first()
                if account is None:
                    account, password = roles.make_staff_account(
                        username=username, name=name or username, actor=Actor.system(), at=at
                    )
                roles.grant_role(
                    account=account,
                    role=role,
                    centre=place,
                    area=over,
                    starts_on=today,
                    ends_on=until or today + timedelta(days=365),
                    actor=Actor.system(),
                    at=at,
                )
        except RuleBroken as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"{account.shown_name}({account.username}):{Role(role).label}")
        if password:
            self.stdout.write(f"初始密码(只显示这一次):{password}")
