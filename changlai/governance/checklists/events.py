"""Facts of checklists: ids and counts."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ChecklistChanged(Event):
    """A checklist got a new version; `subject_id` is the checklist."""

    name: ClassVar[str] = "checklists.checklist.changed"
    number: int
    items: int


@dataclass(frozen=True, kw_only=True)
class RunStarted(Event):
    """Somebody began to look over the centre; the numbers are read and stay."""

    name: ClassVar[str] = "checklists.run.started"
    checklist_id: UUID
    number: int


@dataclass(frozen=True, kw_only=True)
class RunFinished(Event):
    """A run is whole: how many items are met, are gaps, and could not be counted."""

    name: ClassVar[str] = "checklists.run.finished"
    checklist_id: UUID
    met: int
    gaps: int
    uncounted: int
