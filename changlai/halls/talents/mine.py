"""我的: one's talent card, once it soon comes to its end; before that it is no matter."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.utils import timezone

from changlai.halls.talents.policies import own_cards
from changlai.halls.talents.states import REMIND_DAYS
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineLine, MineSection, Turn


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    soon = timezone.localdate(at) + timedelta(days=REMIND_DAYS)
    lines = [
        MineLine(
            title="我的人才登记",
            url=centre_reverse(card.centre, "talents:card"),
            at=card.expires_on,
            tag="快到期了",
            turn=Turn.ME,
            next="还愿意的话，再留一年",
        )
        for card in own_cards(actor).filter(expires_on__lte=soon).select_related("centre")
    ]
    return lines, len(lines)


MINE = [MineSection("talents", "我的人才登记", 72, _lines, more_url_name="talents:card")]
