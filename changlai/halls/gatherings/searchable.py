"""What of the gatherings hall can be found by words."""

from typing import Any

from changlai.engines.activities.public import visible_activities
from changlai.foundation.areas.public import Centre
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Searchable


def _rows(actor: Any) -> Any:
    return visible_activities(actor, Centre(pk=actor.centre_id)).select_related("centre")


def _url(activity: Any) -> str:
    return centre_reverse(activity.centre, "gatherings:desk_activity", pk=activity.pk)


SEARCHABLE = [
    Searchable(
        "activity",
        "活动",
        40,
        _rows,
        _url,
        shown=lambda actor: actor.can("gatherings.see"),
    )
]
