"""Keep the calendar of items, and set how many days a disclosure stands."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor
from changlai.halls.disclosure import policies
from changlai.halls.disclosure.events import ItemPut, RulesSet
from changlai.halls.disclosure.models import DisclosureItem, DisclosureRules
from changlai.halls.disclosure.states import LONGEST_DAYS, Category, Rhythm
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def add_item(*, centre: Any, actor: Actor, at: datetime, form_id: UUID, **said: Any) -> Any:
    """Add an item to the calendar; one form is one item. Raises NotAllowed, BadInput."""
    require(policies.may_set_up, actor, centre)
    first = DisclosureItem.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    row = DisclosureItem(centre=centre, form_id=form_id)
    _write(row, **said)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return DisclosureItem.objects.of(centre).get(form_id=form_id)
    _say(row, actor, at)
    return row


@transaction.atomic
def change_item(*, centre: Any, item_id: UUID, actor: Actor, at: datetime, **said: Any) -> Any:
    """Change an item, or switch it off; what was disclosed stays. Raises NotAllowed, BadInput."""
    row = DisclosureItem.objects.of(centre).select_for_update().get(pk=item_id)
    require(policies.may_set_up, actor, centre)
    rhythm = row.rhythm
    _write(row, **said)
    if rhythm != row.rhythm and row.disclosures.exists():
        raise BadInput("这一项已经公开过，多久一次不能再改；请停用它，另加一项。")
    row.save()
    _say(row, actor, at)
    return row


@transaction.atomic
def set_public_days(*, centre: Any, days: int, actor: Actor, at: datetime) -> DisclosureRules:
    """Set how many days a disclosure stands; those that stand keep theirs. Raises NotAllowed."""
    require(policies.may_set_up, actor, centre)
    if not 1 <= days <= LONGEST_DAYS:
        raise BadInput(f"公示天数请填1到{LONGEST_DAYS}。")
    row, _ = DisclosureRules.objects.update_or_create(
        centre_id=centre.pk, defaults={"public_days": days}
    )
    publish(
        RulesSet(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            public_days=days,
        )
    )
    found: DisclosureRules = row
    return found


def _say(row: DisclosureItem, actor: Actor, at: datetime) -> None:
    publish(
        ItemPut(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            is_active=row.is_active,
        )
    )


def _write(
    row: DisclosureItem,
    *,
    category: str,
    title: str,
    rhythm: str,
    due_days: int,
    since: date,
    what: str = "",
    source: str = "",
    order: int = 0,
    is_active: bool = True,
) -> None:
    title = " ".join(title.split())
    if not title or category not in Category.values or rhythm not in Rhythm.values:
        raise BadInput("请写公开什么，选哪一类、多久一次。")
    row.category, row.rhythm = category, rhythm
    row.title, row.what = title[:40], " ".join(what.split())[:200]
    row.due_days, row.source = due_days, " ".join(source.split())[:120]
    row.since, row.order, row.is_active = since, order, is_active
