"""Publish a month: its sums are kept as they were, and nothing enters it any more."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from changlai.engines.ledger.public import Sums
from changlai.foundation.people.public import Actor
from changlai.governance.funds import policies
from changlai.governance.funds.actions.signing import hold_money
from changlai.governance.funds.events import MonthPublished
from changlai.governance.funds.models import FundEntry, PublishedMonth
from changlai.governance.funds.queries.months import first_open, is_over, month_sums
from changlai.governance.funds.states import month_after, month_words
from changlai.kernel.errors import WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def publish_month(*, centre: Any, month: date, actor: Actor, at: datetime) -> PublishedMonth:
    """Publish the first month that is not public yet, with a snapshot of its sums.

    Months follow one another, so that each opens with what the one before closed with. Raises
    NotAllowed; WrongStep for a month that is published, not over, or not the next one.
    """
    held = hold_money(centre)
    require(policies.may_publish, actor, centre)
    waiting = held.first or first_open(centre)
    if waiting is None:
        raise WrongStep("还没有入账的收支，没有可以公开的月份。")
    if month < waiting:
        raise WrongStep(f"{month_words(month)}已经公开过了。")
    if month > waiting:
        raise WrongStep(f"要按月份先后公开，请先公开{month_words(waiting)}。")
    if not is_over(month, timezone.localdate(at)):
        raise WrongStep(f"{month_words(month)}还没有过完，过完了再公开。")
    sources = month_sums(centre, month)
    lines = FundEntry.objects.of(centre).filter(month=month).count()
    total = sum((one.sums for one in sources), Sums())
    opening = sum(one.opening for one in sources)
    row = PublishedMonth(
        centre_id=held.centre_id,
        month=month,
        opening=opening,
        came=total.came,
        went=total.went,
        closing=opening + total.balance,
        lines=lines,
        published_at=at,
        published_by_id=policies.hand_of(actor),
    )
    row.save(force_insert=True)
    held.first = month_after(month)
    held.save(update_fields=["first"])
    publish(
        MonthPublished(
            centre_id=held.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            month=month,
            lines=lines,
        )
    )
    return row
