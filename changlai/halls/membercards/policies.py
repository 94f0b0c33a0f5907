"""Who keeps the cards: the secretary and the handlers; everybody else sees what is consented."""

from typing import Any

from changlai.foundation.people.public import Actor
from changlai.halls.membercards.models import MemberCard, PrintedCard

KEEP = "membercards.keep"


def may_keep(actor: Actor, centre: Any) -> bool:
    """Say whether an actor writes cards down and notes consents."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(KEEP)


def visible_cards(actor: Actor) -> Any:
    """Return the rows staff keep; nobody else reads a row as such."""
    rows = MemberCard.objects.of(actor.centre_id)
    return rows if actor.can(KEEP) else rows.none()


def visible_printed(actor: Actor) -> Any:
    """Return what hangs on the wall, for those who take it off."""
    rows = PrintedCard.objects.of(actor.centre_id)
    return rows if actor.can(KEEP) else rows.none()
