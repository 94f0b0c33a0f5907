"""The two pieces a hall puts on its own pages: the four faces, and the way to their slip."""

from typing import Any
from uuid import UUID

from django import template
from django.template import Context
from django.utils import timezone

from changlai.engines.faces import policies, queries
from changlai.engines.faces.states import PICTURES, Face

register = template.Library()

ROWS = [(face.value, face.label, PICTURES[face]) for face in Face]


@register.inclusion_tag("faces/parts/tap.html", takes_context=True)
def face_tap(context: Context, kind: str, subject_id: UUID) -> dict[str, Any]:
    """Show the four faces where this thing was asked about and may be answered; else nothing."""
    centre, actor = context.get("centre"), context.get("actor")
    row = queries.asked_of(centre, kind, subject_id) if centre is not None else None
    may = row is not None and actor is not None and policies.may_tap(actor, row)
    is_open = row is not None and timezone.localdate() <= row.closes_on
    return {
        "asked": row if may and (is_open or (row and row.face)) else None,
        "is_open": is_open,
        "faces": ROWS,
        "centre": centre,
        "csrf_token": context.get("csrf_token"),
    }


@register.inclusion_tag("faces/parts/slip.html", takes_context=True)
def face_slip(context: Context, kind: str, subject_id: UUID) -> dict[str, Any]:
    """Show staff the way to the slip and to writing an answer down, where one was asked."""
    centre, actor = context.get("centre"), context.get("actor")
    row = None
    if centre is not None and actor is not None and policies.may_read(actor, kind):
        row = queries.asked_of(centre, kind, subject_id)
    is_open = row is not None and timezone.localdate() <= row.closes_on
    return {"asked": row if is_open else None, "centre": centre}
