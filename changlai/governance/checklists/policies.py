"""Who looks over the centre by a list, and who says what the list asks."""

from typing import Any

from changlai.foundation.people.public import Actor
from changlai.governance.checklists.models import Checklist, Run, RunLine

SEE = "checklists.see"
FILL = "checklists.fill"
MANAGE = "checklists.manage"


def _here(actor: Actor, centre: Any) -> bool:
    return actor.centre_id == getattr(centre, "pk", centre)


def visible_checklists(actor: Actor) -> Any:
    """Return the checklists an actor may read."""
    rows = Checklist.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else rows.none()


def visible_runs(actor: Actor) -> Any:
    """Return the runs an actor may read."""
    rows = Run.objects.of(actor.centre_id)
    return rows if actor.can(SEE) else rows.none()


def may_fill(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may begin a run, say what they saw, and finish it."""
    return _here(actor, centre) and actor.can(FILL)


def may_answer(actor: Actor, line: RunLine) -> bool:
    """Say whether an actor may say what they saw; what the house counts is nobody's to tick."""
    return may_fill(actor, line.centre_id) and not line.is_auto


def may_manage(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may make a new version of a list."""
    return _here(actor, centre) and (actor.is_system or actor.can(MANAGE))
