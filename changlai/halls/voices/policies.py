"""Who may take in voices, open the box, import, and see how voices came in."""

from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from changlai.engines.cases.public import CallBack, visible_cases
from changlai.foundation.people.public import Actor
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.models import BoxOpening, CallLog, ImportBatch, PaperBatch, SavedView


def _works_at(actor: Actor, centre_id: UUID, power: str) -> bool:
    return actor.centre_id == centre_id and actor.can(power)


def may_take_in(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may write down what others say: calls, slips, forms, counter."""
    return _works_at(actor, centre.pk, "voices.intake")


def may_import(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may read a whole sheet in: whoever answers for all voices."""
    return _works_at(actor, centre.pk, "voices.oversee")


def may_keep_views(actor: Actor, centre: Any) -> bool:
    """Say whether an actor may save a filter of the list: anyone who sees it."""
    return actor.account_id is not None and _works_at(actor, centre.pk, "voices.see")


def _seen(rows: QuerySet[Any], actor: Actor, power: str) -> QuerySet[Any]:
    return rows.filter(centre_id=actor.centre_id) if actor.can(power) else rows.none()


def visible_calls(actor: Actor) -> QuerySet[CallLog]:
    """Return the calls an actor may see."""
    return _seen(CallLog.objects.all(), actor, "voices.see")


def visible_openings(actor: Actor) -> QuerySet[BoxOpening]:
    """Return the box openings an actor may see."""
    return _seen(BoxOpening.objects.all(), actor, "voices.see")


def visible_paper(actor: Actor) -> QuerySet[PaperBatch]:
    """Return the print runs an actor may see."""
    return _seen(PaperBatch.objects.all(), actor, "voices.intake")


def visible_imports(actor: Actor) -> QuerySet[ImportBatch]:
    """Return the imports an actor may see."""
    return _seen(ImportBatch.objects.all(), actor, "voices.oversee")


def visible_views(actor: Actor) -> QuerySet[SavedView]:
    """Return the actor's own saved filters."""
    rows = SavedView.objects.all()
    if actor.centre_id is None or actor.account_id is None or not actor.can("voices.see"):
        return rows.none()
    return rows.filter(centre_id=actor.centre_id, account_id=actor.account_id)


def visible_call_backs(actor: Actor) -> QuerySet[CallBack]:
    """Return the call-backs of the voices that an actor may see."""
    rows = CallBack.objects.none()
    if actor.centre_id is not None:
        cases = visible_cases(actor).filter(family=FAMILY)
        rows = CallBack.objects.filter(centre_id=actor.centre_id, case__in=cases)
    return rows.select_related("case__person", "by", "handler")
