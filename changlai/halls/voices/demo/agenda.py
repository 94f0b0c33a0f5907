"""The agenda of the play: whatever is due first happens first, nothing after the present."""

import heapq
import random
from collections.abc import Callable
from datetime import datetime, time, timedelta
from itertools import count
from typing import Any

from changlai.engines.cases.public import (
    close_rested,
    escalate_due,
)
from changlai.kernel.workcalendar.days import is_working_day

Do = Callable[[datetime], object]


class Play:
    """One agenda for both villages: whatever is due first happens first, nothing after `now`."""

    def __init__(self, village: Any) -> None:
        self.village = village
        self.rng: random.Random = village.rng
        self.order = count()
        self.agenda: list[tuple[datetime, int, Do]] = []

    def later(self, at: datetime, do: Do) -> None:
        """Put something on the agenda unless it lies in the future of the one who watches."""
        if self.village.is_past(at):
            heapq.heappush(self.agenda, (at, next(self.order), do))

    def run(self) -> None:
        """Play until the agenda is empty."""
        while self.agenda:
            at, _, do = heapq.heappop(self.agenda)
            do(at)

    def pick(self, weights: dict[str, int]) -> str:
        """Draw one key by weight."""
        return self.rng.choices(list(weights), list(weights.values()))[0]

    def chance(self, percent: float) -> bool:
        """Say yes in so many of a hundred cases."""
        return self.rng.random() * 100 < percent

    def minutes(self, low: int, high: int) -> timedelta:
        """Return a span between two numbers of minutes."""
        return timedelta(minutes=self.rng.randint(low, high))

    def desk_time(self, at: datetime) -> datetime:
        """Return `at`, or a moment soon after the doors open next."""
        for ahead in range(15):
            day = (self.village.moment(at.date(), 0) + timedelta(days=ahead)).date()
            if not is_working_day(day):
                continue
            for opens, closes in ((time(8, 30), time(12)), (time(14), time(17, 30))):
                first = self.village.moment(day, opens.hour, opens.minute)
                last = self.village.moment(day, closes.hour, closes.minute)
                if at < first:
                    return first + self.minutes(3, 50)
                if at <= last:
                    return at
        return at


def nightly(play: Play, at: datetime) -> None:
    """Do what the clock does each morning: make due promises known, finish what rests."""
    while escalate_due(at) == 200 or close_rested(at) == 200:
        continue
