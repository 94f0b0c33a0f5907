"""我的: the rooms this person has booked and may still use."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from changlai.engines.cases.public import StateType, visible_cases
from changlai.foundation.areas.public import Centre
from changlai.halls.rooms.policies import own_dates
from changlai.halls.rooms.repairs import FAMILY
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


def _repairs(actor: Any, at: Any) -> tuple[Sequence[TodayLine], int]:
    if actor.for_person_id is None:
        return [], 0
    rows = visible_cases(actor).filter(person_id=actor.for_person_id, family=FAMILY)
    shown = rows.select_related("kind_version", "centre").order_by("-opened_at", "-id")[:SHOWN]
    lines = [
        TodayLine(
            title=case.heading,
            url=centre_reverse(case.centre, "rooms:repair", pk=case.pk),
            note=case.number,
            at=case.opened_at,
            tag=case.state_label,
            tone="done" if case.state_type == StateType.RESOLVED else "hand",
        )
        for case in shown
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
    ),
    MineSection("rooms_repairs", "我报修的", 58, _repairs, empty="没有报修过。"),
]
