"""A morning before the windows of the cast's village: clerks at windows, people who come."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from changlai.engines.appointments.public import (
    Appointment,
    Window,
    call_next,
    finish,
    put_window,
    take_window,
)
from changlai.foundation.people.public import Actor
from changlai.halls.counter.actions.queue.days import Ended, end_day, ensure_day
from changlai.halls.counter.actions.queue.numbers import book_time, door_number, take_number
from changlai.halls.counter.models import CounterDay
from changlai.kernel.events.public import deliver
from tests.cast import NOW, Village

MINUTE = timedelta(minutes=1)


@dataclass
class Morning:
    """Today at the counter: the duty clerk at the first window, the handler at the second."""

    village: Village

    def __post_init__(self) -> None:
        secretary = self.village.actor(self.village.secretary)
        words: dict[str, Any] = {"centre": self.centre, "actor": secretary, "at": NOW}
        names = ("综合窗口", "2号窗口")
        for order, name in enumerate(names):
            if not Window.objects.of(self.centre).filter(name=name).exists():
                put_window(name=name, order=order, **words)
        self.windows = [Window.objects.of(self.centre).get(name=name) for name in names]
        self.clerks = [
            self.village.actor(self.village.duty),
            self.village.actor(self.village.handler),
        ]

    @property
    def centre(self) -> Any:
        return self.village.centre

    def day(self, at: datetime = NOW) -> CounterDay:
        found = ensure_day(centre=self.centre, day=at.date(), at=at)
        assert found is not None
        return found

    def sit(self, at: datetime = NOW) -> None:
        for clerk, window in zip(self.clerks, self.windows, strict=True):
            take_window(
                centre=self.centre,
                sitting_id=self.day(at).sitting_id,
                window_id=window.pk,
                actor=clerk,
                at=at,
            )

    def number(self, at: datetime = NOW, **more: Any) -> Appointment:
        values = {"actor": self.clerks[0], "form_id": uuid4(), **more}
        return take_number(centre=self.centre, at=at, **values)

    def door(self, at: datetime = NOW, **more: Any) -> Appointment:
        values = {"form_id": uuid4(), "asker": "10.0.0.7", "held": (), "is_tablet": False, **more}
        return door_number(centre=self.centre, at=at, **values)

    def slots(self, at: datetime = NOW) -> list[Any]:
        return list(self.day(at).sitting.slots.order_by("starts"))

    def book(self, slot: Any, person: Any, **more: Any) -> Appointment:
        values = {"actor": self.clerks[0], "at": NOW, "channel": "phone", **more}
        return book_time(centre=self.centre, slot_id=slot.pk, person=person, **values)

    def call(self, window: int = 0, at: datetime = NOW) -> Appointment | None:
        return call_next(
            centre=self.centre,
            sitting_id=self.day(at).sitting_id,
            actor=self.clerks[window],
            at=at,
            window_id=self.windows[window].pk,
        )

    def finish(self, row: Appointment, at: datetime = NOW) -> Appointment:
        return finish(centre=self.centre, appointment_id=row.pk, actor=self.clerks[0], at=at)

    def end(self, at: datetime = NOW, actor: Actor | None = None, **more: Any) -> Ended:
        return end_day(
            centre=self.centre,
            day_id=self.day(NOW).pk,
            actor=actor or self.clerks[0],
            at=at,
            **more,
        )

    def deliver(self) -> None:
        for _ in range(3):
            deliver(self.centre.pk)
