"""Where a page leads back to: only ever a page of this very site."""

from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.http import url_has_allowed_host_and_scheme


def asked_next(request: HttpRequest) -> str:
    """Return ?next= (or the form's) if it stays on this site, else ""."""
    target = request.POST.get("next") or request.GET.get("next") or ""
    return target if is_ours(request, target) else ""


def is_ours(request: HttpRequest, target: str) -> bool:
    """Say whether an address stays on this host and is a page, not the way out."""
    return target.startswith("/") and url_has_allowed_host_and_scheme(
        target, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )


def address(request: HttpRequest, name: str) -> str:
    """Return the address of a page of people: the centre's where it has one, else the site's."""
    centre: Any = getattr(request, "centre", None)
    if centre is not None:
        try:
            return reverse(f"people:{name}", kwargs={"code": centre.code})
        except NoReverseMatch:
            pass
    return reverse(f"people:{name}")


def home(request: HttpRequest) -> str:
    """Return the front page of the centre, or of the site."""
    centre: Any = getattr(request, "centre", None)
    return f"/c/{centre.code}/" if centre else "/"


def desk(request: HttpRequest) -> str:
    """Return the workbench of the centre, or the front page of the site."""
    centre: Any = getattr(request, "centre", None)
    return f"/c/{centre.code}/desk/" if centre else "/"
