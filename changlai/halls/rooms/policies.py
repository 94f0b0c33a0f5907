"""Who may ask for a room, decide, and see a booking."""

from typing import Any

from changlai.foundation.people.public import Actor, Scope
from changlai.foundation.places.public import BookingRule, Room
from changlai.halls.rooms.models import Booking, BookingDate

SEE = "rooms.see"
ARRANGE = "rooms.arrange"
MANAGE = "rooms.manage"


def may_arrange(actor: Actor, centre: Any) -> bool:
    """Say whether an actor arranges rooms for others at this centre."""
    return actor.centre_id == centre.pk and actor.can(ARRANGE)


def may_ask(actor: Actor, room: Room) -> bool:
    """Say whether an actor may ask for a room as a resident does: only for one lent out.

    A colleague who acts in a resident's place asks as that resident would.
    """
    return (
        actor.centre_id == room.centre_id
        and actor.for_person_id is not None
        and actor.acts_within(Scope.ROOMS)
        and room.booking_rule in {BookingRule.AUTO, BookingRule.ASK}
    )


def is_own(actor: Actor, booking: Booking) -> bool:
    """Say whether a booking is the actor's own, or of the person acted for."""
    return (
        actor.centre_id == booking.centre_id
        and booking.person_id is not None
        and booking.person_id == actor.for_person_id
        and actor.acts_within(Scope.ROOMS)
    )


def may_decide(actor: Actor, booking: Booking) -> bool:
    """Say whether an actor may confirm, refuse, move or mark a booking as staff."""
    return actor.is_system or (actor.centre_id == booking.centre_id and actor.can(ARRANGE))


def may_change(actor: Actor, booking: Booking) -> bool:
    """Say whether an actor may give a booking up or say how it goes: its booker, or staff."""
    return may_decide(actor, booking) or is_own(actor, booking)


def visible_bookings(actor: Actor, centre: Any) -> Any:
    """Return the bookings an actor may read: staff all, others their own."""
    rows = Booking.objects.of(centre)
    if actor.centre_id != centre.pk:
        return rows.none()
    return rows if actor.can(SEE) else own_bookings(actor, centre)


def own_bookings(actor: Actor, centre: Any) -> Any:
    """Return the bookings of the actor, or of the person acted for."""
    rows = Booking.objects.of(centre)
    person = actor.for_person_id
    if actor.centre_id != centre.pk or person is None or not actor.acts_within(Scope.ROOMS):
        return rows.none()
    return rows.filter(person_id=person)


def visible_dates(actor: Actor, centre: Any) -> Any:
    """Return the dates an actor may read: staff all, others their own."""
    rows = BookingDate.objects.of(centre)
    if actor.centre_id != centre.pk:
        return rows.none()
    return rows if actor.can(SEE) else own_dates(actor, centre)


def own_dates(actor: Actor, centre: Any) -> Any:
    """Return the dates of the actor's own bookings."""
    rows = BookingDate.objects.of(centre)
    person = actor.for_person_id
    if actor.centre_id != centre.pk or person is None or not actor.acts_within(Scope.ROOMS):
        return rows.none()
    return rows.filter(booking__person_id=person)
