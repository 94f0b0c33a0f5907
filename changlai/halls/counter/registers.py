"""代办台账: what was entrusted, done, handed over, read from the requests themselves."""

from typing import Any

from changlai.engines.appointments.public import Appointment, AppointmentState, Sitting
from changlai.engines.cases.public import Case, Channel
from changlai.foundation.people.public import masked_name
from changlai.halls.counter.models import ServiceItem, ServiceRequest, Ticket
from changlai.halls.counter.policies import visible_numbers, visible_requests
from changlai.halls.counter.queries.finding import with_counts, with_days
from changlai.halls.counter.queries.queue import STATE_WORDS, served_rows
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register

GROUP = "服务"


def _requests(actor: Any, filters: dict[str, Any]) -> Any:
    rows = visible_requests(actor)
    if filters.get("since"):
        rows = rows.filter(entrusted_at__date__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(entrusted_at__date__lte=filters["until"])
    return rows.order_by("-entrusted_at", "-id")


def _who(row: ServiceRequest) -> str:
    case = row.case
    name = case.person.name if case.person else case.reporter_alias
    return masked_name(name) if name else "未留名"


def _in_time(row: ServiceRequest) -> str:
    return {True: "按期", False: "超期", None: ""}[row.case.answered_in_time]


def _handler(row: ServiceRequest) -> str:
    return row.case.handler.shown_name if row.case.handler else ""


def _numbers(actor: Any, filters: dict[str, Any]) -> Any:
    rows = served_rows(visible_numbers(actor, actor.centre_id))
    if filters.get("since"):
        rows = rows.filter(sitting__starts__date__gte=filters["since"])
    if filters.get("until"):
        rows = rows.filter(sitting__starts__date__lte=filters["until"])
    return rows


CHANNELS = {"door": "门口取号", "online": "网上约", "phone": "电话约", "carried": "上次没轮到"}


def _how(row: Appointment) -> str:
    return CHANNELS.get(row.channel, "约的时间" if row.slot else "到窗口")


def _window(row: Appointment) -> str:
    return row.window.name if row.window else ""


REGISTERS = [
    Register(
        code="counter_requests",
        title="代办台账",
        order=200,
        group=GROUP,
        power="services.see",
        rows=_requests,
        filters=Period,
        source_models=(ServiceRequest, Case),
        note="从办件里来，不用另填；姓名只显示姓。",
        url=lambda row: centre_reverse(row.centre, "counter:desk_request", pk=row.case_id),
        columns=[
            Column("委托时间", "entrusted_at", "datetime", 17),
            Column("事项", "item.title", width=20),
            Column("谁的", _who, width=10),
            Column("怎么来的", lambda row: Channel(row.case.channel).label, width=10),
            Column(
                "承办人", lambda r: r.case.handler.shown_name if r.case.handler else "", width=10
            ),
            Column("到期", "case.resolution_due", "datetime", 17),
            Column("办好时间", "case.answered_at", "datetime", 17),
            Column("按期", _in_time, width=8),
            Column("怎么送达", lambda row: row.get_handing_display(), width=14),
            Column("结果", "case.state_label", width=14),
            Column("编号", "case.number", width=14),
        ],
    ),
    Register(
        code="counter_measures",
        title="便民措施清单",
        order=205,
        group=GROUP,
        power="services.see",
        rows=lambda actor, filters: with_counts(
            with_days(ServiceItem.objects.of(actor.centre_id))
        ).order_by("domain", "order"),
        source_models=(ServiceItem, ServiceRequest),
        note="从事项和办件里来；用过几次是数出来的，不是填的。",
        columns=[
            Column("哪方面", lambda row: row.get_domain_display(), width=12),
            Column("事项", "title", width=22),
            Column("谁来办", lambda row: row.get_level_display(), width=12),
            Column("几个工作日", "days", "number", 10),
            Column("推出日期", "launched_on", "date", 12),
            Column("用过几次", lambda row: row.asked or 0, "number", 10),
            Column("现在办", lambda row: "办" if row.is_active else "不办了", width=8),
        ],
    ),
    Register(
        code="counter_numbers",
        title="窗口叫号台账",
        order=198,
        group=GROUP,
        power="services.see",
        rows=_numbers,
        filters=Period,
        source_models=(Appointment, Sitting, Ticket),
        note="从排队叫号里来，不用另填；不写名字，只有号。",
        columns=[
            Column("日期", "sitting.starts", "date", 12),
            Column("号", "queue_number", "number", 8),
            Column("窗口", _window, width=14),
            Column("怎么来的", _how, width=12),
            Column("为什么事", lambda row: row.item_title or "", width=20),
            Column("到的时间", "here_at", "datetime", 17),
            Column("等了几分钟", "waited_minutes", "number", 10),
            Column("办了几分钟", "served_minutes", "number", 10),
            Column("结果", lambda row: STATE_WORDS[AppointmentState(row.state)], width=12),
        ],
    ),
]
