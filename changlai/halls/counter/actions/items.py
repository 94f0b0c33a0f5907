"""Make and change service items; every change of what they say is a version of its own."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor
from changlai.halls.counter import policies
from changlai.halls.counter.events import ItemPut
from changlai.halls.counter.kinds import ITEM
from changlai.halls.counter.models import ItemVersion, ServiceItem
from changlai.halls.counter.states import Audience, Domain, ItemLevel
from changlai.halls.counter.wishes import ItemWish
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.search import public as search


@transaction.atomic
def put_item(
    *, centre: Any, actor: Actor, at: datetime, wish: ItemWish, item_id: UUID | None = None
) -> ServiceItem:
    """Add an item, or change the one of `item_id`; what it says is a new version if it differs.

    Requests that run keep the version they were made under. An item that is no longer offered is
    off the lists; its requests go on. Raises NotAllowed; BadInput for a title another item has.
    """
    require(policies.may_manage, actor, centre)
    rows = ServiceItem.objects.of(centre).select_for_update()
    item = rows.get(pk=item_id) if item_id else ServiceItem(centre=centre)
    if not item_id:
        item.code = wish.code or _free_code(centre)
        item.order = ServiceItem.objects.of(centre).count()
    item.title = " ".join(wish.title.split())
    item.level, item.domain = ItemLevel(wish.level), Domain(wish.domain)
    item.audience = [Audience(one).value for one in wish.audience]
    item.daily_words = " ".join(wish.daily_words.split())[:120]
    item.launched_on, item.is_active = wish.launched_on, wish.is_active
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        raise BadInput(f"已经有叫“{item.title}”的事项了。") from None
    version = _keep_version(item, wish, at)
    if item.is_active:
        words = "\n".join([item.title, item.daily_words, version.can_i])
        search.index(centre, item.pk, ITEM, words)
    else:
        search.drop(centre, item.pk)
    publish(
        ItemPut(
            centre_id=item.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=item.pk,
            number=version.number,
            is_active=item.is_active,
        )
    )
    return item


def _keep_version(item: ServiceItem, wish: ItemWish, at: datetime) -> ItemVersion:
    said = wish.version()
    newest = ItemVersion.objects.of(item.centre_id).filter(item=item).order_by("-number").first()
    if newest is not None and all(getattr(newest, name) == value for name, value in said.items()):
        return newest
    number = newest.number + 1 if newest else 1
    row = ItemVersion(centre_id=item.centre_id, item=item, number=number, made_at=at, **said)
    row.save(force_insert=True)
    return row


def _free_code(centre: Any) -> str:
    taken = set(ServiceItem.objects.of(centre).values_list("code", flat=True))
    return next(code for n in range(1, 10_000) if (code := f"item{n}") not in taken)
