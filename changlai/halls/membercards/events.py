"""What happened to member cards, as facts: ids and codes, never a name or a word of a card."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class CardMade(Event):
    """A card was written down with the person's yes; `subject_id` is the card."""

    name: ClassVar[str] = "membercards.card.made"


@dataclass(frozen=True, kw_only=True)
class CardChanged(Event):
    """What a card says was changed, or its photograph."""

    name: ClassVar[str] = "membercards.card.changed"


@dataclass(frozen=True, kw_only=True)
class CardDropped(Event):
    """A card is gone; the row is deleted."""

    name: ClassVar[str] = "membercards.card.dropped"


@dataclass(frozen=True, kw_only=True)
class ConsentTold(Event):
    """Staff wrote down a consent, or that it was taken back, as they were told."""

    name: ClassVar[str] = "membercards.consent.told"
    matter: str
    how: str
    is_given: bool


@dataclass(frozen=True, kw_only=True)
class SheetPrinted(Event):
    """The sheet was printed for the wall; `subject_id` is the printing."""

    name: ClassVar[str] = "membercards.sheet.printed"
    cards: int


@dataclass(frozen=True, kw_only=True)
class PaperTakenOff(Event):
    """Somebody took a card's paper off the wall; `subject_id` is the printed card."""

    name: ClassVar[str] = "membercards.paper.taken_off"


@dataclass(frozen=True, kw_only=True)
class ContactAsked(Event):
    """Somebody asked the centre to be put in touch; `subject_id` is the card."""

    name: ClassVar[str] = "membercards.contact.asked"
    case_id: UUID
