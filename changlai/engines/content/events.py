"""What happened to what the centre writes, as facts: codes and numbers, never words."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class VersionDrafted(Event):
    """A new version of a piece was begun; `subject_id` is the piece in all of these."""

    name: ClassVar[str] = "content.version.drafted"
    kind: str
    number: int


@dataclass(frozen=True, kw_only=True)
class VersionSubmitted(Event):
    """A version was given to somebody else to look at."""

    name: ClassVar[str] = "content.version.submitted"
    kind: str
    number: int


@dataclass(frozen=True, kw_only=True)
class VersionSentBack(Event):
    """A version came back to its writer with a word of why."""

    name: ClassVar[str] = "content.version.sent_back"
    kind: str
    number: int


@dataclass(frozen=True, kw_only=True)
class VersionPublished(Event):
    """A version may be read by all; `replaced` is the number of the one before it, 0 for none."""

    name: ClassVar[str] = "content.version.published"
    kind: str
    number: int
    replaced: int
    version_id: UUID


@dataclass(frozen=True, kw_only=True)
class VersionArchived(Event):
    """A version is no longer shown, and why."""

    name: ClassVar[str] = "content.version.archived"
    kind: str
    number: int
    why: str


@dataclass(frozen=True, kw_only=True)
class PieceReviewed(Event):
    """Somebody looked at what is shown and found that it still holds."""

    name: ClassVar[str] = "content.piece.reviewed"
    kind: str


@dataclass(frozen=True, kw_only=True)
class AgreementNoted(Event):
    """Somebody who stands in a piece agreed to it."""

    name: ClassVar[str] = "content.agreement.noted"
    kind: str
    agreement_id: UUID


@dataclass(frozen=True, kw_only=True)
class AgreementWithdrawn(Event):
    """Somebody took their consent back."""

    name: ClassVar[str] = "content.agreement.withdrawn"
    kind: str
    agreement_id: UUID
