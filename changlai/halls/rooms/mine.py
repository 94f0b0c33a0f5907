"""我的: the rooms this person has booked and may still use."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from changlai.foundation.areas.public import Centre
from changlai.halls.rooms.policies import own_dates
from changlai.halls.rooms.states import DateState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_hours
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 5


def _lines(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    rows: Any = own_dates(actor, Centre(pk=actor.centre_id)).open().with_booking()
    rows = rows.filter(ends__gt=at).order_by("starts", "id")
    today = timezone.localdate(at)
    lines = [
        TodayLine(
            title=f"{row.place} {row.booking.purpose}",
            url=centre_reverse(row.centre, "rooms:booking", pk=row.booking_id),
            note=spoken_hours(row.starts, row.ends, today),
            tag=row.get_state_display(),
            tone=row.tone,
            late=row.state == DateState.DISPLACED,
        )
        for row in rows[:SHOWN]
    ]
    return lines, rows.count() if len(lines) == SHOWN else len(lines)


MINE = [
    MineSection(
        "rooms",
        "我约的场所",
        20,
        _lines,
        more_url_name="rooms:mine",
        empty="后面没有约。要用场所，点“我要约”。",
    )
]
