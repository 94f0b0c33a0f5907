"""Tell people what became of their booking, note rooms that were lost, and keep the figures.

A message is one for each occasion, also where it is about ten dates of a series. Whoever has no
screen is phoned, and only where something changed for them.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.utils import timezone

from changlai.engines.faces.public import ask
from changlai.foundation.people.events import PersonErased
from changlai.foundation.people.public import Actor, known_now, phone_to_call, place_of
from changlai.foundation.places.public import HolderKind
from changlai.halls.rooms import metrics
from changlai.halls.rooms import receivers_things as receivers_things
from changlai.halls.rooms.actions.changing import lose_room, turn_away_closed
from changlai.halls.rooms.actions.forgetting import forget_person
from changlai.halls.rooms.events import (
    BookingMade,
    DateCancelled,
    DateConfirmed,
    DateDisplaced,
    DateMoved,
    DateRefused,
    NobodyCame,
    UseEnded,
)
from changlai.halls.rooms.models import Booking, BookingDate
from changlai.halls.rooms.queries.elsewhere import elsewhere_sentence
from changlai.halls.rooms.states import DateState
from changlai.kernel.events.public import StoredEvent, projection, reaction
from changlai.kernel.metrics.public import add, clearing
from changlai.kernel.outbox.public import tell
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.pages.words import spoken_hours

TEMPLATE: Final = "rooms"
SOON_HOURS: Final = 24
ASK_APART_DAYS: Final = 30
"""Whoever dances in the hall each week is asked how it is once a month."""


@dataclass(frozen=True)
class Notice:
    """What to say; `rings` has those without a screen rung up, `urgent` at any hour."""

    text: str
    rings: bool = True
    urgent: bool = False


@reaction("rooms.lose_room", events=["places.occupancy.displaced"])
def lose(event: StoredEvent) -> None:
    """Note that a booking has lost its room."""
    date_id = event.subject_id
    if event.payload.get("holder_kind") != HolderKind.BOOKING or date_id is None:
        return
    if BookingDate.objects.of(event.centre_id).filter(pk=date_id).exists():
        lose_room(centre=event.centre_id, date_id=date_id, at=event.at)


@reaction("rooms.turn_away_closed", events=["places.room.closed"])
def turn_away(event: StoredEvent) -> None:
    """Answer the wishes for a time in which the room cannot be used, with other places to go."""
    starts, ends, room_id = event.moment("starts"), event.moment("ends"), event.uuid("room_id")
    if starts is None or ends is None or room_id is None or event.subject_id is None:
        return
    turn_away_closed(
        centre=event.centre_id,
        room_id=room_id,
        closure_id=event.subject_id,
        starts=starts,
        ends=ends,
        actor=Actor.system(event.centre_id),
        at=event.at,
    )


def _days(rows: list[BookingDate], today: Any) -> str:
    """Return one date, or the first of several and how many there are."""
    first = f"{rows[0].place}{spoken_hours(rows[0].starts, rows[0].ends, today)}"
    return first if len(rows) == 1 else f"{first}等{len(rows)}场"


def _confirmed(rows: list[BookingDate], event: StoredEvent, today: Any) -> Notice:
    return Notice(f"您约的{_days(rows, today)}，定下来了。")


def _refused(rows: list[BookingDate], event: StoredEvent, today: Any) -> Notice:
    row = rows[0]
    other = elsewhere_sentence(row, event.at)
    return Notice(f"您约的{_days(rows, today)}没约上：{row.reason}。{other}")


def _cancelled(rows: list[BookingDate], event: StoredEvent, today: Any) -> Notice | None:
    if not event.payload["by_staff"]:
        return None
    return Notice(f"您约的{_days(rows, today)}取消了：{rows[0].reason}。")


def _displaced(rows: list[BookingDate], event: StoredEvent, today: Any) -> Notice:
    row = rows[0]
    other = elsewhere_sentence(row, event.at)
    is_soon = (row.starts - event.at).total_seconds() < SOON_HOURS * 3600
    has_screen = row.booking.person is not None and row.booking.person.account_id is not None
    change = "点开可以换一个。" if has_screen else ""
    text = f"对不起，您约的{_days(rows, today)}临时用不了。{other}{change}"
    return Notice(text, urgent=is_soon)


def _moved(rows: list[BookingDate], event: StoredEvent, today: Any) -> Notice:
    return Notice(f"您约的场所改到{_days(rows, today)}。")


def _nobody(rows: list[BookingDate], event: StoredEvent, today: Any) -> Notice:
    text = f"您约的{_days(rows, today)}好像没有人来，场所先放开给别人了。要是来了，请跟我们说一声。"
    return Notice(text, rings=False)


Words = Callable[[list[BookingDate], StoredEvent, Any], Notice | None]
NOTICES: Final[Mapping[str, tuple[DateState, str, Words]]] = {
    DateConfirmed.name: (DateState.CONFIRMED, "decided_at", _confirmed),
    DateRefused.name: (DateState.REFUSED, "decided_at", _refused),
    DateCancelled.name: (DateState.CANCELLED, "ended_at", _cancelled),
    DateDisplaced.name: (DateState.DISPLACED, "", _displaced),
    DateMoved.name: (DateState.CONFIRMED, "decided_at", _moved),
    NobodyCame.name: (DateState.NO_SHOW, "ended_at", _nobody),
}
"""Event → (state and moment by which the dates of one occasion are found, what is said)."""


@reaction("rooms.tell_of_date", events=list(NOTICES))
def tell_of_date(event: StoredEvent) -> None:
    """Tell whoever booked what became of a date, together with the others decided with it."""
    state, moment, words = NOTICES[event.name]
    row = _row(event)
    if row is None or _own_doing(event, row.booking):
        return
    rows = [row]
    if moment:
        same = (
            BookingDate.objects.of(event.centre_id)
            .with_booking()
            .filter(booking_id=row.booking_id, state=state, **{moment: event.at})
        )
        rows = list(same.order_by("starts", "id")) or rows
    notice = words(rows, event, timezone.localdate(event.at))
    if notice is not None:
        mark = event.at.isoformat() if moment else f"{row.pk}:{event.at.isoformat()}"
        _tell(row.booking, event, notice, f"{event.name}:{row.booking_id}:{mark}")


@reaction("rooms.tell_of_booking", events=[BookingMade])
def tell_of_booking(event: StoredEvent) -> None:
    """Tell whoever booked that it was written down, and what of it is settled."""
    rows = Booking.objects.of(event.centre_id).select_related("person", "centre", "room")
    booking = rows.filter(pk=event.subject_id).first()
    if booking is None:
        return
    dates = list(
        BookingDate.objects.of(event.centre_id).with_booking().filter(booking_id=booking.pk)
    )
    given = [row for row in dates if row.decided_at == event.at and not row.reason] or [
        row for row in dates if row.state != DateState.REFUSED
    ]
    if not given:
        return
    today = timezone.localdate(event.at)
    ending = "已约好" if event.payload["confirmed"] else "收到了，工作人员确认后告诉您"
    text = f"您约的{_days(given, today)}{ending}，编号{booking.number}。"
    if skipped := event.payload["skipped"]:
        text += f"另有{skipped}场那天约不上。"
    notice = Notice(text, rings=False)
    _tell(booking, event, notice, f"{event.name}:{booking.pk}")


def _row(event: StoredEvent) -> BookingDate | None:
    rows = BookingDate.objects.of(event.centre_id).with_booking()
    found: BookingDate | None = rows.filter(pk=event.subject_id).first()
    return found


def _own_doing(event: StoredEvent, booking: Booking) -> bool:
    """Say whether the booker did it; nobody needs to hear what they just did."""
    person = booking.person
    return (
        person is not None and person.account_id is not None and event.actor_id == person.account_id
    )


def _tell(booking: Booking, event: StoredEvent, notice: Notice, dedupe: str) -> None:
    person = booking.person
    number = phone_to_call(person) if person else booking.contact_phone
    number = (booking.contact_phone or number) if person and not person.account_id else number
    rung = number if notice.rings else None
    if person is None and not rung:
        return
    no_number = notice.rings and person is not None and person.account_id is None and not rung
    tell(
        centre=booking.centre_id,
        # Someone known by a number alone has no page of messages: they are on the phone list.
        person_id=person.pk if person else booking.pk,
        account_id=person.account_id if person else None,
        text=notice.text,
        at=event.at,
        dedupe=dedupe,
        urgent=notice.urgent,
        url=centre_reverse(booking.centre, "rooms:booking", pk=booking.pk) if person else "",
        name_for_list=person.name if person else booking.contact_name or booking.group_name,
        phone_for_list=rung or None,
        visit_at=place_of(person) if person and no_number else None,
        record_id=booking.pk,
        template=TEMPLATE,
    )


@reaction("rooms.ask_how_it_went", events=[UseEnded])
def ask_how_it_went(event: StoredEvent) -> None:
    """Ask whoever booked how it was, once a month however often they come."""
    row = _row(event)
    person = known_now(row.booking.person) if row is not None and row.booking.person else None
    if row is None or person is None:
        return
    ask(
        centre=event.centre_id,
        kind="rooms",
        subject_id=row.pk,
        at=event.at,
        title=f"用{row.room.name}",
        person=person,
        # Who ends a use by hand is the booker, or a colleague who did no more than turn the key.
        served_by=None,
        apart_days=ASK_APART_DAYS,
    )


@projection("rooms.figures", events=[BookingMade, UseEnded], reset=clearing(*metrics.ALL))
def keep_figures(event: StoredEvent) -> None:
    """Add a booking to the figures of the day it was made, a use to those of its own day."""
    if event.name == BookingMade.name:
        channel: str = event.payload["channel"]
        add(event.centre_id, metrics.BOOKED, timezone.localdate(event.at), channel=channel)
        return
    starts = event.moment("starts")
    if starts is not None:
        add(event.centre_id, metrics.USED, timezone.localdate(starts))


@reaction("rooms.person_erased", events=[PersonErased])
def forget_the_person(event: StoredEvent) -> None:
    """Take names and numbers out of the bookings of whoever asked to be forgotten."""
    if event.subject_id is not None:
        forget_person(centre_id=event.centre_id, person_id=event.subject_id)
