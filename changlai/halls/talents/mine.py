"""我的: one's talent card, and until when it is kept."""

from collections.abc import Sequence
from typing import Any

from changlai.halls.talents.policies import own_cards
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    lines = [
        TodayLine(
            title=card.skills[:24],
            url=centre_reverse(card.centre, "talents:card"),
            note=f"留到{card.expires_on.year}年{card.expires_on.month}月{card.expires_on.day}日",
            tag="登记着",
            tone="done",
        )
        for card in own_cards(actor).select_related("centre")
    ]
    return lines, len(lines)


MINE = [
    MineSection(
        "talents",
        "我的人才登记",
        72,
        _lines,
        more_url_name="talents:card",
        empty="还没有登记。会点什么、愿意帮村里，写一句就行。",
    )
]
