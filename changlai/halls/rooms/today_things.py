"""今日 of things: facilities to be looked at, repairs that nobody has, or that are late."""

from typing import Any

from django.db.models import Q
from django.utils import timezone

from changlai.engines.cases.public import RUNNING
from changlai.halls.rooms.queries.things import checks_due, repairs
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _checks(actor: Any, at: Any) -> Lines:
    today = timezone.localdate(at)
    rows = checks_due(actor.centre_id, today).select_related("centre", "room")
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=row.name,
            url=centre_reverse(row.centre, "rooms:desk_facility", pk=row.pk),
            note=f"{row.room.name if row.room else '不在场所里'}，{row.check_due:%m-%d}该检查",
            tag="过了几天" if row.check_due < today else "今天检查",
            tone="late" if row.check_due < today else "waiting",
            late=row.check_due < today,
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _repairs(actor: Any, at: Any) -> Lines:
    rows = repairs(actor).filter(case__state_type__in=RUNNING)
    if not actor.can("rooms.oversee"):
        rows = rows.filter(Q(case__handler=None) | Q(case__handler_id=actor.account_id))
    found = list(rows.order_by("case__next_deadline_at", "id")[: SHOWN + 1])
    lines = []
    for row in found[:SHOWN]:
        due = row.case.next_deadline_at
        late = due is not None and due < at
        lines.append(
            TodayLine(
                title=row.case.heading,
                url=centre_reverse(row.case.centre, "rooms:desk_repair", pk=row.case_id),
                note=row.case.handler.shown_name if row.case.handler else "还没有人接",
                at=due,
                tag=row.case.state_label,
                tone="late" if late else "waiting",
                late=late,
            )
        )
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _can(power: str) -> Any:
    return lambda actor: actor.can(power)


SECTIONS = [
    TodaySection(
        code="rooms_repairs",
        title="要修的东西",
        order=60,
        lines=_repairs,
        more_url_name="rooms:desk_repairs",
        shown=_can("rooms.see"),
        empty="没有报修。",
    ),
    TodaySection(
        code="rooms_checks",
        title="该检查的设施",
        order=61,
        lines=_checks,
        more_url_name="rooms:desk_facilities",
        shown=_can("places.manage"),
        empty="没有到期要检查的。",
    ),
]
