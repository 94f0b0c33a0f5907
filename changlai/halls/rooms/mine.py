"""我的: the rooms this person has booked, and what they reported as broken."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Case, IntegerField, Q, Value, When
from django.utils import timezone

from changlai.engines.cases.public import standing, standing_line, visible_cases
from changlai.foundation.areas.public import Centre
from changlai.halls.rooms.policies import own_dates
from changlai.halls.rooms.repairs import FAMILY
from changlai.halls.rooms.states import OPEN, DateState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_hours
from changlai.kernel.registry.contributions import MINE_OVER, MineLine, MineSection, Turn

SHOWN = 10
NEXT = {
    DateState.REQUESTED: (Turn.CENTRE, "中心看过就给您回话"),
    DateState.CONFIRMED: (Turn.DATE, "到时候来，不来了请早点取消"),
    DateState.IN_USE: (Turn.DATE, "正在用"),
    DateState.DISPLACED: (Turn.ME, "换个时间，或者不约了"),
}


def _lines(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    rows: Any = own_dates(actor, Centre(pk=actor.centre_id)).with_booking()
    to_come = Q(state__in=OPEN, ends__gt=at)
    first = Case(When(to_come, then=Value(0)), default=Value(1), output_field=IntegerField())
    rows = rows.filter(ends__gt=at - MINE_OVER).order_by(first, "starts", "id")
    today, lines = timezone.localdate(at), []
    found = list(rows[: SHOWN + 1])
    for row in found[:SHOWN]:
        comes = row.state in OPEN and row.ends > at
        turn, words = NEXT[DateState(row.state)] if comes else (Turn.OVER, "")
        line = MineLine(
            title=f"{row.place} {row.booking.purpose}",
            url=centre_reverse(row.centre, "rooms:booking", pk=row.booking_id),
            note=spoken_hours(row.starts, row.ends, today),
            tag=row.get_state_display(),
            tone=row.tone,
            turn=turn,
            next=words,
            sort_at=row.starts,
        )
        lines.append(line)
    return lines, len(found)


def _repairs(actor: Any, at: Any) -> tuple[Sequence[MineLine], int]:
    if actor.for_person_id is None:
        return [], 0
    rows = visible_cases(actor).filter(person_id=actor.for_person_id, family=FAMILY)
    found = list(standing(rows.select_related("kind_version"), at)[: SHOWN + 1])
    lines = [
        standing_line(
            case,
            at,
            title=case.heading,
            url=centre_reverse(actor.centre, "rooms:repair", pk=case.pk),
            ask="中心问您一句，请补充",
            rated="修得怎么样，点一下",
        )
        for case in found[:SHOWN]
    ]
    return lines, len(found)


MINE = [
    MineSection("rooms", "我约的场所", 20, _lines, more_url_name="rooms:mine"),
    MineSection("rooms_repairs", "我报修的", 58, _repairs),
]
