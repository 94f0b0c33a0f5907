"""What a new centre starts with: the issue as a kind of case."""

from datetime import datetime
from typing import Any

from changlai.engines.cases.public import adopt_kind
from changlai.foundation.people.public import Actor
from changlai.governance.rectification.kinds import KIND
from changlai.kernel.registry.contributions import Pack


def unpack(centre: Any, at: datetime) -> None:
    """Give a centre the kind of an issue."""
    adopt_kind(centre=centre, definition=KIND, at=at, actor=Actor.system(centre.pk))


PACK = [Pack(code="rectification", order=80, unpack=unpack)]
