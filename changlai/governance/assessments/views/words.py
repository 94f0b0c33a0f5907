"""What every page of assessments needs."""

from typing import Any

from django.utils import timezone

from changlai.foundation.people.public import CentreRequest
from changlai.kernel.errors import BadInput, RuleBroken


def who(request: CentreRequest) -> dict[str, Any]:
    """Return who acts where and when, as every action asks."""
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def status_of(error: RuleBroken) -> int:
    """Return 200 for what is to be typed anew, 409 for what cannot be done now."""
    return 200 if isinstance(error, BadInput) else 409
