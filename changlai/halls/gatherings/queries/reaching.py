"""Whom a word about an activity reaches, and how: on a screen, or by a telephone call."""

from dataclasses import dataclass, field

from changlai.engines.activities.public import LIVE, Activity, SignUp
from changlai.foundation.people.public import Person, phone_to_call


def number_to_ring(person: Person | None, phone: str = "") -> str:
    """Return on which number somebody without a screen is rung up; "" for nobody to ring up."""
    return (phone_to_call(person) if person is not None else phone) or ""


def number_to_ring_later(sign_up: SignUp) -> str:
    """Return the number to ask a trainee on: where they are rung up, else the one they left."""
    return number_to_ring(sign_up.person, sign_up.contact_phone) or sign_up.contact_phone


@dataclass(frozen=True)
class Reached:
    """How many hear of it, how many of them by a call, and who can only be told face to face."""

    told: int = 0
    rung: int = 0
    missed: list[str] = field(default_factory=list)


def who_hears(activity: Activity) -> Reached:
    """Return whom a notice to everyone who signed up reaches; two statements, however many."""
    rows = SignUp.objects.of(activity.centre_id).filter(activity=activity, state__in=LIVE)
    told, rung = 0, 0
    missed = []
    for one in rows.select_related("person").in_order():
        number = number_to_ring(one.person, one.contact_phone)
        has_screen = one.person is not None and one.person.account_id is not None
        told += bool(has_screen or number)
        rung += bool(number)
        if not has_screen and not number:
            missed.append(one.person.name if one.person else one.alias)
    return Reached(told, rung, missed)
