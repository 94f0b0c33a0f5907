"""Let a quarrel about wages become a matter of its own, with a number and a deadline."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from changlai.engines.cases.public import Channel, OpenedCase, open_case
from changlai.foundation.people.public import Actor
from changlai.halls.jobs import policies
from changlai.halls.jobs.events import WagesRaised
from changlai.halls.jobs.models import JobMatch
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.wording import one_line

COMPLAINT: Final = "complaint"


@transaction.atomic
def raise_wages(
    *, centre: Any, match_id: UUID, actor: Actor, at: datetime, text: str = ""
) -> OpenedCase:
    """Open a voice about the wages of a match, with the match as its origin (F24).

    Nothing has to be typed: what was agreed is written from the post.

    Raises NotAllowed; WrongStep before anything was agreed; BadInput when it was raised before.
    """
    match = JobMatch.objects.of(centre).select_for_update().get(pk=match_id)
    require(policies.may_leave, actor, match)
    if not match.is_taken:
        raise WrongStep("还没有说好的活，没有工钱可问。")
    if match.voice_record_id is not None:
        raise BadInput("这件事已经立了诉求，正在办。")
    own = policies.is_worker(actor, match)
    opened = open_case(
        centre=centre,
        kind=COMPLAINT,
        text=_words(match, text),
        title="工钱没结清",
        channel=Channel.ONLINE if own else Channel.COUNTER,
        at=at,
        actor=actor,
        person=match.person,
        reporter_alias="" if match.person_id else match.alias,
        contact_phone=match.card.contact_phone if match.card_id and match.card else "",
        origin_id=match.pk,
        form_id=match.pk,
    )
    match.voice_record_id = opened.case.pk
    match.save(update_fields=["voice_record"])
    publish(
        WagesRaised(
            centre_id=match.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=match.pk,
            record_id=opened.case.pk,
            by_staff=not own,
        )
    )
    return opened


def _words(match: JobMatch, text: str) -> str:
    post = match.post
    days = f"{post.starts_on.month}月{post.starts_on.day}日"
    if post.ends_on != post.starts_on:
        days += f"到{post.ends_on.month}月{post.ends_on.day}日"
    agreed = f"说好{post.paid}" + (f"，{post.pay_how}" if post.pay_how else "")
    said = one_line(text, 300)
    return f"工钱没结清：{days}在{post.place}{post.title}，{agreed}。{said}".strip()
