"""Hand a meal over, once; untick what was ticked by mistake."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions.orders import note_walk_in
from changlai.halls.canteen.events import MealServed, MealUnticked
from changlai.halls.canteen.models import MealOrder, Menu, Settlement
from changlai.halls.canteen.states import OrderState
from changlai.kernel.errors import WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


class AlreadyServed(WrongStep):
    """This meal was handed over before; the sentence says when."""


@transaction.atomic
def serve(*, centre: Any, order_id: UUID, actor: Actor, at: datetime) -> MealOrder:
    """Tick an order: the meal was handed over or brought, once.

    Raises NotAllowed; AlreadyServed for the second tick; WrongStep for an order that was
    cancelled, or before its day.
    """
    order = _locked(centre, order_id)
    require(policies.may_serve, actor, centre)
    if order.state == OrderState.SERVED:
        clock = timezone.localtime(order.served_at)
        raise AlreadyServed(f"{order.number}号{clock:%H:%M}已经打过勾了，不用再打。")
    if order.state == OrderState.CANCELLED:
        raise WrongStep(f"{order.number}号取消了，不用给。")
    if order.menu.day > timezone.localdate(at):
        raise WrongStep(f"{order.number}号是{order.menu.title}的，还没到那一天。")
    _check_month(order)
    order.move_to(OrderState.SERVED)
    order.served_at, order.served_by_id = at, actor.account_id
    order.save(update_fields=["state", "served_at", "served_by"])
    publish(
        MealServed(
            centre_id=order.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=order.pk,
            kind=order.kind,
            heads=order.portions,
            on=timezone.localdate(at),
        )
    )
    return order


@transaction.atomic
def serve_walk_in(
    *, centre: Any, menu_id: UUID, actor: Actor, at: datetime, form_id: UUID, portions: int = 1
) -> MealOrder:
    """Count who eats without having ordered, as served at once; twice the same form is one."""
    order = note_walk_in(
        centre=centre, menu_id=menu_id, actor=actor, at=at, form_id=form_id, portions=portions
    )
    if order.state != OrderState.ORDERED:
        return order
    return serve(centre=centre, order_id=order.pk, actor=actor, at=at)


@transaction.atomic
def untick(*, centre: Any, order_id: UUID, actor: Actor, at: datetime) -> MealOrder:
    """Take back a tick that was made by mistake. Raises NotAllowed, WrongStep."""
    order = _locked(centre, order_id)
    require(policies.may_serve, actor, centre)
    served_on = timezone.localdate(order.served_at or at)
    _check_month(order)
    order.move_to(OrderState.ORDERED)
    order.served_at = order.served_by = None
    order.save(update_fields=["state", "served_at", "served_by"])
    publish(
        MealUnticked(
            centre_id=order.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=order.pk,
            kind=order.kind,
            heads=order.portions,
            on=served_on,
        )
    )
    return order


def _locked(centre: Any, order_id: UUID) -> MealOrder:
    """Lock an order behind its menu, as whoever orders and whoever closes the month do."""
    rows = MealOrder.objects.of(centre)
    menu_id = rows.values_list("menu_id", flat=True).get(pk=order_id)
    menu = Menu.objects.of(centre).select_for_update().get(pk=menu_id)
    order: MealOrder = rows.select_for_update().get(pk=order_id)
    order.menu = menu
    return order


def _check_month(order: MealOrder) -> None:
    """Refuse to change what a settled month was counted from. Raises WrongStep."""
    month = order.menu.day.replace(day=1)
    if Settlement.objects.of(order.centre_id).filter(month=month).exists():
        raise WrongStep(f"{month.month}月已经结算了，不能再改。")
