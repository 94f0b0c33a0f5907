"""Opinions that nobody answered yet, activities that are over and not closed, trainees to ask."""

from typing import Any

from django.utils import timezone

from changlai.engines.activities.public import follow_ups_due, unanswered
from changlai.halls.gatherings.today.lines import Lines, some
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection


def _plans(actor: Any) -> bool:
    return bool(actor.can("activities.plan"))


def _rolls(actor: Any) -> bool:
    return bool(actor.can("activities.roll"))


def _opinions(actor: Any, at: Any) -> Lines:
    return some(
        unanswered(actor.centre_id),
        lambda row: TodayLine(
            title=row.title,
            url=centre_reverse(row.centre, "gatherings:after", pk=row.pk) + "#opinions",
            note=f"{row.open_opinions}条意见等结果，最早的是",
            at=row.oldest,
            tag="等结果",
        ),
    )


def _follow_ups(actor: Any, at: Any) -> Lines:
    return some(
        follow_ups_due(actor.centre_id, timezone.localdate(at)),
        lambda row: TodayLine(
            title=row.sign_up.person.name if row.sign_up.person else row.sign_up.alias,
            url=centre_reverse(row.centre, "gatherings:follow_ups"),
            note=f"{row.activity.title}，第{row.days}天",
            tag="问问近况",
            tone="plain",
        ),
    )


TODAY = [
    TodaySection(
        code="gatherings_opinions",
        title="座谈意见等结果",
        order=46,
        lines=_opinions,
        shown=_plans,
        empty="没有等结果的意见。",
    ),
    TodaySection(
        code="gatherings_follow_ups",
        title="培训回访",
        order=48,
        lines=_follow_ups,
        more_url_name="gatherings:follow_ups",
        shown=_rolls,
        empty="没有要问的。",
    ),
]
