"""Named reads of the games of an activity."""

from django.db.models import F, QuerySet

from changlai.engines.activities.public import Activity, Document
from changlai.halls.gatherings.models import Fixture


def fixtures_of(activity: Activity) -> QuerySet[Fixture]:
    """Return the games of an activity in order of time, those without one last.

    Asks nothing of an activity whose kind keeps no games.
    """
    rows: QuerySet[Fixture] = Fixture.objects.of(activity.centre_id)
    if Document.FIXTURES not in activity.version.documents:
        return rows.none()
    return rows.filter(activity=activity).order_by(F("at").asc(nulls_last=True), "noted_at", "id")
