"""What happened to cells, as facts: ids, codes and days."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class CellPut(Event):
    """A cell was made or changed; `subject_id` is the cell."""

    name: ClassVar[str] = "cells.cell.put"
    kind: str
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class CellWished(Event):
    """Somebody asked for a cell of a kind; `subject_id` is the wish, `place` its place in line."""

    name: ClassVar[str] = "cells.wish.made"
    kind: str
    person_id: UUID | None
    place: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class WishEnded(Event):
    """A wish was taken back, or not fulfilled."""

    name: ClassVar[str] = "cells.wish.ended"
    state: str
    person_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CellGiven(Event):
    """A cell was given for a term; `subject_id` is the allocation, `passed_over` those before."""

    name: ClassVar[str] = "cells.allocation.given"
    cell_id: UUID
    person_id: UUID | None
    passed_over: int


@dataclass(frozen=True, kw_only=True)
class TermRenewed(Event):
    """A cell stays longer with whoever has it."""

    name: ClassVar[str] = "cells.allocation.renewed"
    cell_id: UUID
    person_id: UUID | None
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class CellReturned(Event):
    """A cell is free again."""

    name: ClassVar[str] = "cells.allocation.returned"
    cell_id: UUID
    person_id: UUID | None
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class TermEnding(Event):
    """A term ends within a week; said once for each end."""

    name: ClassVar[str] = "cells.allocation.ending"
    cell_id: UUID
    person_id: UUID | None
