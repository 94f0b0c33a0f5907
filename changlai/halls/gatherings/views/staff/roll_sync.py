"""What phones kept while they had no network comes in here, and each is told what became of it."""

import json
from typing import Any
from uuid import UUID

from django.http import HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.utils import timezone

from changlai.engines.activities.public import MarkKind
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.actions.rolls import Scan, take_scans
from changlai.halls.gatherings.forms.attendance import parsed_moment
from changlai.halls.gatherings.views.staff.rolls import POWER
from changlai.kernel.errors import BadInput

UNREADABLE = "收到的内容读不出来，请重新上传。"


@for_staff(POWER)
def sync(request: CentreRequest) -> HttpResponse:
    """Answer a phone: who it is to us and with which token it may send; then take what it sends."""
    if request.method != "POST":
        return JsonResponse({"token": get_token(request), "name": request.actor.name})
    try:
        device_now, scans = _read(request.body)
        answers = take_scans(
            centre=request.centre,
            actor=request.actor,
            at=timezone.now(),
            device_now=device_now,
            scans=scans,
        )
    except BadInput as error:
        return JsonResponse({"sentence": error.sentence}, status=400)
    return JsonResponse(
        {
            "answers": [
                {
                    "nonce": str(one.nonce),
                    "outcome": one.outcome,
                    "sentence": one.sentence,
                    "is_new": one.is_new,
                }
                for one in answers
            ]
        }
    )


def _read(body: bytes) -> tuple[Any, list[Scan]]:
    try:
        told = json.loads(body)
        rows = list(told["scans"])
        now = told["now"]
        return parsed_moment(now), [_scan(row) for row in rows]
    except (ValueError, TypeError, KeyError, AttributeError):
        raise BadInput(UNREADABLE) from None


def _scan(row: dict[str, Any]) -> Scan:
    kind = str(row.get("kind") or MarkKind.IN)
    if kind not in {MarkKind.IN, MarkKind.OUT}:
        raise ValueError(kind)
    return Scan(
        nonce=UUID(str(row["nonce"])),
        session_id=UUID(str(row["session"])),
        kind=kind,
        device_at=parsed_moment(row["at"]),
        code=str(row.get("code") or "")[:200],
        name=" ".join(str(row.get("name") or "").split())[:40],
    )
