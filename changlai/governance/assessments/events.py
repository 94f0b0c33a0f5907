"""What happened to assessments, as facts: ids and codes, never a word or a score."""

from dataclasses import dataclass
from typing import ClassVar

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class SetPublished(Event):
    """A version of a set of indicators stands; `subject_id` is the version."""

    name: ClassVar[str] = "assessments.set.published"
    number: int
    indicators: int


@dataclass(frozen=True, kw_only=True)
class AssessmentMoved(Event):
    """An assessment took a step; `subject_id` is the assessment, `state` where it stands now."""

    name: ClassVar[str] = "assessments.assessment.moved"
    state: str


@dataclass(frozen=True, kw_only=True)
class AssessmentLookedAt(Event):
    """Somebody of the level above read an assessment."""

    name: ClassVar[str] = "assessments.assessment.looked_at"
