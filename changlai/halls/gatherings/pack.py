"""What a new centre starts with in the gatherings hall: its kinds of activity."""

from datetime import datetime
from typing import Any

from changlai.engines.activities.public import presets_of, put_preset
from changlai.foundation.people.public import Actor
from changlai.halls.gatherings.kinds import KINDS
from changlai.kernel.registry.contributions import Pack


def unpack(centre: Any, at: datetime) -> None:
    """Give a centre the kinds it does not have; what it changed or closed stays as it is."""
    known = set(presets_of(centre, everything=True).values_list("code", flat=True))
    titles = set(presets_of(centre).values_list("title", flat=True))
    actor = Actor.system(centre.pk)
    for kind in KINDS:
        if kind.code in known or kind.title in titles:
            continue
        put_preset(
            centre=centre,
            actor=actor,
            at=at,
            code=kind.code,
            title=kind.title,
            schema=kind.schema,
            roster_rule=kind.roster_rule,
            documents=kind.documents,
            visibility=kind.visibility,
            sign_up_rule=kind.sign_up_rule,
            seats=kind.seats,
            minutes=kind.minutes,
            icon=kind.icon,
            hint=kind.hint,
            tags=kind.tags,
        )


PACK = [Pack(code="gatherings", order=60, unpack=unpack)]
