"""今日: what was entrusted and waits: to be accepted, nearly due, to be fetched."""

from typing import Any

from django.utils import timezone

from changlai.engines.cases.public import RUNNING
from changlai.halls.counter.models import ServiceRequest
from changlai.halls.counter.policies import visible_requests
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_moment
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10


def _who(row: ServiceRequest) -> str:
    case = row.case
    return case.person.name if case.person else case.reporter_alias or "没有留名"


def _lines(actor: Any, at: Any) -> tuple[list[TodayLine], int]:
    rows = visible_requests(actor).filter(case__state_type__in=RUNNING)
    found = list(rows.order_by("case__next_deadline_at", "id")[: SHOWN + 1])
    today = timezone.localdate(at)
    lines = []
    for row in found[:SHOWN]:
        case = row.case
        late = bool(case.next_deadline_at and case.next_deadline_at < at)
        due = f"{spoken_moment(case.resolution_due, today)}前" if case.resolution_due else ""
        lines.append(
            TodayLine(
                title=f"{row.item.title} {_who(row)}",
                url=centre_reverse(actor.centre, "counter:desk_request", pk=row.case_id),
                note=" ".join(filter(None, [case.number, due])),
                tag=case.state_label,
                late=late,
                tone="late" if late else "hand",
            )
        )
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _to_fetch(actor: Any, at: Any) -> tuple[list[TodayLine], int]:
    rows = visible_requests(actor).filter(case__state="answered")
    found = list(rows.order_by("case__answered_at", "id")[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.item.title} {_who(row)}",
            url=centre_reverse(actor.centre, "counter:desk_request", pk=row.case_id),
            note=row.case.number,
            tag="等来取",
            tone="waiting",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _sees(actor: Any) -> bool:
    return bool(actor.can("services.see"))


TODAY = [
    TodaySection(
        code="counter",
        title="托中心办的事",
        order=25,
        lines=_lines,
        more_url_name="counter:desk_requests",
        shown=_sees,
        empty="没有等着办的。",
    ),
    TodaySection(
        code="counter_fetch",
        title="办好了等来取",
        order=26,
        lines=_to_fetch,
        shown=_sees,
        empty="没有等着取的。",
    ),
]
