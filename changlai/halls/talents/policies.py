"""Who leaves a card for whom, and who reads it: its owner and the staff, nobody else ever."""

from typing import Any

from changlai.foundation.people.public import Actor
from changlai.halls.talents.models import Invitation, TalentCard

SEE = "talents.see"


def may_see(actor: Actor, centre: Any) -> bool:
    """Say whether an actor reads the cards of this centre and writes them down for others."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(SEE)


def is_own(actor: Actor, person_id: Any) -> bool:
    """Say whether it is about the actor, or whom staff act for; never about a principal."""
    return person_id is not None and person_id == actor.for_person_id and not actor.is_delegate


def may_leave_card(actor: Actor, centre: Any, person_id: Any) -> bool:
    """Say whether an actor may leave a card in this person's name."""
    here = actor.centre_id == getattr(centre, "pk", centre)
    return here and (is_own(actor, person_id) or may_see(actor, centre))


def may_keep(actor: Actor, card: TalentCard) -> bool:
    """Say whether an actor may change, renew or take back a card."""
    return may_leave_card(actor, card.centre_id, card.person_id)


def own_cards(actor: Actor) -> Any:
    """Return the card of the actor, or of whom staff act for."""
    rows = TalentCard.objects.of(actor.centre_id)
    if actor.for_person_id is None or actor.is_delegate:
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)


def visible_cards(actor: Actor) -> Any:
    """Return the cards an actor may read: staff all of the centre, others their own."""
    return TalentCard.objects.of(actor.centre_id) if actor.can(SEE) else own_cards(actor)


def visible_invitations(actor: Actor) -> Any:
    """Return the invitations staff keep; nobody else reads of them."""
    rows = Invitation.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else rows.none()
