"""Wishes that wait for a word, draws that are due, and offers to people whom no screen reaches."""

from datetime import timedelta
from typing import Any

from changlai.engines.activities.public import visible_sign_ups
from changlai.halls.gatherings.queries.signups import draws_due, offers_to_phone, wishes_waiting
from changlai.halls.gatherings.today.lines import Lines, some
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SOON = timedelta(hours=2)


def _plans(actor: Any) -> bool:
    return bool(actor.can("activities.plan"))


def _rolls(actor: Any) -> bool:
    return bool(actor.can("activities.roll"))


def _wishes(actor: Any, at: Any) -> Lines:
    wishes, wished = some(
        wishes_waiting(actor.centre_id),
        lambda row: TodayLine(
            title=row.title,
            url=centre_reverse(row.centre, "gatherings:desk_signups", pk=row.pk) + "?state=applied",
            note=f"{row.wishes}份报名等您确认，最早的是",
            at=row.since,
            tag="等确认",
        ),
    )
    draws, due = some(
        draws_due(actor.centre_id, at),
        lambda row: TodayLine(
            title=row.activity.title,
            url=centre_reverse(row.centre, "gatherings:desk_draw", pk=row.activity_id),
            note="报名截止了，活动开始",
            at=row.activity.first_starts,
            tag="该抽签了",
        ),
    )
    return [*wishes, *draws], wished + due


def _offers(actor: Any, at: Any) -> Lines:
    def line(row: Any) -> TodayLine:
        is_soon = row.offered_until < at + SOON
        return TodayLine(
            title=f"{row.person.name if row.person else row.alias}：{row.activity.title}",
            url=centre_reverse(row.centre, "gatherings:desk_signup", pk=row.pk),
            note="打电话问来不来，留到",
            at=row.offered_until,
            tag="快到时间" if is_soon else "要打电话",
            tone="late" if is_soon else "waiting",
        )

    return some(offers_to_phone(visible_sign_ups(actor, actor.centre_id)), line)


TODAY = [
    TodaySection(
        code="gatherings_wishes",
        title="等您确认的报名",
        order=40,
        lines=_wishes,
        shown=_plans,
        empty="没有要确认的报名。",
    ),
    TodaySection(
        code="gatherings_offers",
        title="空出的名额，要打电话问",
        order=42,
        lines=_offers,
        shown=_rolls,
        empty="没有要打电话问的。",
    ),
]
