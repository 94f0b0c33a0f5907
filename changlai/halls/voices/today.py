"""今日: the voices that need somebody today, each told once, asked live from the rows."""

from collections.abc import Callable, Iterable
from typing import Any

from django.db.models import Q, QuerySet

from changlai.engines.cases.public import RUNNING, Case, call_back_queue, visible_cases
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.queries import calls_to_return, unfinished_openings
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _some(rows: QuerySet[Any], line: Callable[[Any], TodayLine]) -> Lines:
    """Return the first lines and the total; short lists cost one statement, long ones two."""
    found = list(rows[: SHOWN + 1])
    total = rows.count() if len(found) > SHOWN else len(found)
    return [line(row) for row in found[:SHOWN]], total


def _mine(actor: Any, at: Any) -> QuerySet[Case]:
    """Return running voices that are this colleague's to move: all, for whoever oversees."""
    rows = visible_cases(actor).filter(family=FAMILY, state_type__in=RUNNING)
    if not actor.can("voices.oversee"):
        rows = rows.filter(Q(handler__isnull=True) | Q(handler_id=actor.account_id))
    return rows.select_related("kind_version", "handler", "centre")


def _pressing(at: Any) -> Q:
    return Q(next_deadline_at__lt=at) | (Q(next_deadline_at__gte=at) & ~Q(alarm_level=""))


def _case_line(case: Case, **more: Any) -> TodayLine:
    who = case.handler.shown_name if case.handler else "还没有人接"
    due = case.get_next_deadline_kind_display() if case.next_deadline_kind else ""
    values: dict[str, Any] = {
        "title": case.heading,
        "url": centre_reverse(case.centre, "voices:desk_case", pk=case.pk),
        "note": f"{case.number} {who}",
        "at": case.next_deadline_at,
        "after": f"前{due}" if due else "",
        "tag": f"等{due}" if due else "",
    }
    return TodayLine(**(values | more))


def _late(actor: Any, at: Any) -> Lines:
    rows = _mine(actor, at).filter(_pressing(at)).order_by("next_deadline_at", "id")

    def line(case: Case) -> TodayLine:
        step = case.get_next_deadline_kind_display()
        is_late = case.next_deadline_at is not None and case.next_deadline_at < at
        tag = f"{step}超时" if is_late else f"{step}快到期"
        return _case_line(case, tag=tag, late=is_late, tone="late" if is_late else "waiting")

    return _some(rows, line)


def _new(actor: Any, at: Any) -> Lines:
    rows = _mine(actor, at).filter(accepted_at__isnull=True).exclude(_pressing(at))

    def line(case: Case) -> TodayLine:
        is_urgent = case.urgency == "urgent"
        return _case_line(
            case, tag="急" if is_urgent else "待受理", tone="late" if is_urgent else "waiting"
        )

    return _some(rows.order_by("next_deadline_at", "id"), line)


def _call_backs(actor: Any, at: Any) -> Lines:
    rows = call_back_queue(actor, FAMILY).select_related("kind_version", "handler", "centre")

    def line(case: Case) -> TodayLine:
        is_late = case.call_back_due is not None and case.call_back_due < at
        return _case_line(
            case,
            url=centre_reverse(case.centre, "voices:step", pk=case.pk, verb="call_back"),
            at=case.call_back_due,
            after="前回访",
            tag="回访超时" if is_late else "待回访",
            late=is_late,
            tone="late" if is_late else "waiting",
        )

    return _some(rows, line)


def _missed(actor: Any, at: Any) -> Lines:
    def line(call: Any) -> TodayLine:
        return TodayLine(
            title=f"{call.caller_name} {call.caller_phone}".strip(),
            url=centre_reverse(call.centre, "voices:settle", pk=call.pk),
            note=call.note,
            at=call.at,
            tag=f"已打{call.tries}次" if call.tries else "待回电",
        )

    return _some(calls_to_return(actor).select_related("centre"), line)


def _boxes(actor: Any, at: Any) -> Lines:
    def line(opening: Any) -> TodayLine:
        return TodayLine(
            title=opening.box.name,
            url=centre_reverse(opening.centre, "voices:opening", pk=opening.pk),
            note=f"共{opening.slips}张，还有{opening.left}张没登记",
            at=opening.opened_at,
            tag="没登记完",
        )

    return _some(unfinished_openings(actor).select_related("box", "centre"), line)


def _any_of(powers: Iterable[str]) -> Callable[[Any], bool]:
    return lambda actor: any(actor.can(power) for power in powers)


HANDLES = _any_of(("voices.handle", "voices.oversee"))
TAKES_IN = _any_of(("voices.intake",))

TODAY = [
    TodaySection(
        code="voices_late",
        title="超时和快到期的诉求",
        order=10,
        lines=_late,
        more_url_name="voices:cases",
        shown=HANDLES,
        empty="没有超时的，也没有快到期的。",
    ),
    TodaySection(
        code="voices_new",
        title="待受理的诉求",
        order=15,
        lines=_new,
        more_url_name="voices:cases",
        shown=HANDLES,
        empty="都受理了。",
    ),
    TodaySection(
        code="voices_missed",
        title="未接来电",
        order=20,
        lines=_missed,
        more_url_name="voices:missed",
        shown=TAKES_IN,
        empty="没有要回的电话。",
    ),
    TodaySection(
        code="voices_call_backs",
        title="待回访",
        order=25,
        lines=_call_backs,
        more_url_name="voices:call_backs",
        shown=_any_of(("voices.see",)),
        empty="没有要回访的。",
    ),
    TodaySection(
        code="voices_boxes",
        title="没登记完的意见箱",
        order=30,
        lines=_boxes,
        more_url_name="voices:boxes",
        shown=TAKES_IN,
        empty="意见箱都登记完了。",
    ),
]
