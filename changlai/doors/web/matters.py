"""One list of a person's matters from all halls: whose turn it is first, then by time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from changlai.kernel.registry.contributions import MineLine, MineSection, TodayLine, Turn

TITLES = {
    Turn.ME: "等您做的",
    Turn.CENTRE: "中心在办的",
    Turn.DATE: "约好的日子",
    Turn.OVER: "已经了结的",
}


@dataclass(frozen=True)
class MineGroup:
    """The matters of one turn, in the order in which they matter."""

    turn: Turn
    title: str
    lines: Sequence[MineLine]


def matter(line: TodayLine) -> MineLine:
    """Return a line as a matter: what says nothing of the turn is the centre's, or over."""
    if isinstance(line, MineLine):
        return line
    turn = Turn.OVER if line.tone in {"done", "plain"} else Turn.CENTRE
    names = ("title", "url", "note", "at", "after", "tag", "tone", "late")
    return MineLine(**{name: getattr(line, name) for name in names}, turn=turn)


def groups(lines: Sequence[TodayLine]) -> list[MineGroup]:
    """Return the matters by turn; each by time, what has none last, what is over latest first."""
    by: dict[Turn, list[MineLine]] = {turn: [] for turn in Turn}
    for line in map(matter, lines):
        by[line.turn].append(line)
    for turn, found in by.items():
        found.sort(key=_moment, reverse=turn == Turn.OVER)
    return [MineGroup(turn, TITLES[turn], by[turn]) for turn in Turn if by[turn]]


def _moment(line: MineLine) -> tuple[bool, float]:
    at: Any = line.sort_at or line.at
    if isinstance(at, date) and not isinstance(at, datetime):
        at = timezone.make_aware(datetime.combine(at, time()))
    return (at is None, at.timestamp() if at else 0.0)


@dataclass(frozen=True)
class MineBlock:
    """What one section gives: its lines, and whether its own list has more."""

    section: MineSection
    lines: Sequence[TodayLine]
    total: int

    @property
    def has_more(self) -> bool:
        """Whether the hall's own list has more than stands here."""
        return self.total > len(self.lines)
