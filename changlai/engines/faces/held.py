"""What the engine keeps about a person: what they were asked after a service, and their word."""

from datetime import datetime
from typing import Any

from changlai.engines.faces.models import Asked
from changlai.kernel.registry.contributions import Held, HeldLine


def _asked(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = Asked.objects.of(centre).filter(person_id=person_id).count()
    return [HeldLine("办完以后的评价", count, "说的话一年后删除", "看哪里没办好")]


HELD = [Held("faces_asked", 74, _asked)]
