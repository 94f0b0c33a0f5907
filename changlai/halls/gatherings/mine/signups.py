"""我报的活动: one's sign-ups, what is still to come first."""

from collections.abc import Sequence
from typing import Any

from changlai.engines.activities.public import SignUpState, visible_sign_ups
from changlai.halls.gatherings.queries.signups import own_sign_ups
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5
TONES = {
    SignUpState.CONFIRMED: "done",
    SignUpState.OFFERED: "waiting",
    SignUpState.WAITING: "waiting",
    SignUpState.APPLIED: "hand",
}


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    rows = own_sign_ups(visible_sign_ups(actor, actor.centre_id), actor.for_person_id, at)
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=row.activity.title,
            url=centre_reverse(row.centre, "gatherings:signup", pk=row.pk),
            note=f"{row.heads}人",
            at=row.activity.first_starts,
            tag=str(row.get_state_display()),
            tone=TONES.get(SignUpState(row.state), "plain"),
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


MINE = [
    MineSection(
        "gatherings_signups",
        "我报的活动",
        30,
        _lines,
        more_url_name="gatherings:signups",
        empty="还没有报过名。看看“我要去”里有什么。",
    )
]
