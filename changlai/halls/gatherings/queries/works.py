"""Named reads of exhibited works: those that may be seen on a day, and an author's own."""

from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from changlai.engines.activities.public import Activity
from changlai.halls.gatherings.models import Work


def works_of(activity: Activity) -> QuerySet[Work]:
    """Return all works of an exhibition, as the desk sees them."""
    rows: QuerySet[Work] = Work.objects.of(activity.centre_id).filter(activity=activity)
    return rows.select_related("image", "author")


def shown_works(activity: Activity, day: date) -> QuerySet[Work]:
    """Return the works others may see on a day: in their time, while the author agrees (F37)."""
    return works_of(activity).filter(
        consented_at__isnull=False,
        withdrawn_at__isnull=True,
        shown_from__lte=day,
        shown_until__gte=day,
    )


def own_works(centre: Any, person_id: UUID | None) -> QuerySet[Work]:
    """Return the works of one author, the latest first."""
    rows: QuerySet[Work] = Work.objects.of(centre).filter(author_id=person_id)
    if person_id is None:
        return rows.none()
    return rows.select_related("image", "activity").order_by("-at", "-id")
