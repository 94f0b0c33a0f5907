"""What the outbox asks of today."""

from datetime import datetime
from typing import Any

from changlai.kernel.outbox.policies import PHONE_PEOPLE
from changlai.kernel.outbox.queries import Call, calls_to_make
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 8


def _calls(actor: Any, at: datetime) -> tuple[list[TodayLine], int]:
    calls = calls_to_make(actor.centre_id, at)
    lines = [
        TodayLine(
            title=f"{call.name} {call.phone or call.place}".strip(),
            url="",
            note=call.sendings[0].message.text,
            at=call.since,
            tag=_tag(call),
            tone="late" if call.is_urgent else "waiting",
        )
        for call in calls[:SHOWN]
    ]
    return lines, len(calls)


def _tag(call: Call) -> str:
    if call.is_urgent:
        return "紧急"
    if call.is_visit:
        return "上门"
    return f"已打{call.tries}次" if call.tries else ""


def _may_phone(actor: Any) -> bool:
    return actor.can(PHONE_PEOPLE)


TODAY = [
    TodaySection(
        code="calls",
        title="要打电话或上门告诉的人",
        order=40,
        lines=_calls,
        more_url_name="outbox:phone_list",
        shown=_may_phone,
        empty="没有要告诉的人。",
    ),
]
