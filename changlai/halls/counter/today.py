"""今日: what was entrusted and waits: to be accepted, nearly due, to be fetched."""

from typing import Any

from django.utils import timezone

from changlai.engines.appointments.public import AppointmentState
from changlai.engines.cases.public import RUNNING
from changlai.halls.counter.models import ServiceRequest
from changlai.halls.counter.policies import CALL, visible_numbers, visible_requests
from changlai.halls.counter.queries.queue import minutes_waiting, waiting_today
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


def _queue(actor: Any, at: Any) -> tuple[list[TodayLine], int]:
    """Say in a line how many wait and for how long, and in another who is still expected."""
    rows = waiting_today(visible_numbers(actor, actor.centre_id), at)
    here = [row for row in rows if row.state == AppointmentState.HERE]
    booked = [row for row in rows if row.state == AppointmentState.BOOKED]
    url, lines = centre_reverse(actor.centre, "counter:desk_queue"), []
    if here:
        longest = max(minutes_waiting(row, at) for row in here)
        lines.append(
            TodayLine(f"{len(here)}位在等", url, note=f"等得最久的{longest}分钟", tag="去叫号")
        )
    if booked:
        first = min(row.slot.starts for row in booked if row.slot)
        lines.append(
            TodayLine(
                f"约了还没到{len(booked)}位", url, at=first, after="第一位", tag="今天", tone="hand"
            )
        )
    return lines, len(lines)


def _calls(actor: Any) -> bool:
    return bool(actor.can(CALL))


def _sees(actor: Any) -> bool:
    return bool(actor.can("services.see"))


TODAY = [
    TodaySection(
        code="counter_queue",
        title="窗口排队",
        order=24,
        lines=_queue,
        more_url_name="counter:desk_queue",
        shown=_calls,
        empty="现在没有人在等。",
    ),
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
