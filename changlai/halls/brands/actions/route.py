"""Lay the stops of a route, change and drop them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.foundation.people.public import Actor
from changlai.halls.brands import policies
from changlai.halls.brands.actions.words import line, text_of
from changlai.halls.brands.events import StopDropped, StopPut
from changlai.halls.brands.models import Brand, RouteStop
from changlai.halls.brands.states import MOST_STOPS
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.ids import uuid7
from changlai.kernel.policies import require


@dataclass(frozen=True, kw_only=True)
class Stop:
    """What a stop says, as it was typed."""

    title: str
    place: str
    words: str = ""
    see: str = ""
    walk_minutes: int = 0
    order: int = 0


@transaction.atomic
def put_stop(
    *,
    centre: Any,
    brand_id: UUID,
    stop: Stop,
    actor: Actor,
    at: datetime,
    form_id: UUID | None = None,
    stop_id: UUID | None = None,
) -> RouteStop:
    """Add a stop, or change the one of `stop_id`; one form is one stop.

    Without an order it comes last. Raises NotAllowed; BadInput without a name or a place.
    """
    brand = Brand.objects.of(centre).select_for_update().get(pk=brand_id)
    require(policies.may_write, actor, centre)
    rows = RouteStop.objects.of(centre).filter(brand=brand)
    if stop_id is not None:
        row = rows.get(pk=stop_id)
    else:
        first: RouteStop | None = rows.filter(form_id=form_id).first()
        if first is not None:
            return first
        if rows.count() >= MOST_STOPS:
            raise BadInput(f"一条路线最多{MOST_STOPS}站。")
        row = RouteStop(centre_id=brand.centre_id, brand=brand, form_id=form_id or uuid7())
    row.title = line(stop.title, 40, "请写这一站叫什么。")
    row.place = line(stop.place, 80, "请用话写清楚在哪里。")
    row.words, row.see = text_of(stop.words, 2000), line(stop.see, 120)
    if not 0 <= stop.walk_minutes <= 240:
        raise BadInput("走几分钟请填0到240。")
    row.walk_minutes = stop.walk_minutes
    last = rows.order_by("-order").values_list("order", flat=True).first() or 0
    row.order = stop.order or row.order or last + 1
    row.save()
    publish(StopPut(**_said(brand, actor, at), stop_id=row.pk))
    return row


@transaction.atomic
def drop_stop(*, centre: Any, stop_id: UUID, actor: Actor, at: datetime) -> None:
    """Take a stop out of its route. Raises NotAllowed."""
    row = RouteStop.objects.of(centre).select_for_update().select_related("brand").get(pk=stop_id)
    require(policies.may_write, actor, centre)
    publish(StopDropped(**_said(row.brand, actor, at), stop_id=row.pk))
    row.delete()


def _said(brand: Brand, actor: Actor, at: datetime) -> dict[str, Any]:
    return {
        "centre_id": brand.centre_id,
        "at": at,
        "actor_id": actor.account_id,
        "subject_id": brand.pk,
    }
