"""What a new counter starts with: the request as a kind, a window, a few plain items."""

from datetime import datetime
from typing import Any

from changlai.engines.appointments.public import Window, put_window
from changlai.engines.cases.public import adopt_kind
from changlai.foundation.people.public import Actor
from changlai.halls.counter.actions.items import put_item
from changlai.halls.counter.kinds import KIND
from changlai.halls.counter.models import ServiceItem
from changlai.halls.counter.starters import STARTERS
from changlai.kernel.registry.contributions import Pack

FIRST_WINDOW = "综合窗口"


def unpack(centre: Any, at: datetime) -> None:
    """Give a centre the kind, and the starting items where it has none of its own."""
    actor = Actor.system(centre.pk)
    adopt_kind(centre=centre, definition=KIND, at=at, actor=actor)
    if not Window.objects.of(centre).exists():
        put_window(centre=centre, actor=actor, at=at, name=FIRST_WINDOW)
    if ServiceItem.objects.of(centre).exists():
        return
    for wish in STARTERS:
        put_item(centre=centre, actor=actor, at=at, wish=wish)


PACK = [Pack(code="counter", order=47, unpack=unpack)]
