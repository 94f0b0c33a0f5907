"""The verb `changlai reset-staff`: for whoever forgot the password with nobody above at hand."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone

from changlai.foundation.people.actions.roles import reset_password
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.models import Account
from changlai.kernel.errors import RuleBroken


class Command(BaseCommand):
    help = "重置一个工作人员的密码；新的初始密码只显示一次"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("username", help="用户名")
        parser.add_argument(
            "--second-factor", action="store_true", help="同时清除第二重验证(手机丢失时)"
        )

    def handle(self, *, username: str, second_factor: bool, **options: Any) -> None:
        account = Account.objects.filter(username=username.lower(), is_active=True).first()
        if account is None:
            raise CommandError(f"没有用户名为 {username} 的账号。")
        try:
            _, password = reset_password(
                centre=None,
                account_id=account.pk,
                actor=Actor.system(),
                at=timezone.now(),
                with_factors=second_factor,
            )
        except RuleBroken as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"初始密码(只显示这一次):{password}")
