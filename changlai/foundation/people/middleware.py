"""Each request learns whose centre it is at and who is asking, before its view begins."""

from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from changlai.foundation.areas.public import Centre
from changlai.foundation.people import queries, sessions
from changlai.foundation.people.actor import Actor


class CentreMiddleware:
    """Take the centre's code out of the view's arguments; set request.centre and request.actor."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Give the request a site actor first: a page that is not found has no centre."""
        at = timezone.now()
        if request.COOKIES:
            sessions.end_if_idle(request, at)
        self._place(request, None, at)
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """Load the centre of the address; an unknown or closed one does not exist."""
        if "code" not in kwargs or not _is_of_a_centre(request):
            return
        code = kwargs.pop("code")
        centre = Centre.objects.filter(code=code, is_active=True).select_related("area").first()
        if centre is None or _app_of(request) in centre.off:
            raise Http404
        self._place(request, centre, timezone.now())

    @staticmethod
    def _place(request: HttpRequest, centre: Any, at: Any) -> None:
        request.centre = centre  # type: ignore[attr-defined]
        request.actor = SimpleLazyObject(lambda: _actor(request, centre, at))  # type: ignore[attr-defined]


def _app_of(request: HttpRequest) -> str:
    """Return the app whose page is asked for, which a village may do without."""
    match = request.resolver_match
    return match.namespace if match is not None else ""


def _is_of_a_centre(request: HttpRequest) -> bool:
    """Say whether the matched address is a centre's own (kernel.pages.routes writes it so)."""
    match = request.resolver_match
    return match is not None and match.route.startswith("c/<slug:code>/")


def _actor(request: HttpRequest, centre: Any, at: Any) -> Actor:
    account = request.user
    if not account.is_authenticated:
        return Actor.anonymous(centre.pk if centre else None)
    return queries.actor_of(
        account=account,
        centre=centre,
        at=at,
        with_roles=sessions.is_staff_session(request),
        acting_session_id=sessions.acting_session(request, centre.pk) if centre else None,
    )
