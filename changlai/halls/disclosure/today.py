"""今日: what should be public already, what waits for a signature, and what came back."""

from datetime import datetime, time
from typing import Any

from django.utils import timezone

from changlai.engines.content.public import Version, VersionState
from changlai.halls.disclosure.policies import PUBLISH, SEE, SUPERVISE, WRITE, writes
from changlai.halls.disclosure.queries.due import overdue
from changlai.halls.disclosure.queries.signing import handed_in, signatures_of, standing_of
from changlai.halls.disclosure.states import KIND, Standing
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _late(actor: Any, at: Any) -> Lines:
    rows = overdue(actor.centre_id, timezone.localdate(at))
    if not rows:
        return [], 0
    centre, may_open = actor.centre, writes(actor)
    lines = [
        TodayLine(
            title=f"{one.period.label}{one.item.title}",
            url=centre_reverse(centre, "disclosure:desk_one", pk=one.disclosure.pk)
            if one.disclosure and may_open
            else centre_reverse(centre, "disclosure:due"),
            note="在做，还没公开" if one.disclosure else "还没起草",
            at=timezone.make_aware(datetime.combine(one.due_on, time(23, 59))),
            after="前该公开",
            tag=f"晚了{one.days_late}天",
            tone="late",
            late=True,
        )
        for one in rows[:SHOWN]
    ]
    return lines, len(rows)


def _waiting(actor: Any, standing: Standing, after: str) -> Lines:
    found = [
        one
        for one in handed_in(actor.centre_id, supervised=standing == Standing.APPROVAL)
        if standing_of(one, signatures_of(one)) == standing
    ]
    lines = [
        TodayLine(
            title=one.title,
            url=centre_reverse(actor.centre, "disclosure:desk_one", pk=one.piece_id),
            at=one.submitted_at,
            after=after,
            tag=standing.label,
        )
        for one in found[:SHOWN]
    ]
    return lines, len(found)


def _to_supervise(actor: Any, at: Any) -> Lines:
    return _waiting(actor, Standing.SUPERVISION, "送审")


def _to_approve(actor: Any, at: Any) -> Lines:
    return _waiting(actor, Standing.APPROVAL, "送审")


def _back(actor: Any, at: Any) -> Lines:
    rows = Version.objects.of(actor.centre_id).filter(kind=KIND, state=VersionState.DRAFT)
    rows = rows.exclude(review_note="").order_by("changed_at", "id")
    found = list(rows)
    lines = [
        TodayLine(
            title=one.title,
            url=centre_reverse(actor.centre, "disclosure:desk_one", pk=one.piece_id),
            note=one.review_note,
            tag="退回了",
        )
        for one in found[:SHOWN]
    ]
    return lines, len(found)


TODAY = [
    TodaySection(
        code="disclosure_late",
        title="过了日子没公开的",
        order=58,
        lines=_late,
        more_url_name="disclosure:due",
        shown=lambda actor: actor.can(SEE),
        empty="该公开的都公开了。",
    ),
    TodaySection(
        code="disclosure_supervise",
        title="等您审核的公开",
        order=59,
        lines=_to_supervise,
        more_url_name="disclosure:list",
        shown=lambda actor: actor.can(SUPERVISE),
        empty="没有等审核的。",
    ),
    TodaySection(
        code="disclosure_approve",
        title="等您批准的公开",
        order=60,
        lines=_to_approve,
        more_url_name="disclosure:list",
        shown=lambda actor: actor.can(PUBLISH),
        empty="没有等批准的。",
    ),
    TodaySection(
        code="disclosure_back",
        title="退回来改的公开",
        order=61,
        lines=_back,
        more_url_name="disclosure:list",
        shown=lambda actor: actor.can(WRITE),
        empty="没有退回来的。",
    ),
]
