"""What happened in publishing beside the engine's own facts."""

from dataclasses import dataclass
from typing import ClassVar

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ClipKept(Event):
    """A report about the village was noted, or changed."""

    name: ClassVar[str] = "publishing.clip.kept"
    outlet: str
    level: str


@dataclass(frozen=True, kw_only=True)
class ClipDropped(Event):
    """A report that was noted by mistake was taken out."""

    name: ClassVar[str] = "publishing.clip.dropped"
