"""求职、用工、推荐 registers, from the rows themselves: names masked, no number anywhere."""

from datetime import datetime, time, timedelta
from typing import Any

from django import forms
from django.db.models import Count, Q
from django.utils import timezone

from changlai.foundation.people.public import masked_name
from changlai.halls.jobs.models import JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.states import TAKEN, EmployerKind, MatchState, PostState
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.public import Column, Period, Register

GROUP = "服务"
POWER = "jobs.see"


class PostsFilter(Period):
    """Days of handing in, the state, and the kind of employer."""

    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), *PostState.choices]
    )
    kind = forms.ChoiceField(
        label="用工方", required=False, choices=[("", "全部"), *EmployerKind.choices]
    )


class MatchesFilter(Period):
    """Days of the recommendation, and what became of it."""

    state = forms.ChoiceField(
        label="结果", required=False, choices=[("", "全部"), *MatchState.choices]
    )


def _within(rows: Any, field: str, filters: dict[str, Any]) -> Any:
    zone = timezone.get_default_timezone()
    if since := filters.get("since"):
        rows = rows.filter(**{f"{field}__gte": datetime.combine(since, time(0), zone)})
    if until := filters.get("until"):
        after = datetime.combine(until + timedelta(days=1), time(0), zone)
        rows = rows.filter(**{f"{field}__lt": after})
    return rows


def _posts(actor: Any, filters: dict[str, Any]) -> Any:
    rows = JobPost.objects.of(actor.centre_id).select_related("employer", "centre", "published_by")
    rows = _within(rows, "handed_in_at", filters)
    if filters.get("state"):
        rows = rows.filter(state=filters["state"])
    if filters.get("kind"):
        rows = rows.filter(employer__kind=filters["kind"])
    many = Count("matches", filter=Q(matches__state__in=TAKEN))
    return rows.annotate(taken=many).order_by("-handed_in_at", "-id")


def _cards(actor: Any, filters: dict[str, Any]) -> Any:
    rows = WorkerCard.objects.of(actor.centre_id).select_related("person", "centre")
    return _within(rows, "made_at", filters).order_by("-made_at", "-id")


def _matches(actor: Any, filters: dict[str, Any]) -> Any:
    rows = JobMatch.objects.of(actor.centre_id)
    rows = rows.select_related("post__employer", "person", "centre", "voice_record")
    rows = _within(rows, "made_at", filters)
    if filters.get("state"):
        rows = rows.filter(state=filters["state"])
    return rows.order_by("-made_at", "-id")


def _who(row: Any) -> str:
    return masked_name(row.who)


def _employer(row: JobPost) -> str:
    """Return the employer's name; a household is somebody's name, and masked like one."""
    employer = row.employer
    is_home = employer.kind == EmployerKind.HOUSEHOLD
    return masked_name(employer.name) if is_home else employer.name


def _days(post: JobPost) -> str:
    last = f"到{post.ends_on:%m-%d}" if post.ends_on != post.starts_on else ""
    return f"{post.starts_on:%Y-%m-%d}{last}"


def _result(row: JobMatch) -> str:
    said = row.get_state_display()
    return f"{said}，{row.end_note}" if row.end_note else said


REGISTERS = [
    Register(
        code="job_posts",
        title="用工台账",
        order=340,
        group=GROUP,
        power=POWER,
        rows=_posts,
        filters=PostsFilter,
        source_models=(JobPost,),
        note="谁家要人、给多少、招到几个，都从用工记录里来；没有电话。",
        url=lambda row: centre_reverse(row.centre, "jobs:desk_post", pk=row.pk),
        columns=[
            Column("交来", "handed_in_at", "date", 12),
            Column("用工方", _employer, width=18),
            Column("哪一类", lambda row: row.employer.get_kind_display(), width=10),
            Column("什么活", "title", width=16),
            Column("在哪里", "place", width=18),
            Column("哪天", _days, width=18),
            Column("工钱", lambda row: row.paid, width=14),
            Column("要几人", "headcount", "number", 8),
            Column("说好几人", "taken", "number", 8),
            Column("怎么核实", lambda row: row.employer.get_checked_how_display(), width=14),
            Column(
                "发布人",
                lambda row: row.published_by.shown_name if row.published_by else "",
                width=10,
            ),
            Column("状态", lambda row: row.get_state_display(), width=10),
        ],
    ),
    Register(
        code="job_cards",
        title="求职台账",
        order=341,
        group=GROUP,
        power=POWER,
        rows=_cards,
        filters=Period,
        source_models=(WorkerCard,),
        note="只有还留着的求职卡：本人删了、到期没续的，这里也没有了。",
        url=lambda row: centre_reverse(row.centre, "jobs:desk_card", pk=row.pk),
        columns=[
            Column("登记", "made_at", "date", 12),
            Column("谁", _who, width=10),
            Column("会什么", lambda row: "、".join(row.all_skills), width=24),
            Column("愿意去哪里", lambda row: "、".join(row.places) or "哪里都行", width=20),
            Column("周几有空", lambda row: row.free_days, width=18),
            Column("留到", "expires_on", "date", 12),
        ],
    ),
    Register(
        code="job_matches",
        title="零工推荐台账",
        order=342,
        group=GROUP,
        power=POWER,
        rows=_matches,
        filters=MatchesFilter,
        source_models=(JobMatch,),
        note="推荐了谁、为什么、成没成；没成的90天以后只留姓。",
        url=lambda row: centre_reverse(row.centre, "jobs:desk_match", pk=row.pk),
        columns=[
            Column("提出", "made_at", "date", 12),
            Column("谁", _who, width=10),
            Column("什么活", "post.title", width=16),
            Column("用工方", lambda row: _employer(row.post), width=18),
            Column("怎么来的", lambda row: row.get_wanted_by_display(), width=10),
            Column("为什么推荐", "reason", width=28),
            Column("说好", "agreed_at", "date", 12),
            Column("结果", _result, width=20),
            Column("工钱立诉求", "voice_record.title", width=18),
        ],
    ),
]
