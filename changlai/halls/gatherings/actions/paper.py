"""Take a handwritten sign-up sheet in: each line of each sheet once, however often it is typed."""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

from changlai.engines.activities.public import Activity, SignUp, sign_up
from changlai.foundation.people.public import Actor, Person, residents
from changlai.kernel.crypto.phones import normalise_cn


def line_id(activity: Activity, sheet: int, line: int) -> UUID:
    """Return the form number of one line of one printed sheet of an activity."""
    return uuid5(activity.pk, f"{sheet}:{line}")


def enter_line(
    *,
    centre: Any,
    activity: Activity,
    actor: Actor,
    at: datetime,
    sheet: int,
    line: int,
    ticket_id: UUID,
    alias: str,
    phone: str = "",
    heads: int = 1,
) -> SignUp:
    """Sign somebody up from a line of paper; the same line typed again is the same sign-up.

    Whoever is known here by this name and number is signed up as that person, so that one has a
    single sign-up whichever way it came.

    Raises NotAllowed; BadInput for a number that is none, or as signing up does; SeatsFull.
    """
    number = normalise_cn(phone) if phone.strip() else ""
    person = known_by(centre, alias, number)
    return sign_up(
        centre=centre,
        activity_id=activity.pk,
        ticket_id=ticket_id,
        actor=actor,
        at=at,
        channel="paper",
        person=person,
        alias=alias,
        contact_phone="" if person else number,
        heads=heads,
        form_id=line_id(activity, sheet, line),
    )


def known_by(centre: Any, name: str, phone: str) -> Person | None:
    """Return the person of this very name and number, None for anybody else."""
    if not phone:
        return None
    return residents(centre, phone).filter(name=" ".join(name.split())).first()
