"""今日: what waits for a look, what may no longer hold, and paper that should come down."""

from typing import Any

from django.utils import timezone

from changlai.engines.content.public import (
    due_for_review,
    kind_of,
    may_publish,
    to_take_off,
    waiting,
)
from changlai.halls.publishing.desks import DESKS
from changlai.halls.publishing.policies import PUBLISH, WRITE
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 8
KINDS = {desk.kind: desk for desk in DESKS}
Lines = tuple[list[TodayLine], int]


def _url(actor: Any, kind: str, pk: Any) -> str:
    return centre_reverse(actor.centre, f"{KINDS[kind].space}:{KINDS[kind].name}", pk=pk)


def _writer(row: Any) -> str:
    return str(row.written_by.shown_name) if row.written_by else "同事"


def _waiting(actor: Any, at: Any) -> Lines:
    rows = [row for row in waiting(actor.centre_id, KINDS)[:50] if may_publish(actor, row)]
    lines = [
        TodayLine(
            title=row.title,
            url=_url(actor, row.kind, row.piece_id),
            note=f"{kind_of(row.kind).title}，{_writer(row)}写的",
            at=row.submitted_at,
            after="送审",
            tag="等您看",
        )
        for row in rows[:SHOWN]
    ]
    return lines, len(rows)


def _due(actor: Any, at: Any) -> Lines:
    today = timezone.localdate(at)
    rows = due_for_review(actor.centre_id, KINDS, today)
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=row.title,
            url=_url(actor, row.kind, row.pk),
            note=f"{kind_of(row.kind).title}，内容到期待更新",
            at=row.next_review_on,
            after="前要看一次",
            tag="该看了",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


def _paper(actor: Any, at: Any) -> Lines:
    rows = to_take_off(actor.centre_id, KINDS)
    found = list(rows[: SHOWN + 1])
    lines = [
        TodayLine(
            title=f"{row.piece.title}：取下贴出来的",
            url=_url(actor, row.piece.kind, row.piece_id) + "#people",
            note="有人撤回了同意，网上已经看不到",
            at=row.withdrawn_at,
            after="撤回",
            tag="要取下",
            tone="late",
        )
        for row in found[:SHOWN]
    ]
    return lines, rows.count() if len(found) > SHOWN else len(found)


TODAY = [
    TodaySection(
        "publishing_paper",
        "贴出来的要取下",
        60,
        _paper,
        shown=lambda actor: actor.can(WRITE),
        empty="没有要取下的。",
    ),
    TodaySection(
        "publishing_waiting",
        "等您看一眼再发布",
        61,
        _waiting,
        shown=lambda actor: actor.can(PUBLISH),
        empty="没有等着看的。",
    ),
    TodaySection(
        "publishing_due",
        "该看看还对不对",
        82,
        _due,
        shown=lambda actor: actor.can(WRITE),
        empty="没有到期的。",
    ),
]
