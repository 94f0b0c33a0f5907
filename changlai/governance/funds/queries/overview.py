"""What there is: each source with its balance, each project with budget and spending."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Q

from changlai.engines.ledger.public import Sums, sums_by
from changlai.governance.funds.models import FundEntry, FundPlan, FundProject, FundSource
from changlai.governance.funds.states import Purpose, SourceKind


@dataclass(frozen=True)
class SourceView:
    """One source with what came, went and is left, in cents."""

    source: FundSource
    sums: Sums

    @property
    def balance(self) -> int:
        """Return what is left."""
        return self.sums.balance

    @property
    def missing(self) -> int:
        """Return what was promised and has not come yet."""
        promised = self.source.promised_cents or 0
        return max(0, promised - self.sums.came)


@dataclass(frozen=True)
class KindView:
    """The sources of one kind with their sum."""

    label: str
    sources: list[SourceView]
    sums: Sums


def sums_of_sources(rows: Any) -> dict[UUID, Sums]:
    """Return what came and went of each source, from the lines."""
    return sums_by(rows, "source_id", path="entry__")


def overview(sources: Iterable[FundSource], sums: dict[UUID, Sums]) -> list[KindView]:
    """Return sources by their kind, in the order in which villages list them."""
    views = [SourceView(one, sums.get(one.pk, Sums())) for one in sources]
    found = []
    for kind in SourceKind:
        own = [one for one in views if one.source.kind == kind]
        if own:
            found.append(KindView(kind.label, own, sum((one.sums for one in own), Sums())))
    return found


@dataclass(frozen=True)
class PlanView:
    """Of one purpose: planned and spent, in cents."""

    label: str
    planned: int
    spent: int

    @property
    def left(self) -> int:
        """Return what may still be spent; below nothing where more was spent than planned."""
        return self.planned - self.spent

    @property
    def over(self) -> int:
        """Return by how much more was spent than planned."""
        return max(0, -self.left)


@dataclass(frozen=True)
class ProjectView:
    """A project with its budget and what it cost so far."""

    project: FundProject
    plans: list[PlanView]
    planned: int
    spent: int

    @property
    def over(self) -> int:
        """Return by how much more was spent than planned."""
        return max(0, self.spent - self.planned)


def project_views(
    centre: Any, projects: Iterable[FundProject], *, entries: Any = None
) -> list[ProjectView]:
    """Return projects with budget and spending, of these lines where not of all; two statements."""
    chosen = list(projects)
    keys = [one.pk for one in chosen]
    planned: dict[UUID, dict[str, int]] = {key: {} for key in keys}
    for plan in FundPlan.objects.of(centre).filter(project_id__in=keys):
        planned[plan.project_id][plan.purpose] = plan.cents
    rows = FundEntry.objects.of(centre) if entries is None else entries
    rows = rows.filter(project_id__in=keys)
    spent: dict[UUID, dict[str, int]] = {key: {} for key in keys}
    sums = sums_by(rows, "project_id", "entry__purpose", path="entry__")
    for (key, purpose), one in sums.items():
        spent[key][purpose] = one.went
    return [_project_view(one, planned[one.pk], spent[one.pk]) for one in chosen]


def _project_view(
    project: FundProject, planned: dict[str, int], spent: dict[str, int]
) -> ProjectView:
    plans = [
        PlanView(one.label, planned.get(one, 0), spent.get(one, 0))
        for one in Purpose
        if one in planned or spent.get(one)
    ]
    return ProjectView(project, plans, sum(planned.values()), sum(spent.values()))


def found_entries(
    rows: Any,
    *,
    words: str = "",
    source: str = "",
    side: str = "",
    purpose: str = "",
    month: date | None = None,
) -> Any:
    """Narrow lines by words, source, side, purpose and month; newest first."""
    if words:
        rows = rows.filter(
            Q(words__icontains=words)
            | Q(voucher__party__icontains=words)
            | Q(voucher__voucher_number__icontains=words)
            | Q(project__title__icontains=words)
        )
    if source:
        rows = rows.filter(source_id=source)
    if side:
        other = "out" if side == "in" else "in"
        rows = rows.filter(
            Q(entry__direction=side, entry__reverses=None)
            | Q(entry__direction=other, entry__reverses__isnull=False)
        )
    if purpose:
        rows = rows.filter(entry__purpose=purpose)
    if month is not None:
        rows = rows.filter(month=month)
    return rows.select_related("entry", "source", "project", "voucher__source").order_by(
        "-entry__occurred_on", "-id"
    )
