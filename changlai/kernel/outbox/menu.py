"""What the outbox adds to the menus."""

from typing import Any

from django.utils import timezone

from changlai.kernel.outbox.policies import PHONE_PEOPLE
from changlai.kernel.outbox.queries import calls_waiting
from changlai.kernel.registry.contributions import MenuItem


def _may_phone(actor: Any) -> bool:
    return actor.can(PHONE_PEOPLE)


def _waiting(actor: Any) -> int:
    return calls_waiting(actor.centre_id, timezone.now())


MENU = [
    MenuItem(
        "desk",
        "打电话告知",
        "outbox:phone_list",
        "phone-outgoing",
        20,
        group="今日",
        shown=_may_phone,
        count=_waiting,
    ),
]
