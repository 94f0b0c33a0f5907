"""我的: what this person entrusted to the centre, whose turn it is and what comes next."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q

from changlai.engines.appointments.public import AppointmentState, SittingState
from changlai.engines.cases.public import StateType, standing, standing_line
from changlai.halls.counter.policies import own_numbers, own_requests
from changlai.halls.counter.queries.queue import STATE_WORDS, own_times
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MINE_OVER, MineLine, MineSection, Turn

SHOWN = 10
TO_FETCH = Q(case__state_type=StateType.RESOLVED, case__delivered_at=None, case__closed_at=None)

NUMBER_TONES = {
    AppointmentState.BOOKED: "hand",
    AppointmentState.HERE: "waiting",
    AppointmentState.CALLED: "waiting",
    AppointmentState.SKIPPED: "waiting",
    AppointmentState.DONE: "done",
}
NEXT = {
    AppointmentState.BOOKED: "到时候来窗口",
    AppointmentState.HERE: "等叫号",
    AppointmentState.CALLED: "叫到了，请到窗口",
    AppointmentState.SKIPPED: "叫过了，回来跟窗口说一声",
}
TURNS = {AppointmentState.CALLED: Turn.ME, AppointmentState.SKIPPED: Turn.ME}


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    found = list(standing(own_requests(actor), at, "case__", also=TO_FETCH)[: SHOWN + 1])
    lines = [
        standing_line(
            row.case,
            at,
            title=row.item.title,
            url=centre_reverse(actor.centre, "counter:request", pk=row.case_id),
            ask="还缺材料，请补上",
        )
        for row in found[:SHOWN]
    ]
    return lines, len(found)


def _state(row: Any) -> AppointmentState:
    """Return how a number stands; one of a day that was called off is not coming any more."""
    is_off = row.sitting.state == SittingState.CANCELLED
    return AppointmentState.CANCELLED if is_off else AppointmentState(row.state)


def _times(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    rows = own_times(own_numbers(actor, actor.centre_id), actor.for_person_id)
    rows = rows.filter(sitting__ends__gte=at - MINE_OVER)
    shown = list(rows[: SHOWN + 1])
    lines = [
        MineLine(
            title=f"{row.queue_number}号" if row.queue_number else row.sitting.title,
            url=centre_reverse(row.centre, "counter:time", pk=row.pk),
            at=row.slot.starts if row.slot else row.here_at,
            tag=STATE_WORDS[state],
            tone=NUMBER_TONES.get(state, "plain"),
            turn=TURNS.get(state, Turn.DATE) if state in NEXT else Turn.OVER,
            next=NEXT.get(state, ""),
        )
        for row in shown[:SHOWN]
        for state in [_state(row)]
    ]
    return lines, len(shown)


MINE = [
    MineSection("counter_times", "我在窗口的号", 11, _times),
    MineSection("counter", "我托办的事", 12, _lines, more_url_name="counter:mine"),
]
