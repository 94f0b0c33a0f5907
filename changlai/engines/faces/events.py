"""What happened to asking how it went, as facts: codes and days, never words and never who."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class FaceAsked(Event):
    """A service is done and its person may say how it went; `subject_id` is the asking."""

    name: ClassVar[str] = "faces.asked"
    kind: str


@dataclass(frozen=True, kw_only=True)
class AskTakenBack(Event):
    """It was asked by mistake, as of a parcel that is back on the shelf, and nobody answered."""

    name: ClassVar[str] = "faces.taken_back"
    kind: str
    asked_on: date


@dataclass(frozen=True, kw_only=True)
class FaceGiven(Event):
    """Somebody tapped a face, or another one than before (`was`, 0 for the first time)."""

    name: ClassVar[str] = "faces.given"
    kind: str
    asked_on: date
    face: int
    was: int
    channel: str


@dataclass(frozen=True, kw_only=True)
class FacesTidied(Event):
    """So many words were wiped after a year, so many names of servers after the closing day."""

    name: ClassVar[str] = "faces.tidied"
    words: int
    servers: int
