"""What happens in a room, as anyone may know it: when it is taken, not by whom or for what."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any
from uuid import UUID

from changlai.foundation.places.models import Occupancy
from changlai.foundation.places.queries.using import day_plan
from changlai.foundation.places.states import HolderKind
from changlai.kernel.feeds.public import AgendaSource, Entry
from changlai.kernel.ids import moment_of

TAKEN, CLOSED = "已占用", "暂停使用"


def _of_room(centre: Any, room_id: UUID, since: datetime, until: datetime) -> Iterator[Entry]:
    held: dict[UUID, list[Occupancy]] = {}
    for row in day_plan(centre, since, until, room_id):
        held.setdefault(row.holder_id, []).append(row)
    for holder_id, rows in held.items():
        is_closed = rows[0].holder_kind == HolderKind.CLOSURE
        yield Entry(
            uid=holder_id,
            title=CLOSED if is_closed else TAKEN,
            starts=min(row.use_starts for row in rows),
            ends=max(row.use_ends for row in rows),
            made_at=moment_of(holder_id),
            place=rows[0].room.name,
        )


AGENDA = [AgendaSource("places", 10, of_room=_of_room)]
