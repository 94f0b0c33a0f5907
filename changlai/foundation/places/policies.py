"""Who sees rooms and who may change them."""

from typing import Any

from changlai.foundation.people.public import Actor
from changlai.foundation.places.models import Room

MANAGE = "places.manage"


def may_manage(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may change the rooms of this centre."""
    return actor.centre_id == centre.pk and actor.can(MANAGE)


def visible_rooms(actor: Actor, centre: Any) -> Any:
    """Return the rooms an actor may read of: those in use; for whoever manages them, all."""
    rows = Room.objects.of(centre)
    return rows if may_manage(actor, centre) else rows.active()
