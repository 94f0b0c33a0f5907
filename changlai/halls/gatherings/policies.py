"""Who may begin and end themes and note decisions, and which themes one finds."""

from typing import Any

from changlai.foundation.people.public import Actor, Scope
from changlai.halls.gatherings.models import Decision, Theme, Work

SEE = "gatherings.see"
ROLL = "gatherings.roll"
MANAGE = "gatherings.manage"


def may_manage(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may plan here and keep themes and decisions."""
    return actor.centre_id == centre.pk and actor.can(MANAGE)


def visible_themes(actor: Actor, centre: Any) -> Any:
    """Return the themes of this centre; everyone may read them, ended ones as an archive."""
    rows = Theme.objects.of(centre)
    return rows if actor.centre_id == centre.pk else rows.none()


def visible_decisions(actor: Actor, centre: Any) -> Any:
    """Return the decisions of review meetings for staff who see activities."""
    rows = Decision.objects.of(centre)
    return rows if actor.centre_id == centre.pk and actor.can(SEE) else rows.none()


def may_withdraw_work(actor: Actor, work: Work) -> bool:
    """Say whether the actor may take a work down: its author, or the desk by their word."""
    if actor.centre_id != work.centre_id:
        return False
    own = work.author_id is not None and work.author_id == actor.for_person_id
    return actor.can(MANAGE) or (own and actor.acts_within(Scope.GATHERINGS))
