"""Tell people what became of their appointment; what is said in it is known to nobody here."""

from datetime import datetime, timedelta
from typing import Any, Final

from django.utils import timezone

from changlai.engines.appointments.public import Appointment, AppointmentState, Purpose
from changlai.engines.faces.public import ask
from changlai.foundation.people.public import known_now
from changlai.halls.gatherings.receivers.telling import did_it_themselves, tell_of
from changlai.kernel.events.public import StoredEvent, reaction
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_moment

EVENTS: Final = (
    "appointments.appointment.booked",
    "appointments.appointment.cancelled",
    "appointments.appointment.missed",
)


def time_of(row: Appointment) -> datetime:
    """Return when an appointment is: its slot, or the sitting for whoever just came."""
    return row.slot.starts if row.slot else row.sitting.starts


def name_of(row: Appointment) -> str:
    """Return what was booked, with its time."""
    at = time_of(row)
    return f"“{row.sitting.title}”({spoken_moment(at, timezone.localdate(at))})"


def _words(row: Appointment, event: StoredEvent) -> tuple[str, bool]:
    """Return what to say, and whether those without a screen are rung up."""
    if event.name == "appointments.appointment.booked":
        if event.payload.get("walk_in"):
            return "", False
        place = f"，在{row.sitting.place_text}" if row.sitting.place_text else ""
        return f"给您约好了{name_of(row)}，{row.sitting.provider.name}{place}。", False
    if event.name == "appointments.appointment.cancelled":
        why = f"：{row.end_reason}" if row.end_reason else ""
        return f"您约的{name_of(row)}取消了{why}。还想来可以再约。", True
    # Not to come is nobody's fault and has no consequence: the next time is offered.
    return f"{name_of(row)}没有等到您。不要紧，还需要的话随时再约。", False


@reaction("gatherings.tell_appointment", events=list(EVENTS))
def tell_appointment(event: StoredEvent) -> None:
    """Tell the person of an appointment, unless they did it themselves; opaque ones name nobody."""
    row = _rows(event).filter(pk=event.subject_id).first()
    if row is None or did_it_themselves(row, event):
        return
    text, rings = _words(row, event)
    if text:
        _tell(row, event, text, rings=rings)


@reaction("gatherings.tell_sitting_off", events=["appointments.sitting.cancelled"])
def tell_sitting_off(event: StoredEvent) -> None:
    """Tell everyone who had a time that the sitting will not be, and why."""
    rows = _rows(event).filter(
        sitting_id=event.subject_id,
        state__in=[AppointmentState.BOOKED, AppointmentState.HERE],
    )
    for row in rows.order_by("slot__starts", "id"):
        text = f"您约的{name_of(row)}取消了：{row.sitting.cancel_reason}。给您添麻烦了。"
        soon = (time_of(row) - event.at).total_seconds() < SOON
        _tell(row, event, text, rings=True, urgent=soon)


@reaction("gatherings.tell_sitting_moved", events=["appointments.sitting.moved"])
def tell_sitting_moved(event: StoredEvent) -> None:
    """Tell everyone who has a time when and where it is now; they keep it without doing a thing."""
    was = event.moment("starts_was")
    rows = _rows(event).filter(
        sitting_id=event.subject_id,
        state__in=[AppointmentState.BOOKED, AppointmentState.HERE],
    )
    for row in rows.order_by("slot__starts", "id"):
        by = row.sitting.starts - was if was else timedelta()
        place = row.sitting.place_text or "地点另行通知"
        if by:
            now = spoken_moment(time_of(row), timezone.localdate(event.at))
            text = (
                f"您约的“{row.sitting.title}”改到{now}，{place}。您的时间还留着；"
                "来不了，取消或者另约都行。"
            )
        else:
            text = f"您约的{name_of(row)}换了地方：{place}。时间不变。"
        first = min(time_of(row), time_of(row) - by)
        soon = (first - event.at).total_seconds() < SOON
        _tell(row, event, text, rings=True, urgent=soon)


@reaction("gatherings.ask_how_it_went", events=["appointments.appointment.done"])
def ask_how_it_went(event: StoredEvent) -> None:
    """Ask after a talk by the slot how it went; of one that nobody may know of nothing is asked."""
    row = _rows(event).filter(pk=event.subject_id).first()
    person = known_now(row.person) if row is not None and row.person else None
    if row is None or person is None:
        return
    ask(
        centre=event.centre_id,
        kind="sittings",
        subject_id=row.pk,
        at=event.at,
        title=row.sitting.title,
        person=person,
        served_by=event.actor_id,
    )


SOON: Final = 24 * 3600


def _rows(event: StoredEvent) -> Any:
    return (
        Appointment.objects.of(event.centre_id)
        .filter(sitting__is_opaque=False, sitting__purpose=Purpose.CLINIC)
        .select_related("sitting", "sitting__provider", "slot", "person", "centre")
    )


def _tell(
    row: Appointment, event: StoredEvent, text: str, *, rings: bool, urgent: bool = False
) -> None:
    tell_of(
        row,
        event,
        text,
        url=centre_reverse(row.centre, "gatherings:appointment", pk=row.pk),
        record_id=row.pk,
        rings=rings,
        urgent=urgent,
    )
