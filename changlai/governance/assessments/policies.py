"""Who writes the set, who notes and sends, who of the level above reviews, who reads."""

from typing import Any

from changlai.foundation.people.public import Actor
from changlai.governance.assessments.models import Assessment, IndicatorSet

SEE, NOTE, LEAD = "assessments.see", "assessments.note", "assessments.lead"
ABOVE = "area.assess"
"""Held through a role over an area, so only at the centres that lie in it."""


def _here(actor: Actor, centre: Any, power: str) -> bool:
    here = actor.is_system or actor.centre_id == getattr(centre, "pk", centre)
    return here and actor.can(power)


def may_lead(actor: Actor, centre: Any) -> bool:
    """Say whether an actor speaks for the village: sets, begins, sends, appeals, publishes."""
    return _here(actor, centre, LEAD)


def may_see(actor: Actor, centre: Any) -> bool:
    """Say whether an actor of the village reads assessments before they are published."""
    return _here(actor, centre, SEE)


def may_note(actor: Actor, row: Assessment) -> bool:
    """Say whether an actor writes the village's own note."""
    return _here(actor, row.centre_id, NOTE)


def may_review(actor: Actor, row: Assessment) -> bool:
    """Say whether an actor reviews: of the level above, and never of the village itself."""
    above = actor.centre_id == row.centre_id and actor.can(ABOVE) and not actor.is_system
    return above and not (actor.can(NOTE) or actor.can(LEAD))


def visible_sets(actor: Actor, centre: Any) -> Any:
    """Return the sets an actor of the village reads."""
    rows = IndicatorSet.objects.of(centre)
    return rows if may_see(actor, centre) else rows.none()


def visible_assessments(actor: Actor, centre: Any) -> Any:
    """Return what an actor may read: the village all, the level above what was sent, others none.

    Everybody reads what was published, on its own page.
    """
    rows = Assessment.objects.of(centre)
    if may_see(actor, centre):
        return rows
    return rows.sent() if _here(actor, centre, ABOVE) else rows.public()


def sent_assessments(actor: Actor, centre: Any) -> Any:
    """Return what the village sent up, for whoever reads it there."""
    rows = Assessment.objects.of(centre)
    return rows.sent() if _here(actor, centre, ABOVE) else rows.none()
