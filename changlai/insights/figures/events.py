"""Facts of the reporting tree."""

from dataclasses import dataclass
from typing import ClassVar

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class TagPut(Event):
    """A heading was added or changed, or what counts under it; `subject_id` is the heading."""

    name: ClassVar[str] = "figures.tag.put"
    tag: str
    is_active: bool
