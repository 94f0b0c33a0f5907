"""The last weeks before the windows of the demo village, and a morning that is alive just now."""

from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from django.utils import timezone

from changlai.engines.appointments import public as appointments
from changlai.engines.appointments.public import (
    Appointment,
    Window,
    free_slots,
    put_window,
    take_window,
)
from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.halls.counter.actions.queue.days import end_day, ensure_day, lay_ahead
from changlai.halls.counter.actions.queue.numbers import DOOR, book_time, door_number, take_number
from changlai.halls.counter.models import CounterDay, ServiceItem
from changlai.kernel.errors import RuleBroken

WEEKS: Final = timedelta(days=19)
SECOND: Final = "2号窗口"
CALLERS: Final = ("", "老樟组的嫂子", "", "带孙子的大爷", "", "骑三轮的大叔")
MINUTE: Final = timedelta(minutes=1)
ALIVE: Final = timedelta(minutes=50)
"""How long the counter must have been open before anybody has come."""


class Windows:
    """The counter of one centre, day by day; nothing happens after the present."""

    def __init__(self, village: Any) -> None:
        self.village, self.centre, self.rng = village, village.centre, village.rng
        staff = staff_of(self.centre, "appointments.call", at=village.now)
        self.clerks = [
            actor_of(account=one, centre=self.centre, at=village.now) for one in staff[:2]
        ]
        working = {one.pk for one in staff}
        rows = residents(self.centre).order_by("added_at", "name", "birth_year", "id")[:80]
        self.people = [one for one in rows if one.account_id not in working]
        self.items = list(ServiceItem.objects.of(self.centre).offered().order_by("code")[:4])
        self.place = 0

    def run(self) -> None:
        """Play the days of the last weeks, and today as far as it is."""
        if len(self.clerks) < 2 or len(self.people) < 10:
            return
        planners = staff_of(self.centre, "appointments.plan", at=self.village.now)
        boss = actor_of(account=planners[0], centre=self.centre, at=self.village.now)
        first = self.village.until - WEEKS
        opened = self.village.moment(first, 8)
        if not Window.objects.of(self.centre).filter(name=SECOND).exists():
            put_window(centre=self.centre, actor=boss, at=opened, name=SECOND, order=2)
        self.windows = list(Window.objects.of(self.centre).order_by("order", "name")[:2])
        for ahead in range(WEEKS.days + 1):
            day = first + timedelta(days=ahead)
            if self.village.is_past(self.village.moment(day, 8)) and day >= self.village.since:
                self._day(day)
        lay_ahead(centre=self.centre, at=self.village.now)
        self._ahead()

    def _day(self, day: date) -> None:
        laid = self.village.moment(day, 7, 30)
        row = ensure_day(centre=self.centre, day=day, at=min(laid, self.village.now))
        if row is None:
            return
        sitting, now = row.sitting, self.village.now
        is_today = day == timezone.localdate(now)
        if is_today and not sitting.starts + ALIVE <= now < sitting.ends - 15 * MINUTE:
            return
        begun = sitting.starts + 5 * MINUTE
        if is_today:
            begun = max(begun, now - 40 * MINUTE)
        self._sit(row, begun)
        came = self._come(row, begun)
        # Of today's people some are served, and two are at the windows: the rest waits.
        done = 2 if is_today else len(came)
        at = begun + (12 if is_today else 30) * MINUTE
        for number in range(done):
            self._serve(row, at + number * (6 if is_today else 14) * MINUTE, number)
        if is_today:
            self._alive(row, now)
            return
        end = sitting.ends + 4 * MINUTE
        end_day(centre=self.centre, day_id=row.pk, actor=self.clerks[0], at=min(end, now))

    def _sit(self, row: CounterDay, at: datetime) -> None:
        for clerk, window in zip(self.clerks, self.windows, strict=False):
            take_window(
                centre=self.centre,
                sitting_id=row.sitting_id,
                window_id=window.pk,
                actor=clerk,
                at=at,
            )

    def _come(self, row: CounterDay, at: datetime) -> list[Appointment]:
        """Let some people take a number within half an hour: named, nameless, from the door."""
        found = []
        for _ in range(self.rng.randint(9, 10) if self._is_today(row) else self.rng.randint(2, 4)):
            at += self.rng.randint(1, 3) * MINUTE
            self.place += 1
            form_id = UUID(int=self.rng.getrandbits(128), version=4)
            try:
                found.append(self._one(at, form_id))
            except RuleBroken:
                continue
        return found

    def _is_today(self, row: CounterDay) -> bool:
        return row.day == timezone.localdate(self.village.now)

    def _one(self, at: datetime, form_id: UUID) -> Appointment:
        if self.place % 3 == 0:
            return door_number(
                centre=self.centre, at=at, form_id=form_id, asker=DOOR, held=(), is_tablet=True
            )
        alias = CALLERS[self.place % len(CALLERS)]
        return take_number(
            centre=self.centre,
            actor=self.clerks[0],
            at=at,
            person=None if alias else self.rng.choice(self.people),
            alias=alias,
            item_id=self.rng.choice(self.items).pk if self.items else None,
            form_id=form_id,
        )

    def _serve(self, row: CounterDay, at: datetime, number: int) -> None:
        clerk, window = self.clerks[number % 2], self.windows[number % 2]
        at += self.rng.randint(0, 4) * MINUTE
        who: dict[str, Any] = {"centre": self.centre, "actor": clerk}
        found = appointments.call_next(sitting_id=row.sitting_id, window_id=window.pk, at=at, **who)
        if found is not None:
            over = at + self.rng.randint(4, 11) * MINUTE
            appointments.finish(appointment_id=found.pk, at=over, **who)

    def _alive(self, row: CounterDay, now: datetime) -> None:
        """Leave one person at each window, one who stepped out, and the others waiting."""
        gone = self._call(row, 0, now - 7 * MINUTE)
        if gone is not None:
            appointments.pass_over(
                centre=self.centre,
                appointment_id=gone.pk,
                actor=self.clerks[0],
                at=now - 6 * MINUTE,
            )
        self._call(row, 0, now - 5 * MINUTE)
        self._call(row, 1, now - 2 * MINUTE)

    def _call(self, row: CounterDay, number: int, at: datetime) -> Appointment | None:
        return appointments.call_next(
            centre=self.centre,
            sitting_id=row.sitting_id,
            actor=self.clerks[number],
            at=at,
            window_id=self.windows[number].pk,
        )

    def _ahead(self) -> None:
        """Let a few people have booked for the coming days, one of them from home."""
        now = self.village.now
        days = CounterDay.objects.of(self.centre).filter(sitting__starts__gt=now)
        for row in list(days.select_related("sitting").order_by("day")[:2]):
            for slot in free_slots(row.sitting, now)[1:6:2]:
                person = self.rng.choice(self.people)
                try:
                    book_time(
                        centre=self.centre,
                        slot_id=slot.pk,
                        actor=self.clerks[0],
                        at=now,
                        channel="phone",
                        person=person,
                        form_id=UUID(int=self.rng.getrandbits(128), version=4),
                    )
                except RuleBroken:
                    continue


def play(village: Any) -> None:
    """Play the queue of the main village."""
    Windows(village).run()
