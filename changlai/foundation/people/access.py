"""Which door a view is: open, for residents or for staff; every view carries exactly one mark."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any, Literal
from urllib.parse import urlencode

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.cache import add_never_cache_headers

from changlai.foundation.areas.public import Centre
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.sessions import has_other_roles

View = Callable[..., HttpResponseBase]


class CentreRequest(HttpRequest):
    """A request as views get it behind CentreMiddleware; for type hints, nothing makes one.

    `centre` is None on pages of the site; a view under /c/<code>/ may rely on it.
    """

    centre: Centre
    actor: Actor


@dataclass(frozen=True)
class Access:
    """Who may open a view; `power` is empty for any staff of the centre."""

    kind: Literal["open", "residents", "staff"]
    power: str = ""


def _classified(view: View, access: Access) -> View:
    if hasattr(view, "access"):
        raise TypeError(f"{view.__name__} carries two access marks")
    view.access = access  # type: ignore[attr-defined]
    return view


def open_to_all(view: View) -> View:
    """Mark a view that a stranger may open; what it shows somebody signed in is kept private."""

    @wraps(view)
    def opened(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        return _kept_private(response) if request.actor.is_signed_in else response  # type: ignore[attr-defined]

    return _classified(opened, Access("open"))


def for_residents(view: View) -> View:
    """Let in whoever has a person at this centre, or acts for one; others sign in or join first."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        actor = request.actor  # type: ignore[attr-defined]
        if not actor.is_signed_in:
            return _away(request, "people:sign_in")
        if request.centre is not None and actor.for_person_id is None:  # type: ignore[attr-defined]
            return _away(request, "people:join")
        return _kept_private(view(request, *args, **kwargs))

    return _classified(guarded, Access("residents"))


def for_staff(power: str = "") -> Callable[[View], View]:
    """Let in staff of this centre who hold `power` (any staff when empty).

    Not signed in, or signed in only as a resident: staff sign-in. No such power: 404, since
    what a stranger may not see does not exist.
    """

    def mark(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            actor = request.actor  # type: ignore[attr-defined]
            if not actor.is_signed_in:
                return _away(request, "people:staff_sign_in")
            if not (actor.can(power) if power else actor.is_staff):
                if has_other_roles(request):
                    return _away(request, "people:staff_sign_in")
                raise Http404
            return _kept_private(view(request, *args, **kwargs))

        return _classified(guarded, Access("staff", power))

    return mark


def _away(request: HttpRequest, url_name: str) -> HttpResponse:
    """Send to a page that comes back here; a page that was posted comes back to its form."""
    centre = request.centre  # type: ignore[attr-defined]
    address = reverse(url_name, kwargs={"code": centre.code} if centre else None)
    target = f"{address}?{urlencode({'next': request.get_full_path()})}"
    return redirect(target)


def _kept_private(response: HttpResponseBase) -> HttpResponseBase:
    # On a shared phone the back button must not show the last person's pages.
    if not response.has_header("Cache-Control"):
        add_never_cache_headers(response)
    return response
