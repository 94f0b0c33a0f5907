"""Who may ask for a cell, give it, and see who has it."""

from typing import Any

from changlai.foundation.people.public import Actor, Scope
from changlai.halls.cells.models import Allocation, Cell, Wish

SEE = "cells.see"
MANAGE = "cells.manage"


def may_manage(actor: Actor, centre: Any) -> bool:
    """Say whether an actor gives cells out at this centre."""
    return actor.centre_id == centre.pk and actor.can(MANAGE)


def may_take_in(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may write down what somebody at the counter asks for."""
    return actor.centre_id == centre.pk and actor.can(SEE) and actor.account_id is not None


def may_wish(actor: Actor, centre: Any, person_id: Any) -> bool:
    """Say whether an actor may ask for this person: oneself, who one acts for; staff for anyone."""
    if actor.centre_id != centre.pk:
        return False
    own = person_id is not None and person_id == actor.for_person_id
    return (own and actor.acts_within(Scope.ROOMS)) or may_take_in(actor, centre)


def is_own(actor: Actor, row: Wish | Allocation) -> bool:
    """Say whether a wish or an allocation is the actor's own, or of the person acted for."""
    return (
        actor.centre_id == row.centre_id
        and row.person_id is not None
        and row.person_id == actor.for_person_id
        and actor.acts_within(Scope.ROOMS)
    )


def may_end_wish(actor: Actor, wish: Wish) -> bool:
    """Say whether an actor may take a wish out of the line."""
    return is_own(actor, wish) or (actor.centre_id == wish.centre_id and actor.can(MANAGE))


def may_change(actor: Actor, allocation: Allocation) -> bool:
    """Say whether an actor may renew or return: the holder, and who gives cells out."""
    works_here = actor.centre_id == allocation.centre_id and actor.can(MANAGE)
    return works_here or is_own(actor, allocation)


def visible_cells(actor: Actor, centre: Any) -> Any:
    """Return the cells an actor may read of: those in use; for who gives them out, all."""
    rows = Cell.objects.of(centre)
    return rows if may_manage(actor, centre) else rows.filter(is_active=True)


def own_wishes(actor: Actor) -> Any:
    """Return the wishes of the actor, or of the person acted for."""
    return _own(Wish.objects.of(actor.centre_id), actor)


def own_allocations(actor: Actor) -> Any:
    """Return the allocations of the actor, or of the person acted for."""
    return _own(Allocation.objects.of(actor.centre_id), actor)


def visible_wishes(actor: Actor) -> Any:
    """Return the wishes an actor may read: staff all of the centre, others their own."""
    rows = Wish.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else _own(rows, actor)


def visible_allocations(actor: Actor) -> Any:
    """Return the allocations an actor may read: staff all of the centre, others their own."""
    rows = Allocation.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else _own(rows, actor)


def _own(rows: Any, actor: Actor) -> Any:
    if actor.for_person_id is None or not actor.acts_within(Scope.ROOMS):
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)
