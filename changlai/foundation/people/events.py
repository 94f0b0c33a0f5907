"""Facts about people, told by ids and codes only; a name or a number never enters the book."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class SignedIn(Event):
    """An account began a session at a centre it belongs to; `way` is "code" or "password"."""

    name: ClassVar[str] = "people.account.signed_in"
    way: str


@dataclass(frozen=True, kw_only=True)
class PersonAdded(Event):
    """A person became known to the centre; `way` says how: self, staff, import, other."""

    name: ClassVar[str] = "people.person.added"
    way: str


@dataclass(frozen=True, kw_only=True)
class PersonEdited(Event):
    """Something about a person was put right."""

    name: ClassVar[str] = "people.person.edited"


@dataclass(frozen=True, kw_only=True)
class PersonLinked(Event):
    """A person known to the centre signed in with an account of their own."""

    name: ClassVar[str] = "people.person.linked"


@dataclass(frozen=True, kw_only=True)
class PersonsMerged(Event):
    """Two rows turned out to be one person; `subject_id` stays, `merged_id` went into it."""

    name: ClassVar[str] = "people.person.merged"
    merged_id: UUID


@dataclass(frozen=True, kw_only=True)
class PersonRevealed(Event):
    """Somebody read a person's telephone or identity number in full."""

    name: ClassVar[str] = "people.person.revealed"
    field: str


@dataclass(frozen=True, kw_only=True)
class PersonErased(Event):
    """A person asked to be forgotten (注销); name and numbers are gone from the row."""

    name: ClassVar[str] = "people.person.erased"


@dataclass(frozen=True, kw_only=True)
class HouseholdMade(Event):
    """A household was entered."""

    name: ClassVar[str] = "people.household.made"


@dataclass(frozen=True, kw_only=True)
class RoleGranted(Event):
    """An account was given a role at the centre."""

    name: ClassVar[str] = "people.role.granted"
    account_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleEnded(Event):
    """A role ended before its term."""

    name: ClassVar[str] = "people.role.ended"
    account_id: UUID
    role: str


@dataclass(frozen=True, kw_only=True)
class RoleSettingChanged(Event):
    """The centre changed what a role needs at sign-in."""

    name: ClassVar[str] = "people.role.setting_changed"
    role: str
    needs_second_factor: bool


@dataclass(frozen=True, kw_only=True)
class ActForStarted(Event):
    """Somebody began to act in a person's place; `subject_id` is the session."""

    name: ClassVar[str] = "people.act_for.started"
    person_id: UUID
    channel: str
    reason: str
    by_delegation: bool


@dataclass(frozen=True, kw_only=True)
class ActForEnded(Event):
    """Act-for mode ended before its half hour."""

    name: ClassVar[str] = "people.act_for.ended"
    person_id: UUID


@dataclass(frozen=True, kw_only=True)
class DelegationGiven(Event):
    """A resident let another account act in their name."""

    name: ClassVar[str] = "people.delegation.given"
    person_id: UUID
    delegate_id: UUID


@dataclass(frozen=True, kw_only=True)
class DelegationEnded(Event):
    """A delegation was taken back."""

    name: ClassVar[str] = "people.delegation.ended"
    person_id: UUID
    delegate_id: UUID


@dataclass(frozen=True, kw_only=True)
class ConsentGiven(Event):
    """A person agreed to one matter."""

    name: ClassVar[str] = "people.consent.given"
    matter: str


@dataclass(frozen=True, kw_only=True)
class ConsentWithdrawn(Event):
    """A person took a consent back."""

    name: ClassVar[str] = "people.consent.withdrawn"
    matter: str


@dataclass(frozen=True, kw_only=True)
class DutyChanged(Event):
    """The duty roster of a day was changed."""

    name: ClassVar[str] = "people.duty.changed"
    day: date


@dataclass(frozen=True, kw_only=True)
class HelpsSet(Event):
    """A colleague said, or had said for them, what they help with; the words are on the card."""

    name: ClassVar[str] = "people.helps.set"
    account_id: UUID


@dataclass(frozen=True, kw_only=True)
class ResidentsImported(Event):
    """A table of residents was read in; counts only."""

    name: ClassVar[str] = "people.import.done"
    created: int
    updated: int
    unchanged: int
    rejected: int
