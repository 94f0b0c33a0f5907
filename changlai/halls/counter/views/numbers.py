"""What the pages of the queue share: the address of a number, and what a telephone holds."""

from typing import Any, Final
from uuid import UUID

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse

from changlai.engines.appointments.public import Appointment, Purpose
from changlai.kernel.pages.routes import centre_reverse

NUMBER: Final = signing.Signer(salt="counter number", sep="~")
TABLET: Final = signing.Signer(salt="counter tablet", sep="~")
COOKIE: Final = "counter-numbers"
HALF_A_DAY: Final = 12 * 3600
MOST_REMEMBERED: Final = 4


def token_of(row: Appointment) -> str:
    """Return the token of a number: whoever has the slip may see how far the queue is."""
    return NUMBER.sign(row.pk.hex)


def number_url(centre: Any, row: Appointment) -> str:
    """Return the address that stands as a code on the slip."""
    return centre_reverse(centre, "counter:number", token=token_of(row))


def by_token(centre: Any, token: str) -> Appointment:
    """Return the number of a slip; 404 for a token that is none of ours."""
    try:
        key = UUID(NUMBER.unsign(token))
    except (signing.BadSignature, ValueError):
        raise Http404 from None
    rows = Appointment.objects.of(centre).filter(pk=key, sitting__purpose=Purpose.COUNTER)
    row: Appointment | None = rows.select_related("sitting", "slot", "window").first()
    if row is None:
        raise Http404
    return row


def held_by(request: HttpRequest) -> list[UUID]:
    """Return the numbers that this telephone took, newest last."""
    try:
        said = request.get_signed_cookie(COOKIE, default="", max_age=HALF_A_DAY)
    except signing.BadSignature:
        return []
    found = []
    for word in str(said).split("."):
        try:
            found.append(UUID(word))
        except ValueError:
            continue
    return found


def remember(response: HttpResponse, held: list[UUID]) -> None:
    """Let the telephone keep its numbers for half a day, in a cookie and nowhere else."""
    said = ".".join(key.hex for key in held[-MOST_REMEMBERED:])
    response.set_signed_cookie(
        COOKIE,
        said,
        max_age=HALF_A_DAY,
        samesite="Lax",
        httponly=True,
        secure=settings.SESSION_COOKIE_SECURE,
    )


def tablet_token(centre: Any) -> str:
    """Return the token by which a tablet of the hall gives numbers without anybody signed in."""
    return TABLET.sign(centre.code)


def is_tablet_of(centre: Any, token: str) -> bool:
    """Say whether a token is the one of this centre's tablet."""
    try:
        return bool(token) and TABLET.unsign(token) == centre.code
    except signing.BadSignature:
        return False
