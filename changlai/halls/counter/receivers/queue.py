"""Tell people of their time at the counter, count who was served, follow the opening hours."""

from typing import Any, Final

from django.utils import timezone

from changlai.engines.appointments.public import NOT_REACHED, Appointment, AppointmentState, Purpose
from changlai.engines.faces.public import ask, take_back
from changlai.foundation.areas.public import Centre
from changlai.foundation.people.public import known_now, phone_to_call, place_of
from changlai.halls.counter import metrics
from changlai.halls.counter.actions.queue.days import CARRIED, fit_days
from changlai.halls.counter.actions.queue.serving import count_served
from changlai.halls.counter.events import NotReached, NumberBecameRequest, NumberServed
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_day, spoken_moment

TEMPLATE: Final = "services"
DONE: Final = "appointments.appointment.done"
BOOKED: Final = "appointments.appointment.booked"
MOVED: Final = "appointments.appointment.moved"
CANCELLED: Final = "appointments.appointment.cancelled"
MISSED: Final = "appointments.appointment.missed"


def _is_ours(event: StoredEvent) -> bool:
    return bool(event.payload.get("purpose") == Purpose.COUNTER)


def _rows(event: StoredEvent) -> Any:
    rows = Appointment.objects.of(event.centre_id).filter(sitting__purpose=Purpose.COUNTER)
    return rows.select_related("sitting", "slot", "person", "centre")


def _when(row: Appointment, event: StoredEvent) -> str:
    at = row.slot.starts if row.slot else row.sitting.starts
    return spoken_moment(at, timezone.localdate(event.at))


def _words(row: Appointment, event: StoredEvent) -> tuple[str, bool]:
    """Return what to say, and whether whoever has no screen is rung up."""
    facts = event.payload
    if event.name == BOOKED:
        # Whoever stands at the window has the number in the hand; a kept time is told below.
        is_told = facts["walk_in"] or facts["channel"] == CARRIED
        return ("" if is_told else f"给您约好了{_when(row, event)}到窗口。", False)
    if event.name == MOVED:
        return f"您到窗口的时间改到{_when(row, event)}了。来不了可以再改。", True
    if event.name == CANCELLED and row.slot is None:
        return "", False  # who waited without a time booked nothing, and knows that they left
    if event.name == CANCELLED:
        why = f"：{row.end_reason}" if row.end_reason else ""
        said = f"您约的{_when(row, event)}到窗口取消了{why}。想来可以另约。"
        return ("" if row.end_reason == NOT_REACHED else said, True)
    if row.slot is None:
        return "", False
    return f"约的{_when(row, event)}没有等到您。不要紧，还需要的话随时再约。", False


@reaction("counter.tell_time", events=[BOOKED, MOVED, CANCELLED, MISSED])
def tell_time(event: StoredEvent) -> None:
    """Tell whoever booked what became of it, unless they did it themselves."""
    if not _is_ours(event):
        return
    row = _rows(event).filter(pk=event.subject_id).first()
    if row is None or row.person is None:
        return
    if event.actor_id is not None and event.actor_id == row.person.account_id:
        return
    text, rings = _words(row, event)
    if text:
        _tell(row, event, text, rings=rings)


@reaction("counter.tell_shut", events=["appointments.sitting.cancelled"])
def tell_shut(event: StoredEvent) -> None:
    """Tell whoever booked a day on which the centre is closed after all."""
    states = [AppointmentState.BOOKED, AppointmentState.HERE]
    rows = _rows(event).filter(sitting_id=event.subject_id, state__in=states)
    for row in rows.order_by("slot__starts", "id"):
        why = row.sitting.cancel_reason
        _tell(row, event, f"您约的{_when(row, event)}到窗口取消了：{why}。请另约时间。", rings=True)


@reaction("counter.tell_not_reached", events=[NotReached])
def tell_not_reached(event: StoredEvent) -> None:
    """Tell whoever waited in vain which time is kept for them; without a telephone, by a visit."""
    row = _rows(event).filter(pk=event.subject_id).first()
    if row is None:
        return
    again = _rows(event).filter(pk=event.uuid("again_id")).first()
    day, told_on = timezone.localdate(row.sitting.starts), timezone.localdate(event.at)
    came = "今天" if day == told_on else spoken_day(day, told_on)
    text = f"{came}您来了没轮到，对不住。下次来直接到窗口说一声，给您先办。"
    if again is not None:
        when = _when(again, event)
        text = f"{came}您来了没轮到，对不住。给您留了{when}，到了就办；来不了可以改。"
    _tell(again or row, event, text, rings=True)


def _tell(row: Appointment, event: StoredEvent, text: str, *, rings: bool) -> None:
    person = known_now(row.person) if row.person else None
    if person is None:
        return
    number = phone_to_call(person) if rings else None
    no_way = rings and person.account_id is None and not number
    tell(
        centre=row.centre_id,
        person_id=person.pk,
        account_id=person.account_id,
        text=text,
        at=event.at,
        dedupe=f"{event.name}:{row.pk}:{event.at.timestamp():.0f}",
        url=centre_reverse(row.centre, "counter:time", pk=row.pk),
        name_for_list=person.name,
        phone_for_list=number,
        visit_at=place_of(person) if no_way else None,
        record_id=row.pk,
        template=TEMPLATE,
    )


@reaction("counter.number_served", events=[DONE])
def meet_at_window(event: StoredEvent) -> None:
    """Count whoever was served at a window, unless a request counts for them already."""
    if _is_ours(event) and event.subject_id is not None:
        count_served(
            centre_id=event.centre_id,
            appointment_id=event.subject_id,
            actor_id=event.actor_id,
            at=event.at,
        )


@reaction("counter.ask_at_window", events=[NumberServed, NumberBecameRequest])
def ask_at_window(event: StoredEvent) -> None:
    """Ask whoever was served how it went, once a day; a number without a name from its slip.

    What led to a request is asked about once that is delivered.
    """
    if event.name == NumberBecameRequest.name:
        if event.subject_id is not None:
            take_back(
                centre=event.centre_id,
                kind="counter_window",
                subject_id=event.subject_id,
                at=event.at,
            )
        return
    row = _rows(event).get(pk=event.subject_id)
    ask(
        centre=event.centre_id,
        kind="counter_window",
        subject_id=row.pk,
        at=event.at,
        title="在窗口办事",
        person=known_now(row.person) if row.person else None,
        served_by=event.actor_id,
        apart_days=1,
    )


@projection("counter.figures", events=[DONE], reset=clearing(metrics.WAITED))
def figures(event: StoredEvent) -> None:
    """Count who was served on a day, by how many minutes they had waited."""
    if _is_ours(event):
        waited = metrics.minutes_code(event.payload.get("waited"))
        add(event.centre_id, metrics.WAITED, timezone.localdate(event.at), minutes=waited)


@reaction("counter.follow_hours", events=["areas.hours.changed", "areas.hours.exception_set"])
def follow_hours(event: StoredEvent) -> None:
    """Bring the coming days of the counter in step with the opening hours."""
    fit_days(centre=Centre.objects.get(pk=event.centre_id), at=event.at)
