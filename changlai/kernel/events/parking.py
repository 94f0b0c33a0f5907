"""Events that a receiver could not take: seen here, and tried once more by hand."""

from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet

from changlai.kernel.events.models import Parked
from changlai.kernel.events.subscriptions import receiver


def parked(centre: Any = None) -> QuerySet[Parked]:
    """Return the parked events of one centre, or of all: each is work that did not happen."""
    rows = Parked.objects.select_related("event").order_by("at", "pk")
    return rows if centre is None else rows.filter(centre_id=getattr(centre, "pk", centre))


@transaction.atomic
def retry_parked(centre_id: UUID, parked_id: UUID) -> None:
    """Give a parked event to its receiver once more; what the receiver raises is raised."""
    row = Parked.objects.of(centre_id).select_for_update().select_related("event").get(pk=parked_id)
    receiver(row.receiver).listen(row.event.as_stored())
    row.delete()
