"""Who writes practices, who brings packs, who reads."""

from typing import Any

from changlai.foundation.people.public import Actor
from changlai.governance.practices.models import PackArrival, Practice

SEE, WRITE, TAKE = "practices.see", "practices.write", "practices.take"


def _here(actor: Actor, centre: Any, power: str) -> bool:
    here = actor.is_system or actor.centre_id == getattr(centre, "pk", centre)
    return here and actor.can(power)


def may_see(actor: Actor, centre: Any) -> bool:
    """Say whether an actor reads drafts and compares what services said before and after."""
    return _here(actor, centre, SEE)


def may_write(actor: Actor, centre: Any) -> bool:
    """Say whether an actor writes practices here."""
    return _here(actor, centre, WRITE)


def may_take(actor: Actor, centre: Any) -> bool:
    """Say whether an actor gives the village's ways to others, and takes theirs over."""
    return _here(actor, centre, TAKE)


def visible_practices(actor: Actor, centre: Any) -> Any:
    """Return the practices an actor may read: staff all, everybody the public ones."""
    rows = Practice.objects.of(centre)
    return rows if may_see(actor, centre) else rows.public()


def visible_arrivals(actor: Actor, centre: Any) -> Any:
    """Return the packs that came, for whoever may take them."""
    rows = PackArrival.objects.of(centre)
    return rows if may_take(actor, centre) else rows.none()
