"""Facts of the work group: ids, codes, days and numbers."""

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class GroupSetUp(Event):
    """A work group was set up, or what is said of it changed; `subject_id` is the group."""

    name: ClassVar[str] = "workgroup.group.set_up"
    head_id: UUID
    members: int
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class GroupEnded(Event):
    """A work group ended; `subject_id` is the group."""

    name: ClassVar[str] = "workgroup.group.ended"


@dataclass(frozen=True, kw_only=True)
class TaskSet(Event):
    """A task was given, or given otherwise; `subject_id` is the task."""

    name: ClassVar[str] = "workgroup.task.set"
    owner_id: UUID
    due_on: dt.date
    measure: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class TaskMoved(Event):
    """A task was begun, stands still, goes on, or was given up."""

    name: ClassVar[str] = "workgroup.task.moved"
    state: str


@dataclass(frozen=True, kw_only=True)
class TaskClosed(Event):
    """A task is done: by its number on that day, or by its owner with what shows it."""

    name: ClassVar[str] = "workgroup.task.closed"
    by_itself: bool
    value: Decimal | None = None
    records: int = 0
    in_time: bool = True
