"""What happened at the counter, as facts: ids, codes and numbers."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ItemPut(Event):
    """A service item was made or changed; `number` is the version in use now."""

    name: ClassVar[str] = "counter.item.put"
    number: int
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class RequestMade(Event):
    """Somebody entrusted a matter to the centre; `subject_id` is the case."""

    name: ClassVar[str] = "counter.request.made"
    item_id: UUID
    channel: str
    person_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class MissingTold(Event):
    """Everything missing was told at once; `number` 2 and more had a reason."""

    name: ClassVar[str] = "counter.request.missing_told"
    number: int
    missing: int


@dataclass(frozen=True, kw_only=True)
class Delivered(Event):
    """What was done is in the person's hands; scans go on `keeps_days` days later."""

    name: ClassVar[str] = "counter.request.delivered"
    how: str
    keeps_days: int


@dataclass(frozen=True, kw_only=True)
class ScansPurged(Event):
    """The scans of a request were deleted for good: the proof that they are gone."""

    name: ClassVar[str] = "counter.request.scans_purged"
    scans: int


@dataclass(frozen=True, kw_only=True)
class NumberServed(Event):
    """Somebody was served at a window, and no request counts for it; `subject_id` the number."""

    name: ClassVar[str] = "counter.number.served"
    person_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class NumberBecameRequest(Event):
    """Whoever had a number entrusted a matter, which counts in its place."""

    name: ClassVar[str] = "counter.number.became_request"
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class NotReached(Event):
    """Somebody waited until the end; `again_id` is the first time that was kept for them."""

    name: ClassVar[str] = "counter.number.not_reached"
    person_id: UUID
    again_id: UUID | None
