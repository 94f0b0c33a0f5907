"""What belongs to a theme, and its sum by source."""

from typing import Any

from django.db.models import Q

from changlai.engines.activities.public import (
    Activity,
    ActivityState,
    Visibility,
    with_counts,
)
from changlai.halls.gatherings.models import Theme, ThemeItem
from changlai.kernel.records.public import Record
from changlai.kernel.records.public import Visibility as RecordVisibility
from changlai.kernel.registry.public import collect

ACTIVITY = "activity"
OTHERS = {
    "activity": "活动",
    "case": "诉求",
    "public_answer": "公开的答复",
    "decision": "定下的事",
    "booking": "场所预约",
}


def kind_titles() -> dict[str, str]:
    """Return what each kind of record is called, as the search names it."""
    return OTHERS | {one.kind: one.title for one in collect("searchable")}


def items_of(theme: Theme) -> Any:
    """Return the items of a theme with their records, in order of time."""
    return (
        ThemeItem.objects.of(theme.centre_id)
        .filter(theme=theme)
        .select_related("record")
        .order_by("record__at", "id")
    )


def activities_of(theme: Theme, *, everything: bool) -> Any:
    """Return the activities of a theme; others than staff find the announced public ones."""
    keys = items_of(theme).order_by().values("record_id")
    rows = Activity.objects.of(theme.centre_id).filter(pk__in=keys)
    rows = rows if everything else rows.shown()
    return rows.select_related("preset", "organiser").order_by("first_starts", "id")


def counts_of(theme: Theme) -> dict[str, Any]:
    """Return the sum of a theme: how many of each kind, activities held, heads that came.

    The numbers come from the records that belong to it, so each can be opened row by row (F40).
    """
    by_kind: dict[str, int] = {}
    for kind in items_of(theme).order_by().values_list("record__kind", flat=True):
        by_kind[kind] = by_kind.get(kind, 0) + 1
    rows = with_counts(activities_of(theme, everything=True))
    done = [row for row in rows if row.state == ActivityState.DONE]
    return {
        "by_kind": by_kind,
        "done": len(done),
        "came": sum(row.came + row.guests for row in done),
    }


def records_to_add(theme: Theme, words: str) -> Any:
    """Return records whose title has the words and that are not in the theme; of its time first."""
    zone_days = Q(at__date__gte=theme.since, at__date__lte=theme.until)
    rows = Record.objects.of(theme.centre_id).exclude(pk__in=items_of(theme).values("record_id"))
    rows = rows.filter(title__icontains=words.strip()) if words.strip() else rows.filter(zone_days)
    public = [RecordVisibility.PUBLIC, RecordVisibility.STAFF]
    return rows.filter(visibility__in=public).order_by("-at", "-id")


def is_public(activity: Activity) -> bool:
    """Say whether others than staff may find an activity."""
    return activity.visibility == Visibility.PUBLIC and activity.state != ActivityState.DRAFT
