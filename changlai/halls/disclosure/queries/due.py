"""该公开的: which item for which month, quarter or year, by when, and how far it is."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery

from changlai.engines.content.public import Archived, Version, VersionState
from changlai.halls.disclosure.models import Disclosure, DisclosureItem
from changlai.halls.disclosure.periods import Period, periods_between
from changlai.halls.disclosure.states import KIND, Rhythm


@dataclass(frozen=True)
class Due:
    """One item for one period: the last day in time, and what there is of it already."""

    item: DisclosureItem
    period: Period
    due_on: date
    disclosure: Disclosure | None
    is_out: bool
    today: date

    @property
    def is_over(self) -> bool:
        """Whether its period is over, so that it can be disclosed whole."""
        return self.period.ends < self.today

    @property
    def is_late(self) -> bool:
        """Whether it should have been public before today."""
        return not self.is_out and self.due_on < self.today

    @property
    def days_late(self) -> int:
        """Return by how many days it is late."""
        return max((self.today - self.due_on).days, 0)

    @property
    def tag(self) -> tuple[str, str]:
        """Return tone and words of how far it is."""
        if self.is_out:
            return "done", "公开了"
        if self.is_late:
            return "late", f"晚了{self.days_late}天"
        if self.disclosure is not None:
            return "hand", "在做"
        return ("waiting", "该公开了") if self.is_over else ("plain", "还没到")


def readable(centre: Any) -> Any:
    """Return the newest public wording of each disclosure: what stands, and the archive.

    Taken down is out of sight, also with all that stood there before it.
    """
    ended = Q(state=VersionState.ARCHIVED, archived_why=Archived.ENDED)
    rows = Version.objects.of(centre).filter(Q(state=VersionState.PUBLISHED) | ended, kind=KIND)
    later = Version.objects.filter(
        centre_id=OuterRef("centre_id"),
        piece_id=OuterRef("piece_id"),
        state__in=[VersionState.PUBLISHED, VersionState.ARCHIVED],
    ).order_by("-number")
    return rows.filter(number=Subquery(later.values("number")[:1]))


def dues(centre: Any, today: date) -> list[Due]:
    """Return everything that is or was due up to this period, the oldest day first.

    Two statements, however many items and periods there are.
    """
    items = list(DisclosureItem.objects.of(centre).filter(is_active=True))
    out = readable(centre).filter(centre_id=OuterRef("centre_id"), piece_id=OuterRef("piece_id"))
    rows = Disclosure.objects.of(centre).exclude(rhythm=Rhythm.OCCASION)
    rows = rows.annotate(is_out=Exists(out))
    begun = {(one.item_id, one.period): one for one in rows}
    found = []
    for item in items:
        for period in periods_between(item.rhythm, item.since, today):
            row = begun.get((item.pk, period.code))
            due_on = period.due_on(item.due_days)
            is_out = bool(row is not None and row.is_out)
            found.append(Due(item, period, due_on, row, is_out, today))
    return sorted(found, key=lambda one: (one.due_on, one.item.order))


def overdue(centre: Any, today: date) -> list[Due]:
    """Return what should have been public before today."""
    return [one for one in dues(centre, today) if one.is_late]


def current(rows: list[Due], ahead: int = 31) -> list[Due]:
    """Keep what needs somebody: what is late or over, and what falls due soon."""
    return [
        one
        for one in rows
        if not one.is_out and (one.is_over or one.due_on <= one.today + timedelta(days=ahead))
    ]
