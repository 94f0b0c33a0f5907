"""What happened on the way to a voice: calls, box openings, printed forms and imports."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class CallLogged(Event):
    """The telephone rang; `state` says whether it was answered, made a voice, or missed."""

    name: ClassVar[str] = "voices.call.logged"
    state: str
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class CallReturned(Event):
    """Somebody rang back after a missed call, or gave up after several tries."""

    name: ClassVar[str] = "voices.call.returned"
    state: str
    minutes: int
    case_id: UUID | None = None


@dataclass(frozen=True, kw_only=True)
class BoxOpened(Event):
    """Two people opened a box and counted its slips."""

    name: ClassVar[str] = "voices.box.opened"
    slips: int


@dataclass(frozen=True, kw_only=True)
class BoxFinished(Event):
    """Every slip of an opening is entered or set aside, and the count adds up."""

    name: ClassVar[str] = "voices.box.finished"
    entered: int
    blank: int
    invalid: int


@dataclass(frozen=True, kw_only=True)
class PaperPrinted(Event):
    """Blank forms were printed with their numbers."""

    name: ClassVar[str] = "voices.paper.printed"
    count: int


@dataclass(frozen=True, kw_only=True)
class PaperEntered(Event):
    """A filled form came back and became a voice."""

    name: ClassVar[str] = "voices.paper.entered"
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class VoicesImported(Event):
    """A sheet of another platform was read in."""

    name: ClassVar[str] = "voices.import.done"
    read: int
    created: int
    updated: int
    unchanged: int
    rejected: int
