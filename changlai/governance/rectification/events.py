"""Facts of rectification beside those of the case: ids and codes, never words."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class IssueVerified(Event):
    """Somebody other than the owner found it mended; `subject_id` is the case."""

    name: ClassVar[str] = "rectification.issue.verified"
    source: str
    records: int
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class IssueTied(Event):
    """Staff said that it is the same as an earlier one; a relapse where that was closed."""

    name: ClassVar[str] = "rectification.issue.tied"
    earlier_id: UUID
    is_relapse: bool


@dataclass(frozen=True, kw_only=True)
class IssueLookedAgain(Event):
    """Somebody looked some weeks after the closing; `relapsed` if it had come back."""

    name: ClassVar[str] = "rectification.issue.looked_again"
    relapsed: bool
