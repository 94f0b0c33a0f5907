"""Whether a use fits between its neighbours: pure sums over the uses of one part of a room.

Between two uses lie minutes only where the layout changes: clearing the former and setting up
the latter. Overnight a room returns to its default layout, which takes no minutes.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol
from uuid import UUID

from django.utils import timezone

from changlai.foundation.places.states import HolderKind


@dataclass(frozen=True)
class Set:
    """How a room stands for a use: which layout, and its minutes (none for the default one)."""

    layout_id: UUID | None = None
    set_up: int = 0
    clean_up: int = 0


DEFAULT = Set()


class Use(Protocol):
    """What the sums need to know of a use of a part."""

    @property
    def use_starts(self) -> datetime: ...
    @property
    def use_ends(self) -> datetime: ...
    @property
    def holder_kind(self) -> str: ...
    @property
    def layout_id(self) -> UUID | None: ...


@dataclass(frozen=True)
class Fit:
    """A use fits, with the minutes for its layout before it; `following` is to be moved up."""

    before: timedelta
    following: Use | None = None
    following_before: timedelta = timedelta(0)


@dataclass(frozen=True)
class Clash:
    """A use does not fit: `with_use` is in the way, or only the minutes between are too few."""

    with_use: Use
    minutes_short: bool = False
    earliest: datetime | None = None


def minutes_between(former: Set, latter: Set) -> timedelta:
    """Return how long changing from one layout to another takes."""
    if former.layout_id == latter.layout_id:
        return timedelta(0)
    return timedelta(minutes=former.clean_up + latter.set_up)


def fit(
    uses: Iterable[Use],
    sets: dict[UUID, Set],
    wanted: Set,
    starts: datetime,
    ends: datetime,
) -> Fit | Clash:
    """Say whether a use from `starts` to `ends` fits among the live `uses` of one part.

    `sets` gives the layouts of the room that take minutes; any other is the default one.
    """

    def as_set(use: Use) -> Set:
        return sets.get(use.layout_id, DEFAULT) if use.layout_id else DEFAULT

    before: Use | None = None
    after: Use | None = None
    for use in sorted(uses, key=lambda one: one.use_starts):
        if use.use_starts < ends and use.use_ends > starts:
            return Clash(use, earliest=use.use_ends)
        if use.use_ends <= starts:
            before = use
        elif after is None:
            after = use
    former = as_set(before) if before and _same_day(before.use_ends, starts) else DEFAULT
    needed = timedelta(0) if _is_closure(before) else minutes_between(former, wanted)
    if before and before.use_ends + needed > starts:
        return Clash(before, minutes_short=True, earliest=before.use_ends + needed)
    if after is None or not _same_day(ends, after.use_starts):
        return Fit(needed)
    later = timedelta(0) if _is_closure(after) else minutes_between(wanted, as_set(after))
    if ends + later > after.use_starts:
        return Clash(after, minutes_short=True)
    return Fit(needed, after, later)


def _same_day(one: datetime, other: datetime) -> bool:
    return timezone.localdate(one) == timezone.localdate(other)


def _is_closure(use: Use | None) -> bool:
    return use is not None and use.holder_kind == HolderKind.CLOSURE
