"""Who reads the figures of a village and who arranges its reporting tree."""

from datetime import datetime
from typing import Any

from changlai.foundation.areas.public import Centre, centres_under
from changlai.foundation.people.public import Actor, areas_of

SEE = "figures.see"
ARRANGE = "figures.arrange"
ABOVE = "area.see"


def may_arrange(actor: Actor, centre: Any) -> bool:
    """Say whether the actor may change the reporting tree of this centre."""
    return actor.centre_id == centre.pk and actor.can(ARRANGE)


def visible_centres(actor: Actor, at: datetime) -> Any:
    """Return the centres whose sums an actor of the level above may read, in order of area."""
    rows = Centre.objects.none()
    if actor.account_id is None or not actor.can(ABOVE):
        return rows
    for area in areas_of(actor.account_id, at):
        rows = rows | centres_under(area.code)
    return rows.select_related("area").order_by("area_id", "code")
