"""Who writes, who signs as what, and who reads what is not public yet."""

from typing import Any

from django.db.models import Exists, OuterRef

from changlai.engines.content.public import Version, VersionState
from changlai.foundation.people.public import Actor
from changlai.halls.disclosure.models import Disclosure, DisclosureItem

WRITE = "disclosure.write"
PUBLISH = "disclosure.publish"
SUPERVISE = "disclosure.supervise"
SEE = "disclosure.see"


def _here(actor: Actor, centre: Any) -> bool:
    return actor.centre_id == getattr(centre, "pk", centre)


def writes(actor: Actor) -> bool:
    """Say whether an actor writes disclosures at all."""
    return actor.can(WRITE) or actor.can(PUBLISH)


def may_write(actor: Actor, centre: Any) -> bool:
    """Say whether an actor writes disclosures and their lines here."""
    return _here(actor, centre) and writes(actor)


def may_set_up(actor: Actor, centre: Any) -> bool:
    """Say whether an actor changes the calendar and the days: whoever answers for publishing."""
    return _here(actor, centre) and (actor.can(PUBLISH) or actor.is_system)


def may_supervise(actor: Actor, centre: Any) -> bool:
    """Say whether an actor signs as the village's supervision."""
    return _here(actor, centre) and actor.account_id is not None and actor.can(SUPERVISE)


def may_approve(actor: Actor, centre: Any) -> bool:
    """Say whether an actor approves and lets out."""
    return _here(actor, centre) and actor.account_id is not None and actor.can(PUBLISH)


def visible_items(actor: Actor) -> Any:
    """Return the items of the calendar for those who work with it."""
    rows = DisclosureItem.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else rows.none()


def visible_disclosures(actor: Actor) -> Any:
    """Return what an actor may read at the desk: writers all, a supervisor what was handed in."""
    rows = Disclosure.objects.of(actor.centre_id)
    if writes(actor):
        return rows
    if not actor.can(SUPERVISE):
        return rows.none()
    handed_in = Version.objects.filter(
        centre_id=OuterRef("centre_id"), piece_id=OuterRef("piece_id")
    ).exclude(state=VersionState.DRAFT)
    return rows.filter(Exists(handed_in))
