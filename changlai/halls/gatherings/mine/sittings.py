"""我约的: one's appointments with those who sit here, the latest first."""

from collections.abc import Sequence
from typing import Any

from changlai.engines.appointments.public import AppointmentState, visible_appointments
from changlai.halls.gatherings.queries.sittings import own_appointments
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import MINE_OVER, MineLine, MineSection, Turn

SHOWN = 10
TONES = {
    AppointmentState.BOOKED: "hand",
    AppointmentState.HERE: "waiting",
    AppointmentState.CALLED: "waiting",
    AppointmentState.DONE: "done",
}
NEXT = {
    AppointmentState.BOOKED: "到时候来，来不了请早点取消",
    AppointmentState.HERE: "您到了，等叫号",
    AppointmentState.CALLED: "轮到您了",
}


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    rows = own_appointments(visible_appointments(actor, actor.centre_id), actor.for_person_id)
    found = list(rows.filter(sitting__ends__gte=at - MINE_OVER)[: SHOWN + 1])
    lines = []
    for row in found[:SHOWN]:
        state = AppointmentState(row.state)
        words = NEXT.get(state, "") if row.sitting.ends >= at else ""
        line = MineLine(
            title=row.sitting.title,
            url=centre_reverse(row.centre, "gatherings:appointment", pk=row.pk),
            note=row.sitting.provider.name,
            at=row.slot.starts if row.slot else row.sitting.starts,
            tag=str(row.get_state_display()),
            tone=TONES.get(state, "plain"),
            turn=Turn.DATE if words else Turn.OVER,
            next=words,
        )
        lines.append(line)
    return lines, len(found)


MINE = [
    MineSection(
        "gatherings_appointments",
        "我约的看诊和咨询",
        35,
        _lines,
        more_url_name="gatherings:appointments",
    )
]
