"""What happened to talent cards, as facts: ids and codes, never what somebody can do."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class CardPut(Event):
    """Somebody left a card, or changed it; `subject_id` is the card."""

    name: ClassVar[str] = "talents.card.put"
    channel: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class CardRenewed(Event):
    """A card is kept for another year."""

    name: ClassVar[str] = "talents.card.renewed"


@dataclass(frozen=True, kw_only=True)
class CardSeen(Event):
    """A colleague read a new card."""

    name: ClassVar[str] = "talents.card.seen"


@dataclass(frozen=True, kw_only=True)
class CardEnding(Event):
    """A card ends within a month; said once for each end."""

    name: ClassVar[str] = "talents.card.ending"


@dataclass(frozen=True, kw_only=True)
class CardDropped(Event):
    """A card is gone because its owner wished so; the row is deleted."""

    name: ClassVar[str] = "talents.card.dropped"
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class CardsPurged(Event):
    """So many cards past their day are gone: the proof."""

    name: ClassVar[str] = "talents.cards.purged"
    cards: int


@dataclass(frozen=True, kw_only=True)
class InvitationMade(Event):
    """Somebody is to be asked to come; `subject_id` is the invitation."""

    name: ClassVar[str] = "talents.invitation.made"
    card_id: UUID


@dataclass(frozen=True, kw_only=True)
class InvitationMoved(Event):
    """It was noted what came of asking."""

    name: ClassVar[str] = "talents.invitation.moved"
    card_id: UUID
    state: str
