"""Saved filters of the voices list: each belongs to the member of staff who saved it."""

from datetime import datetime
from typing import Any, cast
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.halls.voices import policies
from changlai.halls.voices.importing import one_line
from changlai.halls.voices.models import SavedView
from changlai.kernel.errors import BadInput
from changlai.kernel.policies import require

MOST_VIEWS = 20


@transaction.atomic
def save_view(*, centre: Any, actor: Actor, at: datetime, name: str, query: str) -> SavedView:
    """Keep a filter under a name; the same name again replaces it.

    Raises NotAllowed; BadInput without a name, or with more than twenty views.
    """
    require(policies.may_keep_views, actor, centre)
    account_id = cast(UUID, actor.account_id)
    label = one_line(name)
    if not label or len(label) > 30:
        raise BadInput("请给这个视图起个名字，最多 30 个字。")
    if len(query) > 500:
        raise BadInput("筛选条件太多，存不下。")
    mine = SavedView.objects.of(centre).filter(account_id=account_id)
    known = mine.select_for_update().filter(name=label).first()
    if known:
        known.query = query
        known.save(update_fields=["query"])
        return known
    if mine.count() >= MOST_VIEWS:
        raise BadInput(f"最多保存 {MOST_VIEWS} 个视图，请先删掉不用的。")
    view = SavedView(
        centre_id=centre.pk, account_id=account_id, name=label, query=query, created_at=at
    )
    view.save(force_insert=True)
    return view


@transaction.atomic
def drop_view(*, centre: Any, view_id: UUID, actor: Actor) -> None:
    """Forget one of the actor's own filters; nothing happens when it is gone already."""
    require(policies.may_keep_views, actor, centre)
    policies.visible_views(actor).filter(centre_id=centre.pk, pk=view_id).delete()
