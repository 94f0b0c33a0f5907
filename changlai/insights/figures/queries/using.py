"""场所常用: hours used over hours open, by room and in all."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from changlai.foundation.places.public import Room, RoomUse, room_use, room_use_of
from changlai.kernel.metrics.public import Rate


def hours(minutes: int) -> Decimal:
    """Return minutes as hours to one decimal."""
    return (Decimal(minutes) / 60).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Use:
    """Minutes used and open, with their rate."""

    used: int
    open: int

    @property
    def percent(self) -> Decimal | None:
        """Return used over open to one decimal; None where nothing was open."""
        return Rate(self.used, self.open).percent

    @property
    def used_hours(self) -> Decimal:
        """Hours used."""
        return hours(self.used)

    @property
    def open_hours(self) -> Decimal:
        """Hours open."""
        return hours(self.open)


@dataclass(frozen=True)
class RoomRow:
    """How one room was used."""

    room: Room
    use: Use


def in_all(rows: list[RoomUse]) -> Use:
    """Return the use of all rooms together."""
    return Use(sum(row.used for row in rows), sum(row.open for row in rows))


def use_between(centre: Any, first: date, last: date, at: datetime) -> Use:
    """Return how much of the open hours of all rooms was used."""
    return in_all(room_use(centre, first, last, at))


def rooms_between(
    centre: Any, times: Sequence[tuple[date, date]], at: datetime
) -> list[tuple[list[RoomRow], Use]]:
    """Return, for each time, each room in use with its hours, and all together; read at once."""
    return [
        ([RoomRow(one.room, Use(one.used, one.open)) for one in found], in_all(found))
        for found in room_use_of(centre, times, at)
    ]
