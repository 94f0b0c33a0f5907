"""Who keeps the clips; what is written has the policies of the content engine."""

from typing import Any

from changlai.foundation.people.public import Actor
from changlai.halls.publishing.models import MediaClip

WRITE, PUBLISH = "publishing.write", "publishing.publish"


def may_keep_clips(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may note what others told of the village."""
    return actor.centre_id == getattr(centre, "pk", centre) and actor.can(WRITE)


def visible_clips(actor: Actor) -> Any:
    """Return the clips for whoever writes here; residents read the public list of the titles."""
    rows = MediaClip.objects.of(actor.centre_id)
    return rows if actor.can(WRITE) else rows.none()
