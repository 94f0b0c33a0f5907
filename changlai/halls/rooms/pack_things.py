"""What a new centre starts with for its things: the repair as a kind, and limits of signs."""

from datetime import date, datetime
from typing import Any, Final

from changlai.engines.cases.public import adopt_kind
from changlai.foundation.people.public import Actor
from changlai.halls.rooms.actions.things import set_sign_limit
from changlai.halls.rooms.models import SignLimit
from changlai.halls.rooms.repairs import KIND
from changlai.halls.rooms.things import Position
from changlai.kernel.registry.contributions import Pack

LIMITS: Final = (
    (Position.OUTSIDE, 4, "村党组织、村民委员会、民兵连、党群服务中心"),
    (Position.INSIDE, 4, ""),
)
SOURCE: Final = "参照山东某县的整治做法；当地有规定的，请按当地的改"
SINCE: Final = date(2020, 1, 1)


def unpack(centre: Any, at: datetime) -> None:
    """Give a centre the repair kind, and limits of signs where it has none of its own."""
    actor = Actor.system(centre.pk)
    adopt_kind(centre=centre, definition=KIND, at=at, actor=actor)
    if SignLimit.objects.of(centre).exists():
        return
    for position, most, named in LIMITS:
        set_sign_limit(
            centre=centre,
            actor=actor,
            position=position,
            most=most,
            named=named,
            source=SOURCE,
            valid_from=SINCE,
        )


THINGS = Pack(code="rooms_things", order=46, unpack=unpack)
