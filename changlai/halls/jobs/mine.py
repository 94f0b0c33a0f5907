"""我的: the work this person goes to, the work they offer, and their card."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from changlai.halls.jobs import policies
from changlai.halls.jobs.states import LIVE, TAKEN, TALKING, MatchState, PostState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5
NEXT = {
    MatchState.RECOMMENDED: "想去请回个话",
    MatchState.CONTACTED: "中心在问主家",
    MatchState.AGREED: "说好了，到时候去",
    MatchState.WORKED: "工钱清了没有，说一声",
}


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    going = (
        policies.own_matches(actor)
        .filter(Q(state__in=TALKING) | Q(state__in=TAKEN - {MatchState.CLOSED}))
        .select_related("post", "centre")
    )
    lines = [
        TodayLine(
            title=match.post.title,
            url=centre_reverse(match.centre, "jobs:match", pk=match.pk),
            note=f"{match.post.starts_on.month}月{match.post.starts_on.day}日，"
            f"{NEXT[MatchState(match.state)]}",
            tag=match.get_state_display(),
            tone=match.tone,
        )
        for match in going.order_by("post__starts_on", "id")[:SHOWN]
    ]
    offered = policies.own_posts(actor).filter(state__in=[PostState.DRAFT, *LIVE])
    lines += [
        TodayLine(
            title=f"我请人：{post.title}",
            url=centre_reverse(post.centre, "jobs:my_post", pk=post.pk),
            tag=post.get_state_display(),
            tone=post.tone,
        )
        for post in offered.select_related("centre").order_by("starts_on", "id")[:SHOWN]
    ]
    lines += [
        TodayLine(
            title="求职卡",
            url=centre_reverse(card.centre, "jobs:card"),
            note=f"留到{card.expires_on.month}月{card.expires_on.day}日",
            tag="在用",
            tone="done",
        )
        for card in policies.own_cards(actor).select_related("centre")
    ]
    return lines, len(lines)


MINE = [
    MineSection(
        "jobs",
        "我的零工",
        65,
        _lines,
        more_url_name="jobs:list",
        empty="没有。想干活留张求职卡，要请人交给中心。",
    )
]
