"""What opening a case looks up each time, kept for a minute: kinds, promised times, open weeks.

Kind versions and service levels are never edited once in use, so a kept row is always true;
only "which is the newest" can be up to a minute old in another process.
"""

import datetime as dt
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.engines.cases.models import Case, Category, KindVersion, ServiceLevel
from changlai.engines.cases.states import Urgency
from changlai.foundation.areas.public import open_week
from changlai.kernel.errors import BadInput
from changlai.kernel.keeping import Kept
from changlai.kernel.workcalendar.clocks import OpenWeek

_kept = Kept()
_keep = _kept.keep
_levels: dict[UUID, ServiceLevel] = {}
forget = _kept.forget
"""Drop what is kept for a centre, after its kinds, levels or hours changed here."""


def kind_now(centre_id: UUID, code: str) -> KindVersion:
    """Return the version of a kind that a new case is opened under.

    Raises BadInput if there is none.
    """

    def newest() -> KindVersion | None:
        rows = KindVersion.objects.of(centre_id).filter(code=code)
        return rows.order_by("-version").first()

    found = _keep("kind", centre_id, code, newest)
    if found is None:
        forget(centre_id)
        raise BadInput("请选择要反映的事情属于哪一种。")
    return found


def kinds_now(centre_id: UUID, family: str) -> list[KindVersion]:
    """Return the newest versions of all kinds of a family, in the order of their definitions."""

    def newest() -> list[KindVersion]:
        rows = KindVersion.objects.of(centre_id).filter(family=family).order_by("version")
        by_code = {row.code: row for row in rows}
        return sorted(by_code.values(), key=lambda row: (row.rules.order, row.code))

    return list(_keep("kinds", centre_id, family, newest))


def level_now(
    centre_id: UUID, kind: str, category: Category | None, urgency: str, at: dt.datetime
) -> ServiceLevel:
    """Return the promised times for a new case: the nearest category wins, then the latest date.

    Raises BadInput if the centre promises nothing for the kind.
    """

    def all_of_kind() -> list[tuple[str, ServiceLevel]]:
        rows = ServiceLevel.objects.of(centre_id).filter(kind=kind).select_related("category")
        return [(row.category.path if row.category else "", row) for row in rows]

    day = timezone.localdate(at)
    path = category.path if category else ""
    best: tuple[tuple[bool, int, bool, int], ServiceLevel] | None = None
    for scope, row in _keep("levels", centre_id, kind, all_of_kind):
        inside = not scope or f"{path}/".startswith(f"{scope}/")
        if not inside or row.urgency not in (urgency, Urgency.NORMAL):
            continue
        # Imported and demo cases may be older than every rule: then the oldest rule serves them.
        held, dated = row.valid_from <= day, row.valid_from.toordinal()
        rank = (row.urgency == urgency, len(scope), held, dated if held else -dated)
        if best is None or rank > best[0]:
            best = (rank, row)
    if best is None:
        raise BadInput("这一类事情还没有设定办理时限，请先在设置里补上。")
    _levels[best[1].pk] = best[1]
    return best[1]


def level_of(case: Case) -> ServiceLevel:
    """Return the promised times that a case was opened under."""
    found = _levels.get(case.level_id)
    if found is None:
        found = _levels[case.level_id] = case.level
    return found


def week_of(centre: Any) -> OpenWeek:
    """Return the centre's opening hours."""
    return _keep("week", centre.pk, "", lambda: open_week(centre))
