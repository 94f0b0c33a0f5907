"""Named reads of checklists: the version in use, a run by groups, and its sum."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q

from changlai.foundation.people.public import Actor
from changlai.governance.checklists import policies
from changlai.governance.checklists.models import ChecklistVersion, RunLine
from changlai.governance.checklists.states import UNCOUNTED, Verdict
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.registry.public import collect, measure


def newest_version(checklist: Any) -> ChecklistVersion | None:
    """Return the version in use."""
    rows = ChecklistVersion.objects.of(checklist.centre_id).filter(checklist=checklist)
    found: ChecklistVersion | None = rows.select_related("made_by").first()
    return found


def with_sums(runs: Any) -> Any:
    """Add to runs how many items are met, are gaps, could not be counted, and are still open."""

    def many(*verdicts: str) -> Count:
        return Count("lines", filter=Q(lines__verdict__in=verdicts))

    return runs.annotate(
        met=many(Verdict.MET),
        gaps=many(Verdict.GAP),
        uncounted=many(*sorted(UNCOUNTED)),
        left=many(Verdict.OPEN),
    )


def runs_listed(actor: Actor) -> Any:
    """Return the runs an actor may read with their sums, the newest first."""
    rows = with_sums(policies.visible_runs(actor))
    return rows.select_related("version__checklist", "started_by").order_by("-started_at", "-id")


@dataclass(frozen=True)
class Shown:
    """One item as a page shows it: whether its source is still there, and where to look."""

    row: Any
    is_there: bool
    formula: str
    url: str
    issue_url: str = ""


def shown(row: Any, centre: Any) -> Shown:
    """Return an item with what the house knows of its source today; an old number stays."""
    found = measure(row.measure, centre.off) if row.measure else None
    case = row.issue_case if isinstance(row, RunLine) else None
    # Which page an issue has is said by its kind, as data: parts of one storey name none.
    name = case.rules.url_name if case else ""
    return Shown(
        row,
        is_there=found is not None or not row.measure,
        formula=found.words if found else "",
        url=optional_url(centre, found.url_name) if found and found.url_name else "",
        issue_url=optional_url(centre, name, pk=case.pk) if case and name else "",
    )


def by_group(rows: Iterable[Any], centre: Any) -> list[tuple[str, list[Shown]]]:
    """Return items by group, both in the order of the list."""
    found: dict[str, list[Shown]] = {}
    for row in rows:
        found.setdefault(row.group, []).append(shown(row, centre))
    return list(found.items())


def measure_choices(centre: Any, also: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Return what the house can count, to choose from; a code whose source is gone stays."""
    known = [(one.code, f"{one.title}({one.unit})") for one in collect("measures", centre.off)]
    codes = {code for code, _ in known}
    gone = [(code, f"{code}(来源没有了)") for code in dict.fromkeys(also) if code not in codes]
    return [("", "人去看"), *known, *(one for one in gone if one[0])]
