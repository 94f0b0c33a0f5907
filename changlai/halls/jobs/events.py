"""What happened at the gig station, as facts: ids, codes, days and numbers."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class EmployerPut(Event):
    """An employer was written down or changed; `is_checked` says whether posts may stand."""

    name: ClassVar[str] = "jobs.employer.put"
    kind: str
    is_checked: bool


@dataclass(frozen=True, kw_only=True)
class EmployerChecked(Event):
    """Staff made sure who an employer is."""

    name: ClassVar[str] = "jobs.employer.checked"
    how: str


@dataclass(frozen=True, kw_only=True)
class PostHandedIn(Event):
    """Somebody offers work; nobody reads of it before staff looked."""

    name: ClassVar[str] = "jobs.post.handed_in"
    employer_id: UUID
    channel: str


@dataclass(frozen=True, kw_only=True)
class PostPublished(Event):
    """A post stands before everybody."""

    name: ClassVar[str] = "jobs.post.published"
    employer_id: UUID
    headcount: int


@dataclass(frozen=True, kw_only=True)
class PostEnded(Event):
    """A post is over: closed by somebody, or past its day."""

    name: ClassVar[str] = "jobs.post.ended"
    state: str
    was_draft: bool
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class CardPut(Event):
    """A worker's card was made, changed or kept for longer."""

    name: ClassVar[str] = "jobs.card.put"
    person_id: UUID | None
    channel: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class CardEnding(Event):
    """A card ends within a week; said once for each end."""

    name: ClassVar[str] = "jobs.card.ending"
    person_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class CardDeleted(Event):
    """Somebody's card was deleted as they wished; the row is gone."""

    name: ClassVar[str] = "jobs.card.deleted"
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class JobsPurged(Event):
    """What may no longer be held is gone: how many cards, words and names, by which day."""

    name: ClassVar[str] = "jobs.purged"
    cards: int
    words: int
    names: int
    on: str


@dataclass(frozen=True, kw_only=True)
class MatchMade(Event):
    """A worker was recommended for a post, or asked for it; `subject_id` is the match."""

    name: ClassVar[str] = "jobs.match.made"
    post_id: UUID
    person_id: UUID | None
    wanted_by: str
    state: str


@dataclass(frozen=True, kw_only=True)
class MatchContacted(Event):
    """The talk about a recommendation has begun."""

    name: ClassVar[str] = "jobs.match.contacted"
    post_id: UUID


@dataclass(frozen=True, kw_only=True)
class MatchAgreed(Event):
    """Both sides agreed; from now on each has the other's number."""

    name: ClassVar[str] = "jobs.match.agreed"
    post_id: UUID
    person_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class MatchWorked(Event):
    """The work was done."""

    name: ClassVar[str] = "jobs.match.worked"
    post_id: UUID


@dataclass(frozen=True, kw_only=True)
class MatchClosed(Event):
    """Work and pay are settled."""

    name: ClassVar[str] = "jobs.match.closed"
    post_id: UUID


@dataclass(frozen=True, kw_only=True)
class MatchFell(Event):
    """It came to nothing before it was agreed."""

    name: ClassVar[str] = "jobs.match.fell"
    post_id: UUID
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class MatchUndone(Event):
    """What was agreed was called off; the place is free again."""

    name: ClassVar[str] = "jobs.match.undone"
    post_id: UUID
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class WordSaid(Event):
    """One side said how it went; the words themselves are for staff alone."""

    name: ClassVar[str] = "jobs.word.said"
    side: str
    did_work: bool
    was_paid: bool


@dataclass(frozen=True, kw_only=True)
class WagesRaised(Event):
    """A quarrel about wages became a matter of its own; `record_id` is its record."""

    name: ClassVar[str] = "jobs.match.wages_raised"
    record_id: UUID
    by_staff: bool
