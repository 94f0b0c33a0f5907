"""What happened to disclosures, as facts: ids and codes, never words or sums."""

from dataclasses import dataclass
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ItemPut(Event):
    """An item of the calendar was added or changed; `subject_id` is the item."""

    name: ClassVar[str] = "disclosure.item.put"
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class RulesSet(Event):
    """The village set how many days a disclosure stands."""

    name: ClassVar[str] = "disclosure.rules.set"
    public_days: int


@dataclass(frozen=True, kw_only=True)
class DisclosureBegun(Event):
    """A disclosure was begun; `subject_id` is the disclosure in all that follow."""

    name: ClassVar[str] = "disclosure.disclosure.begun"
    category: str
    item_id: UUID


@dataclass(frozen=True, kw_only=True)
class DisclosureSigned(Event):
    """Somebody signed exactly one wording, or sent it back."""

    name: ClassVar[str] = "disclosure.disclosure.signed"
    signed_as: str
    verdict: str
    sign_off_id: UUID


@dataclass(frozen=True, kw_only=True)
class DisclosurePublished(Event):
    """A disclosure stands in public from now on."""

    name: ClassVar[str] = "disclosure.disclosure.published"
    category: str


@dataclass(frozen=True, kw_only=True)
class QuestionAsked(Event):
    """Somebody asked about a disclosure or one of its lines."""

    name: ClassVar[str] = "disclosure.question.asked"
    case_id: UUID
    category: str
    is_about_line: bool


@dataclass(frozen=True, kw_only=True)
class DeclarationMade(Event):
    """A supervisor declared for a year; `subject_id` is the declaration."""

    name: ClassVar[str] = "disclosure.declaration.made"
    year: int
