"""The days of the counter: today's, those that can be booked, and when it opens next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from changlai.engines.appointments.public import LIVE, Appointment, Sitting, SittingState, Slot
from changlai.foundation.areas.public import Centre, open_days
from changlai.halls.counter.models import CounterDay
from changlai.kernel.pages.words import spoken_clock, spoken_day

LOOK_AHEAD: Final = timedelta(days=30)
NOT_SOON: Final = "最近没有开放的日子，请打电话问一问。"


def day_of(centre: Any, at: datetime) -> CounterDay | None:
    """Return today's day of the counter with its sitting; None where it is not laid."""
    rows = CounterDay.objects.of(centre).filter(day=timezone.localdate(at))
    return rows.exclude(sitting__state=SittingState.CANCELLED).select_related("sitting").first()


def gives_numbers(centre: Centre, day: CounterDay | None, at: datetime) -> bool:
    """Say whether numbers are given out now; a day nobody came on yet goes by its opening hours."""
    if day is not None:
        sitting = day.sitting
        is_planned = sitting.state == SittingState.PLANNED
        return bool(is_planned and sitting.starts <= at < sitting.ends)
    local = timezone.localtime(at)
    spans = open_days(centre, local.date(), local.date())[local.date()]
    return bool(spans) and spans[0][0] <= local.time() < spans[-1][1]


def next_open_day(centre: Centre, since: date) -> date | None:
    """Return the first day from `since` on with opening hours."""
    days = open_days(centre, since, since + LOOK_AHEAD)
    return next((day for day, spans in days.items() if spans), None)


def is_over(day: CounterDay | None) -> bool:
    """Say whether a day's counter was ended or called off; one not laid yet is not over."""
    return day is not None and day.sitting.state != SittingState.PLANNED


def opens_next(centre: Centre, at: datetime, *, is_over: bool = False) -> str:
    """Say when one can come next: later today, or on the next open day (`is_over`: not today)."""
    local = timezone.localtime(at)
    today = local.date()
    for day, spans in open_days(centre, today, today + LOOK_AHEAD).items():
        for opens, _ in spans:
            if day > today or (not is_over and opens > local.time()):
                clock = spoken_clock(opens.hour, opens.minute)
                said = "今天" if day == today else spoken_day(day, today)
                return f"{said}{clock}开门"
    return ""


@dataclass(frozen=True)
class Bookable:
    """A coming day with the times that are free."""

    sitting: Sitting
    slots: Sequence[Slot]

    @property
    def day(self) -> date:
        """The day in the village's zone."""
        return timezone.localdate(self.sitting.starts)


def bookable_days(centre: Any, at: datetime) -> list[Bookable]:
    """Return the days that are laid and not over, each with its free times, in two statements."""
    rows = CounterDay.objects.of(centre).filter(
        day__gte=timezone.localdate(at),
        sitting__state=SittingState.PLANNED,
        sitting__ends__gt=at,
    )
    sittings = [row.sitting for row in rows.select_related("sitting").order_by("day")]
    keys = [one.pk for one in sittings]
    taken = Appointment.objects.of(centre).filter(state__in=LIVE, slot__sitting_id__in=keys)
    slots = Slot.objects.of(centre).filter(sitting_id__in=keys, is_closed=False, starts__gt=at)
    free: dict[Any, list[Slot]] = {}
    for slot in slots.exclude(pk__in=taken.values("slot_id")).order_by("starts", "id"):
        free.setdefault(slot.sitting_id, []).append(slot)
    return [Bookable(one, free.get(one.pk, [])) for one in sittings]
