"""今日: posts to check, workers and employers to ring up, cards that end soon."""

from typing import Any

from django.utils import timezone

from changlai.halls.jobs import policies
from changlai.halls.jobs.queries import lists
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import TodayLine, TodaySection

SHOWN = 10
Lines = tuple[list[TodayLine], int]


def _some(rows: Any) -> tuple[list[Any], int]:
    found = list(rows[: SHOWN + 1])
    return found[:SHOWN], rows.count() if len(found) > SHOWN else len(found)


def _to_check(actor: Any, at: Any) -> Lines:
    rows, total = _some(lists.to_check(actor.centre_id).select_related("employer", "centre"))
    lines = [
        TodayLine(
            title=f"{post.title} {post.employer.name}",
            url=centre_reverse(post.centre, "jobs:desk_post", pk=post.pk),
            note="" if post.pay else "没写工钱",
            tag="可以发布" if post.employer.is_checked and post.pay else "先核实",
        )
        for post in rows
    ]
    return lines, total


def _to_call(actor: Any, at: Any) -> Lines:
    rows, total = _some(lists.to_call(actor.centre_id).select_related("post", "person", "centre"))
    lines = [
        TodayLine(
            title=f"{match.who} {match.post.title}",
            url=centre_reverse(match.centre, "jobs:desk_match", pk=match.pk),
            note=f"{match.post.starts_on.month}月{match.post.starts_on.day}日干活",
            tag=match.get_wanted_by_display(),
        )
        for match in rows
    ]
    return lines, total


def _to_settle(actor: Any, at: Any) -> Lines:
    rows = lists.to_settle(actor.centre_id, timezone.localdate(at))
    found, total = _some(rows.select_related("post", "person", "centre"))
    lines = [
        TodayLine(
            title=f"{match.who} {match.post.title}",
            url=centre_reverse(match.centre, "jobs:desk_match", pk=match.pk),
            note="活干了没有、工钱清了没有",
            tag=match.get_state_display(),
        )
        for match in found
    ]
    return lines, total


def _ending(actor: Any, at: Any) -> Lines:
    rows = lists.cards_ending(actor.centre_id, timezone.localdate(at))
    found, total = _some(rows.select_related("person", "centre"))
    lines = [
        TodayLine(
            title=f"{card.who}的求职卡",
            url=centre_reverse(card.centre, "jobs:desk_card", pk=card.pk),
            note=f"留到{card.expires_on.month}月{card.expires_on.day}日",
            tag="快到期",
        )
        for card in found
    ]
    return lines, total


def _sees(actor: Any) -> bool:
    return bool(actor.can(policies.SEE))


TODAY = [
    TodaySection("jobs_check", "要核实的用工", 66, _to_check, "jobs:desk_jobs", _sees, "没有。"),
    TodaySection("jobs_call", "零工要打的电话", 67, _to_call, "jobs:desk_jobs", _sees, "没有。"),
    TodaySection(
        "jobs_settle", "零工干完要问的", 68, _to_settle, "jobs:desk_jobs", _sees, "没有。"
    ),
    TodaySection("jobs_cards", "快到期的求职卡", 69, _ending, "jobs:desk_cards", _sees, "没有。"),
]
