"""What happened to a case, as facts for other storeys: ids, codes and minutes, never words."""

import datetime as dt
from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """Base: `subject_id` is the case.

    Every fact says what kind it is about, so that nobody has to look.
    """

    name: ClassVar[str] = "cases.case"
    family: str
    kind: str
    secrecy: str
    person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """Somebody brought a matter and it has a number."""

    name: ClassVar[str] = "cases.case.opened"
    channel: str
    category: str = "none"
    urgency: str
    is_anonymous: bool = False


@dataclass(frozen=True, kw_only=True)
class CaseAccepted(CaseEvent):
    """The centre took the matter on; `handler_id` is the account that answers for it."""

    name: ClassVar[str] = "cases.case.accepted"
    handler_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseAssigned(CaseEvent):
    """The secretary gave the case to someone."""

    name: ClassVar[str] = "cases.case.assigned"
    handler_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseContacted(CaseEvent):
    """The requester was first contacted (once for each case)."""

    name: ClassVar[str] = "cases.case.contacted"
    in_time: bool


@dataclass(frozen=True, kw_only=True)
class CaseStarted(CaseEvent):
    """Work on the matter began."""

    name: ClassVar[str] = "cases.case.started"


@dataclass(frozen=True, kw_only=True)
class CasePaused(CaseEvent):
    """The centre waits for something that only the requester can give.

    The answer clock stands still.
    """

    name: ClassVar[str] = "cases.case.paused"


@dataclass(frozen=True, kw_only=True)
class CaseResumed(CaseEvent):
    """The requester replied, or the centre goes on without."""

    name: ClassVar[str] = "cases.case.resumed"
    handler_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseTransferred(CaseEvent):
    """The case went to a colleague or back to the pile; `bounces` counts how often."""

    name: ClassVar[str] = "cases.case.transferred"
    handler_id: UUID | None = None
    bounces: int


@dataclass(frozen=True, kw_only=True)
class CaseSentUp(CaseEvent):
    """The village asked the level above for help and let it see this one case for a time."""

    name: ClassVar[str] = "cases.case.sent_up"
    to_account_id: UUID | None = None
    until: dt.datetime


@dataclass(frozen=True, kw_only=True)
class CaseGrantEnded(CaseEvent):
    """The village closed, before its time, what one account of the level above could see."""

    name: ClassVar[str] = "cases.case.grant_ended"
    to_account_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseTakenBack(CaseEvent):
    """The level above replied, or the village took the matter back."""

    name: ClassVar[str] = "cases.case.taken_back"


@dataclass(frozen=True, kw_only=True)
class CaseCoHandlerAdded(CaseEvent):
    """A colleague was asked to help."""

    name: ClassVar[str] = "cases.case.co_handler_added"
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseExtended(CaseEvent):
    """The answer was promised for later, once, with a reason."""

    name: ClassVar[str] = "cases.case.extended"
    working_days: int


@dataclass(frozen=True, kw_only=True)
class CaseAnswered(CaseEvent):
    """The centre answered, `minutes` of opening time after the clock began, pauses left out."""

    name: ClassVar[str] = "cases.case.answered"
    channel: str
    in_time: bool
    minutes: int
    round: int


@dataclass(frozen=True, kw_only=True)
class CaseCalledBack(CaseEvent):
    """Another person asked the requester how it went, or tried to."""

    name: ClassVar[str] = "cases.case.called_back"
    outcome: str
    solved: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRedone(CaseEvent):
    """The call-back found the matter unsolved and sent it back to work."""

    name: ClassVar[str] = "cases.case.redone"
    handler_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRated(CaseEvent):
    """The requester rated the answer."""

    name: ClassVar[str] = "cases.case.rated"
    face: str
    channel: str
    solved: bool | None = None


@dataclass(frozen=True, kw_only=True)
class CaseReopened(CaseEvent):
    """The requester said, once, that it is not solved."""

    name: ClassVar[str] = "cases.case.reopened"
    handler_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseMerged(CaseEvent):
    """This case is the same matter as another one, where it goes on."""

    name: ClassVar[str] = "cases.case.merged"
    into_id: UUID


@dataclass(frozen=True, kw_only=True)
class CaseFollowed(CaseEvent):
    """Somebody with the same matter follows this case."""

    name: ClassVar[str] = "cases.case.followed"
    follower_person_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseRefused(CaseEvent):
    """The centre may not take the matter on, and said why."""

    name: ClassVar[str] = "cases.case.refused"


@dataclass(frozen=True, kw_only=True)
class CaseRoutedOut(CaseEvent):
    """The matter belongs to another office, and the requester was told which."""

    name: ClassVar[str] = "cases.case.routed_out"


@dataclass(frozen=True, kw_only=True)
class CaseClosed(CaseEvent):
    """Answered, asked after, and finished."""

    name: ClassVar[str] = "cases.case.closed"


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(CaseEvent):
    """The requester took the matter back."""

    name: ClassVar[str] = "cases.case.withdrawn"


@dataclass(frozen=True, kw_only=True)
class CaseEscalated(CaseEvent):
    """A promise is near its time ("near"), past it ("overdue"), or days past it ("township")."""

    name: ClassVar[str] = "cases.case.escalated"
    deadline: str
    alarm: str
    handler_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CaseDelivered(CaseEvent):
    """What was done is in the requester's hands."""

    name: ClassVar[str] = "cases.case.delivered"


@dataclass(frozen=True, kw_only=True)
class CaseSorted(CaseEvent):
    """Staff put the case into another category."""

    name: ClassVar[str] = "cases.case.sorted"
    category: str = "none"


@dataclass(frozen=True, kw_only=True)
class CaseRedacted(CaseEvent):
    """Personal words were covered; the original is kept apart."""

    name: ClassVar[str] = "cases.case.redacted"


@dataclass(frozen=True, kw_only=True)
class CasePublished(CaseEvent):
    """Question and answer may be read by everyone, with the asker's consent."""

    name: ClassVar[str] = "cases.case.published"


@dataclass(frozen=True, kw_only=True)
class CaseUnpublished(CaseEvent):
    """Question and answer are no longer public."""

    name: ClassVar[str] = "cases.case.unpublished"


@dataclass(frozen=True, kw_only=True)
class CaseLeftOutOfRate(CaseEvent):
    """Two people agreed to leave the case out of one rate."""

    name: ClassVar[str] = "cases.case.left_out_of_rate"
    rate: str
