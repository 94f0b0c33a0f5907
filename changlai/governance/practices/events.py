"""What happened to practices and packs, as facts: ids and numbers, never what they say."""

from dataclasses import dataclass
from typing import ClassVar

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class PracticePut(Event):
    """A draft was begun or changed; `subject_id` is the practice."""

    name: ClassVar[str] = "practices.practice.put"
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class PracticePublished(Event):
    """A practice stands as said; `is_public` where everybody may read it."""

    name: ClassVar[str] = "practices.practice.published"
    is_public: bool


@dataclass(frozen=True, kw_only=True)
class PracticeReopened(Event):
    """A practice is a draft again, and off the public page."""

    name: ClassVar[str] = "practices.practice.reopened"


@dataclass(frozen=True, kw_only=True)
class PackTaken(Event):
    """A preset pack was taken over; `subject_id` is its arrival."""

    name: ClassVar[str] = "practices.pack.taken"
    made: int
    same: int
    refused: int
