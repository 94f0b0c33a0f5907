"""我报的活动: one's sign-ups, what is still to come first."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from changlai.engines.activities.public import SignUpState, visible_sign_ups
from changlai.halls.gatherings.queries.signups import own_sign_ups
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MINE_OVER, MineLine, MineSection, Turn

SHOWN = 10
TONES = {
    SignUpState.CONFIRMED: "done",
    SignUpState.OFFERED: "waiting",
    SignUpState.WAITING: "waiting",
    SignUpState.APPLIED: "hand",
}
NEXT = {
    SignUpState.CONFIRMED: (Turn.DATE, "到时候来，来不了请早点取消"),
    SignUpState.OFFERED: (Turn.ME, "轮到您了，确认名额"),
    SignUpState.WAITING: (Turn.CENTRE, "有人退了就轮到您，中心会告诉您"),
    SignUpState.APPLIED: (Turn.CENTRE, "等结果，中心会告诉您"),
}


def _line(row: Any, at: Any) -> MineLine:
    activity, state = row.activity, SignUpState(row.state)
    turn, words = Turn.OVER, ""
    if activity.last_ends is None or activity.last_ends >= at:
        turn, words = NEXT.get(state, (Turn.OVER, ""))
    is_offer = turn == Turn.ME and row.offered_until is not None
    return MineLine(
        title=activity.title,
        url=centre_reverse(row.centre, "gatherings:signup", pk=row.pk),
        note=f"{row.heads}人",
        at=row.offered_until if is_offer else activity.first_starts,
        after="前" if is_offer else "",
        tag=str(row.get_state_display()),
        tone=TONES.get(state, "plain"),
        turn=turn,
        next=words,
    )


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    rows = own_sign_ups(visible_sign_ups(actor, actor.centre_id), actor.for_person_id, at)
    undated = Q(activity__last_ends=None)
    found = list(rows.filter(undated | Q(activity__last_ends__gte=at - MINE_OVER))[: SHOWN + 1])
    return [_line(row, at) for row in found[:SHOWN]], len(found)


MINE = [
    MineSection("gatherings_signups", "我报的活动", 30, _lines, more_url_name="gatherings:signups")
]
