"""Who cooks, who serves, who settles, and who may read of whose meals."""

from typing import Any

from changlai.foundation.people.public import Actor, Scope
from changlai.halls.canteen.models import (
    DietMark,
    EaterTier,
    MealOrder,
    Menu,
    SettlementLine,
    StandingOrder,
)

SERVE = "canteen.serve"
MANAGE = "canteen.manage"
SETTLE = "canteen.settle"


def _here(actor: Actor, centre: Any) -> bool:
    return actor.centre_id == getattr(centre, "pk", centre)


def may_serve(actor: Actor, centre: Any) -> bool:
    """Say whether an actor takes orders for others and hands meals over."""
    return _here(actor, centre) and actor.can(SERVE)


def may_manage(actor: Actor, centre: Any) -> bool:
    """Say whether an actor writes menus and the kitchen's records."""
    return _here(actor, centre) and actor.can(MANAGE)


def may_settle(actor: Actor, centre: Any) -> bool:
    """Say whether an actor knows who belongs to which class, and settles the months."""
    return _here(actor, centre) and actor.can(SETTLE)


def is_for(actor: Actor, centre: Any, person_id: Any) -> bool:
    """Say whether a person is the actor's own, or the one acted for within the leave."""
    return (
        _here(actor, centre)
        and person_id is not None
        and person_id == actor.for_person_id
        and actor.acts_within(Scope.MEALS)
    )


def may_order_for(actor: Actor, centre: Any, person_id: Any) -> bool:
    """Say whether an actor orders meals for a person: their own, or anybody's at the counter."""
    return is_for(actor, centre, person_id) or may_serve(actor, centre)


def may_cancel(actor: Actor, order: MealOrder) -> bool:
    """Say whether an actor may take an order back."""
    return may_order_for(actor, order.centre_id, order.person_id)


def visible_menus(actor: Actor, centre: Any) -> Any:
    """Return the menus an actor may read: the kitchen's own all, others what was published."""
    rows = Menu.objects.of(centre)
    return rows if may_serve(actor, centre) else rows.shown()


def _own(actor: Actor, model: Any) -> Any:
    rows = model.objects.of(actor.centre_id)
    if actor.for_person_id is None or not actor.acts_within(Scope.MEALS):
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)


def own_orders(actor: Actor) -> Any:
    """Return the orders of the actor, or of the person acted for."""
    return _own(actor, MealOrder)


def visible_orders(actor: Actor) -> Any:
    """Return the orders an actor may read: who serves reads all, others their own."""
    return MealOrder.objects.of(actor.centre_id) if actor.can(SERVE) else own_orders(actor)


def own_standing(actor: Actor) -> Any:
    """Return the standing orders of the actor, or of the person acted for."""
    return _own(actor, StandingOrder)


def own_diet(actor: Actor) -> Any:
    """Return what the actor said they must not eat."""
    return _own(actor, DietMark)


def visible_diets(actor: Actor) -> Any:
    """Return the diet marks an actor may read: who hands meals over reads them."""
    return DietMark.objects.of(actor.centre_id) if actor.can(SERVE) else own_diet(actor)


def visible_tiers(actor: Actor) -> Any:
    """Return who belongs to which class, for whoever settles and for nobody else."""
    rows = EaterTier.objects.of(actor.centre_id)
    return rows if actor.can(SETTLE) else rows.none()


def visible_lines(actor: Actor) -> Any:
    """Return the lines of settled months, for whoever settles and for nobody else."""
    rows = SettlementLine.objects.of(actor.centre_id)
    return rows if actor.can(SETTLE) else rows.none()
