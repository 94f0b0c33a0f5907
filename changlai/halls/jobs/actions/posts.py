"""Hand a post in, change it, publish it once it is checked, and end it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.jobs import policies
from changlai.halls.jobs.actions.employers import put_employer
from changlai.halls.jobs.actions.ending import let_talks_fall
from changlai.halls.jobs.actions.lines import few_words
from changlai.halls.jobs.events import PostEnded, PostHandedIn, PostPublished
from changlai.halls.jobs.models import Employer, JobPost
from changlai.halls.jobs.queries.matching import taken
from changlai.halls.jobs.states import LONGEST_POST_DAYS, POST_DAYS, PayUnit, PostState
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility
from changlai.kernel.wording import one_line

NO_PAY = "没写工钱的活不能发布，请先问清楚给多少、怎么算。"
NOT_CHECKED = "用工方还没有核实，核实以后才能发布。"


@dataclass(frozen=True, kw_only=True)
class Work:
    """What a post says of the work, as it was typed."""

    title: str
    place: str
    starts_on: date
    ends_on: date
    hours: str
    headcount: int = 1
    pay: Decimal | None = None
    pay_unit: str = ""
    pay_how: str = ""
    what: str = ""
    safety: str = ""
    meals: str = ""
    skills: Iterable[str] = field(default_factory=tuple)
    hamlet: Any = None
    expires_on: date | None = None


@transaction.atomic
def hand_in_post(
    *,
    centre: Any,
    employer_id: UUID,
    work: Work,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    channel: str = "online",
) -> JobPost:
    """Take a post in, to be checked before anybody reads it; the same form again is the same post.

    Raises NotAllowed for somebody else's employer; BadInput for what is missing or impossible.
    """
    employer = Employer.objects.of(centre).get(pk=employer_id)
    require(policies.may_act_for, actor, centre, employer.person_id)
    first = JobPost.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    post = JobPost(
        centre=centre,
        employer=employer,
        state=PostState.DRAFT,
        channel=channel[:10],
        entered_by_id=actor.account_id if policies.may_take_in(actor, centre) else None,
        handed_in_at=at,
        form_id=form_id,
    )
    _write(post, work, timezone.localdate(at))
    try:
        with transaction.atomic():
            post.save(force_insert=True)
    except IntegrityError:
        first = JobPost.objects.of(centre).filter(form_id=form_id).first()
        if first is None:
            raise
        return first
    _record(post)
    publish(
        PostHandedIn(
            centre_id=post.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=post.pk,
            employer_id=employer.pk,
            channel=post.channel,
        )
    )
    return post


@transaction.atomic
def offer_work(
    *,
    centre: Any,
    person: Any,
    employer: dict[str, Any],
    work: Work,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    channel: str = "online",
) -> JobPost:
    """Hand a post in together with who one is: both are kept, or neither.

    Raises as `put_employer` and `hand_in_post` do.
    """
    row = put_employer(centre=centre, actor=actor, at=at, person=person, **employer)
    return hand_in_post(
        centre=centre,
        employer_id=row.pk,
        work=work,
        actor=actor,
        at=at,
        form_id=form_id,
        channel=channel,
    )


@transaction.atomic
def change_post(*, centre: Any, post_id: UUID, work: Work, actor: Actor, at: datetime) -> JobPost:
    """Change what a post says; the employer may do so until it is published, staff also after.

    Raises NotAllowed; WrongStep for one that is over, or published by now; BadInput as handing in,
    and for fewer hands than are agreed with already, or a published post without pay.
    """
    post = _locked(centre, post_id)
    require(policies.may_change_post, actor, post)
    if post.state in {PostState.CLOSED, PostState.EXPIRED}:
        raise WrongStep("这份用工已经结束，不能再改。")
    if post.state != PostState.DRAFT and not policies.may_take_in(actor, centre):
        raise WrongStep("已经发布了，要改请给中心打电话。")
    _write(post, work, timezone.localdate(at))
    if post.state != PostState.DRAFT and not _has_pay(post):
        raise BadInput(NO_PAY)
    many = taken(post)
    if post.headcount < many:
        raise BadInput(f"已经和{many}个人说好了，人数不能少于{many}。")
    if post.state == PostState.FILLED and post.headcount > many:
        post.move_to(PostState.PUBLISHED)
    elif post.state == PostState.PUBLISHED and post.headcount == many:
        post.move_to(PostState.FILLED)
    post.save()
    _record(post)
    return post


@transaction.atomic
def publish_post(*, centre: Any, post_id: UUID, actor: Actor, at: datetime) -> JobPost:
    """Put a checked post before everybody (F24).

    Raises NotAllowed; WrongStep for one that was published or ended; BadInput for a post without
    pay, of an employer whom nobody has made sure of, or whose days are over.
    """
    post = _locked(centre, post_id)
    require(policies.may_manage, actor, centre)
    if post.state != PostState.DRAFT:
        raise WrongStep("这份用工已经发布过或结束了。")
    if not _has_pay(post):
        raise BadInput(NO_PAY)
    # Locked too: a number changed at this moment takes the check away.
    employer = Employer.objects.of(centre).select_for_update().get(pk=post.employer_id)
    if not employer.is_checked:
        raise BadInput(NOT_CHECKED)
    if post.ends_on < timezone.localdate(at):
        raise BadInput("干活的日子已经过去了，请先改日期。")
    post.move_to(PostState.PUBLISHED)
    post.published_at, post.published_by_id = at, actor.account_id
    post.save(update_fields=["state", "published_at", "published_by"])
    publish(
        PostPublished(
            centre_id=post.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=post.pk,
            employer_id=post.employer_id,
            headcount=post.headcount,
        )
    )
    return post


@transaction.atomic
def close_post(
    *, centre: Any, post_id: UUID, actor: Actor, at: datetime, reason: str = ""
) -> JobPost:
    """End a post: no more hands are needed, or it may not stand; what was agreed stays agreed.

    Raises NotAllowed; WrongStep for one that is over; BadInput when staff give no reason.
    """
    post = _locked(centre, post_id)
    require(policies.may_change_post, actor, post)
    own = policies.is_employer(actor, post.employer)
    reason = one_line(reason, 120, "" if own else "请写为什么结束，对方会看到。")
    end_post(post, PostState.CLOSED, actor, at, reason, by_staff=not own)
    return post


def end_post(
    post: JobPost, state: PostState, actor: Actor, at: datetime, note: str, *, by_staff: bool
) -> None:
    """End a locked post and let the talks about it fall. Raises WrongStep for one that is over."""
    was_draft = post.state == PostState.DRAFT
    post.move_to(state)
    post.ended_at, post.end_note = at, note
    post.save(update_fields=["state", "ended_at", "end_note"])
    let_talks_fall(post, actor, at)
    publish(
        PostEnded(
            centre_id=post.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=post.pk,
            state=state,
            was_draft=was_draft,
            by_staff=by_staff,
        )
    )


def _locked(centre: Any, post_id: UUID) -> JobPost:
    post: JobPost = JobPost.objects.of(centre).select_for_update().get(pk=post_id)
    return post


def _has_pay(post: JobPost) -> bool:
    return bool(post.pay and post.pay > 0 and post.pay_unit)


def _write(post: JobPost, work: Work, today: date) -> None:
    """Put what was typed into a post. Raises BadInput."""
    post.title = one_line(work.title, 30, "请写是什么活。")
    post.place = one_line(work.place, 60, "请写在哪里干活。")
    post.hours = one_line(work.hours, 40, "请写几点到几点。")
    post.what, post.safety = one_line(work.what, 300), one_line(work.safety, 120)
    post.meals, post.pay_how = one_line(work.meals, 60), one_line(work.pay_how, 60)
    post.skills, post.hamlet = few_words(work.skills), work.hamlet
    if not 1 <= work.headcount <= 500:
        raise BadInput("要几个人，请填1到500。")
    if work.pay is not None and not 0 < work.pay < 1_000_000:
        raise BadInput("工钱请填大于0的数。")
    post.headcount, post.pay = work.headcount, work.pay
    post.pay_unit = PayUnit(work.pay_unit) if work.pay is not None and work.pay_unit else ""
    if work.pay is not None and not post.pay_unit:
        raise BadInput("工钱按天、按小时还是按件，请选一个。")
    if work.ends_on < work.starts_on:
        raise BadInput("最后一天不能早于第一天。")
    if post.state == PostState.DRAFT and work.ends_on < today:
        raise BadInput("干活的日子已经过去了。")
    if (work.ends_on - min(today, work.starts_on)).days > LONGEST_POST_DAYS:
        raise BadInput("日子太远了，最多一年以内。")
    post.starts_on, post.ends_on = work.starts_on, work.ends_on
    post.expires_on = work.expires_on or work.ends_on + timedelta(days=POST_DAYS)
    if not 0 <= (post.expires_on - work.ends_on).days <= LONGEST_POST_DAYS:
        raise BadInput("挂到哪天，请填干完以后、一年以内的日子。")


def _record(post: JobPost) -> None:
    person = post.employer.person_id
    records.put(
        post.centre_id,
        post.pk,
        "job_post",
        f"用工 {post.title}",
        post.handed_in_at,
        Visibility.PERSON if person else Visibility.STAFF,
        person,
        "jobs:my_post" if person else "",
    )
