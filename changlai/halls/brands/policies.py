"""Who keeps brands, who reads them, whose adoption one may touch."""

from typing import Any

from changlai.engines.content.public import visible_pieces
from changlai.foundation.people.public import Actor
from changlai.halls.brands.models import Adoption, BirthdayMonth, Brand, Plot
from changlai.halls.brands.states import HERITAGE, PUBLIC, TIP

WRITE = "brands.write"
PUBLISH = "brands.publish"


def may_write(actor: Actor, centre: Any) -> bool:
    """Say whether an actor keeps the brands of this centre, their plots and routes."""
    here = actor.centre_id == getattr(centre, "pk", centre)
    return here and actor.can(WRITE)


def may_publish(actor: Actor, centre: Any) -> bool:
    """Say whether an actor lets others see a brand, or ends it."""
    here = actor.centre_id == getattr(centre, "pk", centre)
    return here and actor.can(PUBLISH)


def is_own(actor: Actor, person_id: Any) -> bool:
    """Say whether it is about the actor, or whom staff act for; never about a principal."""
    return person_id is not None and person_id == actor.for_person_id and not actor.is_delegate


def may_speak_for(actor: Actor, centre: Any, person_id: Any) -> bool:
    """Say whether an actor adopts, or tells a month, for this person (None: nobody known)."""
    here = actor.centre_id == getattr(centre, "pk", centre)
    return here and (is_own(actor, person_id) or may_write(actor, centre))


def may_keep(actor: Actor, adoption: Adoption) -> bool:
    """Say whether an actor renews, gives back or names an adoption."""
    return may_speak_for(actor, adoption.centre_id, adoption.person_id)


def public_brands(centre: Any) -> Any:
    """Return the brands of a centre that anybody may read."""
    return Brand.objects.of(centre).filter(state__in=PUBLIC)


def visible_brands(actor: Actor) -> Any:
    """Return the brands an actor may read: whoever keeps them all, others the public ones."""
    if actor.can(WRITE):
        return Brand.objects.of(actor.centre_id)
    return public_brands(actor.centre_id)


def public_plots(centre: Any) -> Any:
    """Return the plots anybody may read: of public brands."""
    return Plot.objects.of(centre).filter(brand__state__in=PUBLIC)


def visible_plots(actor: Actor) -> Any:
    """Return the plots that an actor works on, or may read."""
    return Plot.objects.of(actor.centre_id) if actor.can(WRITE) else public_plots(actor.centre_id)


def own_adoptions(actor: Actor) -> Any:
    """Return the adoptions of the actor, or of whom staff act for; a delegate sees none."""
    rows = Adoption.objects.of(actor.centre_id)
    if actor.for_person_id is None or actor.is_delegate:
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)


def visible_adoptions(actor: Actor) -> Any:
    """Return the adoptions an actor may read: whoever keeps brands all, others their own."""
    return Adoption.objects.of(actor.centre_id) if actor.can(WRITE) else own_adoptions(actor)


def own_months(actor: Actor) -> Any:
    """Return the month that the actor told."""
    rows = BirthdayMonth.objects.of(actor.centre_id)
    if actor.for_person_id is None or actor.is_delegate:
        return rows.none()
    return rows.filter(person_id=actor.for_person_id)


def visible_months(actor: Actor) -> Any:
    """Return the months told: whoever sets tables reads all of the centre, others their own."""
    return BirthdayMonth.objects.of(actor.centre_id) if actor.can(WRITE) else own_months(actor)


def visible_piece_kinds(actor: Actor) -> Any:
    """Return the pieces of this hall's kinds that the actor works on."""
    return visible_pieces(actor).filter(kind__in=[HERITAGE, TIP])
