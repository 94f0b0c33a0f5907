"""我约的: one's appointments with those who sit here, the latest first."""

from collections.abc import Sequence
from typing import Any

from changlai.engines.appointments.public import AppointmentState, visible_appointments
from changlai.halls.gatherings.queries.sittings import own_appointments
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5
TONES = {
    AppointmentState.BOOKED: "hand",
    AppointmentState.HERE: "waiting",
    AppointmentState.CALLED: "waiting",
    AppointmentState.DONE: "done",
}


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    rows = own_appointments(visible_appointments(actor, actor.centre_id), actor.for_person_id)
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=row.sitting.title,
            url=centre_reverse(row.centre, "gatherings:appointment", pk=row.pk),
            note=row.sitting.provider.name,
            at=row.slot.starts if row.slot else row.sitting.starts,
            tag=str(row.get_state_display()),
            tone=TONES.get(AppointmentState(row.state), "plain"),
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


MINE = [
    MineSection(
        "gatherings_appointments",
        "我约的看诊和咨询",
        35,
        _lines,
        more_url_name="gatherings:appointments",
        empty="还没有约过。",
    )
]
