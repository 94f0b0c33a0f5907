"""From where a request comes, for the waits that keep a code from being guessed."""

from django.conf import settings
from django.http import HttpRequest


def address_of(request: HttpRequest) -> str:
    """Return the caller's network address.

    Behind our own proxies (settings.PROXIES says how many) it is what the outermost of them
    wrote down; without any, a header that claims an address is the caller's own invention.
    """
    hops = settings.PROXIES
    told = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",")]
    if hops and len(told) >= hops and told[-hops]:
        return str(told[-hops])
    return str(request.META.get("REMOTE_ADDR", ""))
