"""Regular work of the voices hall: give a kind that is new in the house to centres of before."""

from datetime import datetime
from typing import Any

from changlai.engines.cases.public import KindVersion, adopt_kind
from changlai.foundation.areas.public import active_centres
from changlai.foundation.people.public import Actor
from changlai.halls.voices.kinds import FAMILY, KINDS
from changlai.kernel.registry.contributions import Job

DAY = 24 * 3600


def adopt_new_kinds(at: datetime) -> int:
    """Let centres that take in voices take in kinds they lack; what they changed stays theirs."""
    known: dict[Any, set[str]] = {}
    for centre_id, code in KindVersion.objects.filter(family=FAMILY).values_list(
        "centre_id", "code"
    ):
        known.setdefault(centre_id, set()).add(code)
    given = 0
    for centre in active_centres().filter(pk__in=list(known)):
        for kind in KINDS:
            if kind.code not in known[centre.pk]:
                actor = Actor.system(centre.pk)
                adopt_kind(centre=centre, definition=kind, at=at, actor=actor)
                given += 1
    return given


JOBS = [Job("voices.kinds", DAY, adopt_new_kinds)]
