"""What a session remembers: how it began, when it was last used, whom it acts for."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, logout
from django.http import HttpRequest
from django.utils import timezone

from changlai.foundation.people.backends import STAFF
from changlai.foundation.people.models import RoleGrant

SEEN = "people.staff_seen"
ACTING = "people.acting"
# A note of the hour is enough; writing the session at each click would cost a write per page.
NOTE_EVERY = 60


def remember_kind(sender: Any, request: HttpRequest, user: Any, **kwargs: Any) -> None:
    """Begin the idle clock of a staff session; residents stay signed in on their own phones."""
    if is_staff_session(request):
        request.session[SEEN] = int(timezone.now().timestamp())


def is_staff_session(request: HttpRequest) -> bool:
    """Say whether this session began with a password (and second factor where needed)."""
    return bool(request.session.get(BACKEND_SESSION_KEY) == STAFF)


def end_if_idle(request: HttpRequest, at: datetime) -> bool:
    """Sign a staff session out after STAFF_IDLE_MINUTES without a click; says whether it did."""
    seen = request.session.get(SEEN)
    if seen is None:
        return False
    idle = at.timestamp() - seen
    if idle > timedelta(minutes=settings.STAFF_IDLE_MINUTES).total_seconds():
        logout(request)
        return True
    if idle > NOTE_EVERY:
        request.session[SEEN] = int(at.timestamp())
    return False


def acting_session(request: HttpRequest, centre_id: UUID) -> UUID | None:
    """Return the act-for session this browser is in at a centre."""
    value = request.session.get(ACTING, {}).get(str(centre_id))
    return UUID(value) if value else None


def set_acting_session(request: HttpRequest, centre_id: UUID, session_id: UUID | None) -> None:
    """Enter (or with None leave) act-for mode at a centre in this browser."""
    acting = dict(request.session.get(ACTING, {}))
    if session_id is None:
        acting.pop(str(centre_id), None)
    else:
        acting[str(centre_id)] = str(session_id)
    request.session[ACTING] = acting


def has_other_roles(request: HttpRequest) -> bool:
    """Say whether a resident's session is of someone with a role, who may sign in as staff."""
    if is_staff_session(request) or not request.user.is_authenticated:
        return False
    return RoleGrant.objects.effective(timezone.now()).filter(account_id=request.user.pk).exists()
