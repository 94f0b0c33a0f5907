"""Days of the counter, laid from the opening hours, kept in step with them, and ended."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.appointments import public as appointments
from changlai.engines.appointments.public import (
    COMING,
    Appointment,
    AppointmentState,
    Sitting,
    SittingState,
    SlotTaken,
    free_slots,
    in_turn,
)
from changlai.foundation.areas.public import Centre, active_centres, open_days
from changlai.foundation.people.public import Actor
from changlai.halls.counter.events import NotReached
from changlai.halls.counter.models import CounterDay, Ticket
from changlai.halls.counter.queries.days import next_open_day
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.events.public import publish

TITLE: Final = "窗口办事"
SLOT_MINUTES: Final = 15
AHEAD: Final = timedelta(days=7)
"""How far ahead a time at the counter can be booked."""
SHUT: Final = "那天中心不开放"
OTHER_HOURS: Final = "那天的开放时间改了"
CARRIED: Final = "carried"
"""The channel of a time kept for whoever waited in vain."""
PART: Final = "counter"


def _spans(day: date, hours: Any) -> list[tuple[datetime, datetime]]:
    at = timezone.make_aware
    return [(at(datetime.combine(day, a)), at(datetime.combine(day, b))) for a, b in hours]


def ensure_day(*, centre: Any, day: date, at: datetime) -> CounterDay | None:
    """Return the counter's day, laid now if it was not; None for a day without opening hours.

    A day that was called off and is open after all is laid anew. However many ask at once, there
    is one.
    """
    rows = CounterDay.objects.of(centre).select_related("sitting")
    row: CounterDay | None = rows.filter(day=day).first()
    if row is not None and row.sitting.state != SittingState.CANCELLED:
        return row
    spans = _spans(day, open_days(centre, day, day)[day])
    if not spans:
        return None
    try:
        with transaction.atomic():
            if row is not None:
                row = rows.select_for_update(of=("self",)).get(pk=row.pk)
                if row.sitting.state != SittingState.CANCELLED:
                    return row  # somebody else opened it again a moment ago
            sitting = appointments.lay_counter(
                centre=centre,
                actor=Actor.system(centre.pk),
                at=at,
                title=TITLE,
                spans=spans,
                slot_minutes=SLOT_MINUTES,
                place_text=centre.address,
            )
            if row is not None:
                row.sitting = sitting
                row.save(update_fields=["sitting"])
                return row
            row = CounterDay(centre=centre, day=day, sitting=sitting)
            row.save(force_insert=True)
    except IntegrityError:
        return rows.get(day=day)  # somebody else laid it a moment ago
    return row


def lay_ahead(*, centre: Any, at: datetime) -> int:
    """Lay the days of the coming week that are not laid yet; return how many."""
    today = timezone.localdate(at)
    until = today + AHEAD
    rows = CounterDay.objects.of(centre).filter(day__range=(today, until))
    there = set(rows.exclude(sitting__state=SittingState.CANCELLED).values_list("day", flat=True))
    wanted = [
        day
        for day, spans in open_days(centre, today, until).items()
        if spans and day not in there and _spans(day, spans)[-1][1] > at
    ]
    for day in wanted:
        ensure_day(centre=centre, day=day, at=at)
    return len(wanted)


def fit_days(*, centre: Any, at: datetime) -> int:
    """Bring the days that are laid in step with the opening hours; return how many changed.

    A day that is closed now is called off, and whoever booked it is told; not today's once
    somebody is here, who is served.
    """
    today = timezone.localdate(at)
    rows = CounterDay.objects.of(centre).filter(day__gte=today, sitting__state=SittingState.PLANNED)
    days = list(rows.select_related("sitting").order_by("day"))
    if not days:
        return 0
    hours, changed = open_days(centre, today, days[-1].day), 0
    for row in days:
        who: dict[str, Any] = {
            "centre": centre,
            "sitting_id": row.sitting_id,
            "actor": Actor.system(row.centre_id),
            "at": at,
        }
        spans = _spans(row.day, hours[row.day])
        try:
            if spans:
                changed += appointments.fit_counter(spans=spans, reason=OTHER_HOURS, **who)
            else:
                changed += _call_off(row, who)
        except RuleBroken:
            continue  # somebody ended it a moment ago
    return changed


@transaction.atomic
def _call_off(row: CounterDay, who: dict[str, Any]) -> bool:
    # Under the lock of the sitting: somebody may take a number at this very moment.
    Sitting.objects.of(row.centre_id).select_for_update().get(pk=row.sitting_id)
    if _has_begun(row):
        return False
    appointments.cancel_sitting(reason=SHUT, **who)
    return True


def _has_begun(row: CounterDay) -> bool:
    rows = Appointment.objects.of(row.centre_id).filter(sitting_id=row.sitting_id)
    return rows.filter(here_at__isnull=False).exists()


@dataclass(frozen=True)
class Ended:
    """What became of those who still waited when a day was ended."""

    waited: int = 0
    known: int = 0
    kept: int = 0


@transaction.atomic
def end_day(
    *, centre: Any, day_id: UUID, actor: Actor, at: datetime, seen: int | None = None
) -> Ended:
    """End a day of the counter: nobody who waited is forgotten, and none of them is a no-show.

    Whoever is known and was not reached has the first free time of the next open day kept, in the
    order of the queue, and is told. `seen` is how many were shown as waiting when it was decided:
    if more have come since, nothing is ended.

    Raises NotAllowed, WrongStep; BadInput before it began, or when somebody came meanwhile.
    """
    row = CounterDay.objects.of(centre).get(pk=day_id)
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=row.sitting_id)
    here = Appointment.objects.of(centre).filter(sitting=sitting, state=AppointmentState.HERE)
    waiting = in_turn(here.select_related("slot", "person"), at)
    if seen is not None and len(waiting) > seen:
        raise BadInput("刚刚又有人取了号，请看一看再结束。")
    appointments.end_sitting(centre=centre, sitting_id=sitting.pk, actor=actor, at=at)
    known = [(one, one.person_id) for one in waiting if one.person_id is not None]
    kept = 0
    if known:
        after = max(row.day + timedelta(days=1), timezone.localdate(at))
        following = next_open_day(centre, after)
        day = ensure_day(centre=centre, day=following, at=at) if following else None
        for one, person_id in known:
            again = _keep_time(day.sitting, one, at) if day else None
            kept += again is not None
            publish(
                NotReached(
                    centre_id=row.centre_id,
                    at=at,
                    actor_id=actor.account_id,
                    subject_id=one.pk,
                    person_id=person_id,
                    again_id=again.pk if again else None,
                )
            )
    return Ended(len(waiting), len(known), kept)


def _keep_time(sitting: Sitting, row: Appointment, at: datetime) -> Appointment | None:
    """Book the first free time for whoever was not reached; the one they have already counts."""
    rows = Appointment.objects.of(row.centre_id).filter(sitting=sitting, person_id=row.person_id)
    if found := rows.filter(state__in=COMING).first():
        return found
    for slot in free_slots(sitting, at):
        try:
            again = appointments.book_slot(
                centre=row.centre_id,
                slot_id=slot.pk,
                actor=Actor.system(row.centre_id),
                at=at,
                channel=CARRIED,
                person=row.person,
                form_id=uuid5(row.pk, CARRIED),
            )
        except SlotTaken:
            continue
        was = Ticket.objects.of(row.centre_id).filter(appointment=row).first()
        Ticket(centre_id=row.centre_id, appointment=again, item=was.item if was else None).save(
            force_insert=True
        )
        return again
    return None


def end_past_days(at: datetime) -> int:
    """End the days that were left open, in the same way as a clerk does; return how many."""
    rows = CounterDay.objects.filter(
        day__lt=timezone.localdate(at), sitting__state=SittingState.PLANNED
    )
    done = 0
    for centre_id, key in list(rows.order_by("day", "pk").values_list("centre_id", "pk")):
        centre = Centre.objects.get(pk=centre_id)
        try:
            end_day(centre=centre, day_id=key, actor=Actor.system(centre_id), at=at)
        except RuleBroken:
            continue  # a clerk was faster
        done += 1
    return done


def lay_days(at: datetime) -> int:
    """Lay the coming days of every centre whose counter is in use; return how many."""
    return sum(
        lay_ahead(centre=centre, at=at) for centre in active_centres() if PART not in centre.off
    )
