"""Who keeps parcels, and who may see which: the keeper all of the shelf, a recipient the own."""

from typing import Any

from changlai.foundation.people.public import Actor, Scope
from changlai.halls.parcels.models import Delivery, Parcel

KEEP = "parcels.keep"
MANAGE = "parcels.manage"


def may_keep(actor: Actor, centre: Any) -> bool:
    """Say whether an actor takes parcels in and hands them out at this centre."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(KEEP)


def may_set_rules(actor: Actor, centre: Any) -> bool:
    """Say whether an actor says when a parcel is overdue and which shelves there are."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(MANAGE)


def is_own(actor: Actor, parcel: Parcel) -> bool:
    """Say whether a parcel is the actor's own, or of the person acted for."""
    return (
        actor.centre_id == parcel.centre_id
        and parcel.person_id is not None
        and parcel.person_id == actor.for_person_id
        and actor.acts_within(Scope.PARCELS)
    )


def may_arrange(actor: Actor, parcel: Parcel) -> bool:
    """Say whether an actor may name who fetches a parcel or have it brought home."""
    return is_own(actor, parcel) or may_keep(actor, parcel.centre_id)


def own_parcels(actor: Actor) -> Any:
    """Return the parcels of the actor, or of the person acted for."""
    rows = Parcel.objects.of(actor.centre_id)
    if actor.for_person_id is None or not actor.acts_within(Scope.PARCELS):
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)


def visible_parcels(actor: Actor) -> Any:
    """Return the parcels an actor may read of: the keeper all that are kept, others their own."""
    rows = Parcel.objects.of(actor.centre_id)
    return rows.filter(purged_at__isnull=True) if actor.can(KEEP) else own_parcels(actor)


def visible_deliveries(actor: Actor) -> Any:
    """Return the deliveries the keeper reads of; nobody else does by this list."""
    rows = Delivery.objects.of(actor.centre_id)
    return rows if actor.can(KEEP) else rows.none()
