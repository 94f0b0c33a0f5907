"""我的: what this person entrusted to the centre and how far it is."""

from collections.abc import Sequence
from typing import Any

from changlai.engines.appointments.public import AppointmentState, SittingState
from changlai.engines.cases.public import StateType
from changlai.halls.counter.policies import own_numbers, own_requests
from changlai.halls.counter.queries.queue import STATE_WORDS, own_times
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5
TONES = {
    StateType.OPEN: "hand",
    StateType.WAITING: "waiting",
    StateType.RESOLVED: "done",
    StateType.CLOSED: "plain",
}

NUMBER_TONES = {
    AppointmentState.BOOKED: "hand",
    AppointmentState.HERE: "waiting",
    AppointmentState.CALLED: "waiting",
    AppointmentState.SKIPPED: "waiting",
    AppointmentState.DONE: "done",
}


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    rows = own_requests(actor)
    shown = rows.order_by("-entrusted_at", "-id")[:SHOWN]
    lines = [
        TodayLine(
            title=row.item.title,
            url=centre_reverse(actor.centre, "counter:request", pk=row.case_id),
            note=row.case.number,
            at=row.entrusted_at,
            tag=row.case.state_label,
            tone=TONES[StateType(row.case.state_type)],
        )
        for row in shown
    ]
    return lines, rows.count() if len(lines) == SHOWN else len(lines)


def _state(row: Any) -> AppointmentState:
    """Return how a number stands; one of a day that was called off is not coming any more."""
    is_off = row.sitting.state == SittingState.CANCELLED
    return AppointmentState.CANCELLED if is_off else AppointmentState(row.state)


def _times(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    rows = own_times(own_numbers(actor, actor.centre_id), actor.for_person_id)
    shown = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.queue_number}号" if row.queue_number else row.sitting.title,
            url=centre_reverse(row.centre, "counter:time", pk=row.pk),
            at=row.slot.starts if row.slot else row.here_at,
            tag=STATE_WORDS[state],
            tone=NUMBER_TONES.get(state, "plain"),
        )
        for row in shown[:SHOWN]
        for state in [_state(row)]
    ]
    return lines, rows.count() if len(shown) > SHOWN else len(shown)


MINE = [
    MineSection(
        "counter_times",
        "我在窗口的号",
        11,
        _times,
        more_url_name="counter:come",
        empty="没有约过窗口的时间。在“我要办”里可以约。",
    ),
    MineSection(
        "counter",
        "我托办的事",
        12,
        _lines,
        more_url_name="counter:mine",
        empty="还没有托办过。要办事点“我要办”。",
    ),
]
