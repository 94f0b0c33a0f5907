"""What a person finds of the outbox among their own things: what they have not read."""

from datetime import datetime
from typing import Any

from changlai.kernel.outbox.queries import unread
from changlai.kernel.registry.contributions import MineSection, TodayLine

SHOWN = 3


def _messages(actor: Any, at: datetime) -> tuple[list[TodayLine], int]:
    if actor.for_person_id is None:
        return [], 0
    rows = unread(actor.centre_id, actor.for_person_id, actor.bound_to)
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(title=row.text, url=row.url, at=row.at, tag="未读", tone="hand")
        for row in found[:SHOWN]
    ]
    return lines, len(found)


MINE = [
    MineSection(
        code="messages",
        title="消息",
        order=10,
        lines=_messages,
        more_url_name="outbox:messages",
        place="news",
    ),
]
