"""The three rates by month and by category, from the same formulas and cases as the rates."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet

from changlai.engines.cases.public import Case, Category, RateCode, cases_behind, formula_of
from changlai.foundation.people.public import Actor
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.queries import day_span
from changlai.kernel.metrics.declarations import Rate

NO_CATEGORY = "none"
"""Stands in an address for voices that nobody has put anywhere yet."""
PARTS = ("numerator", "denominator")
SILENT = "out.not_rated"
"""Who could rate and did not: without them a satisfaction says nothing (F62)."""


@dataclass(frozen=True)
class RateCell:
    """One rate in one row of a table, with the codes of the cases behind it."""

    code: str
    rate: Rate
    response: Rate | None = None
    """Beside satisfaction alone: how many of those who could rate did."""

    @property
    def numerator_code(self) -> str:
        """Return the filter code of the cases above the line."""
        return f"{self.code}.numerator"

    @property
    def denominator_code(self) -> str:
        """Return the filter code of the cases below the line."""
        return f"{self.code}.denominator"


@dataclass(frozen=True)
class RateRow:
    """The three rates of a month or of a category."""

    title: str
    since: date
    until: date
    cells: tuple[RateCell, ...]
    category: str = ""


def months_until(last: date, count: int) -> list[tuple[date, date]]:
    """Return the first and last day of the latest `count` months, newest first; the last may run.

    The month of `last` ends on `last`.
    """
    months = []
    for _ in range(count):
        first = last.replace(day=1)
        months.append((first, last))
        last = first - timedelta(days=1)
    return months


def rates_by_month(actor: Actor, centre: Any, last: date, count: int = 12) -> list[RateRow]:
    """Return the rates of the latest months, newest first; each month by the formula of its end.

    Two statements for each rate while its formula stays the same, and three for satisfaction,
    however many months.
    """
    months = months_until(last, count)
    found: dict[tuple[str, str], dict[date, int]] = {}
    for code in RateCode:
        for formula_on, those in _by_formula(code, months):
            for part in _parts(code):
                rows = cases_behind(
                    centre,
                    f"{code.value}.{part}",
                    those[-1][0],
                    those[0][1],
                    actor=actor,
                    family=FAMILY,
                    formula_on=formula_on,
                )
                of = formula_of(code, formula_on).of
                counted = rows.order_by().aggregate(
                    **{
                        f"m{place}": Count("pk", filter=of(*_moments(month)))
                        for place, month in enumerate(those)
                    }
                )
                days = found.setdefault((code.value, part), {})
                for place, (first, _) in enumerate(those):
                    days[first] = counted[f"m{place}"]
    told = [
        RateRow(
            title=f"{first.year}年{first.month}月",
            since=first,
            until=end,
            cells=tuple(
                _cell(code, {part: found[code.value, part][first] for part in _parts(code)})
                for code in RateCode
            ),
        )
        for first, end in months
    ]
    # Months before the centre's first voice say nothing.
    while told and not any(cell.rate.denominator for cell in told[-1].cells):
        told.pop()
    return told


def _parts(code: RateCode) -> tuple[str, ...]:
    return (*PARTS, SILENT) if code is RateCode.SATISFACTION else PARTS


def _cell(code: RateCode, counts: Mapping[str, int]) -> RateCell:
    above, below = (counts[part] for part in PARTS)
    response = None if SILENT not in counts else Rate(below, below + counts[SILENT])
    return RateCell(code.value, Rate(above, below), response)


def _moments(month: tuple[date, date]) -> tuple[datetime, datetime]:
    since, until = day_span(*month)
    assert since is not None and until is not None  # noqa: PT018, S101 -- both days are given
    return since, until


def _by_formula(
    code: RateCode, months: list[tuple[date, date]]
) -> Iterator[tuple[date, list[tuple[date, date]]]]:
    """Yield runs of months (newest first) that are counted by one formula, with a day of it."""
    run: list[tuple[date, date]] = []
    for month in months:
        if run and formula_of(code, run[-1][1]) is not formula_of(code, month[1]):
            yield run[0][1], run
            run = []
        run.append(month)
    if run:
        yield run[0][1], run


def rates_by_category(actor: Actor, centre: Any, since: date, until: date) -> list[RateRow]:
    """Return the rates of a span for each top category, in the order of the tree.

    A voice counts under the root of its category. Eight statements, however long the tree.
    """
    found: dict[str, dict[tuple[str, str], int]] = {}
    for code in RateCode:
        for part in _parts(code):
            rows = cases_behind(
                centre, f"{code.value}.{part}", since, until, actor=actor, family=FAMILY
            )
            for path, number in (
                rows.order_by().values_list("category__path").annotate(number=Count("pk"))
            ):
                root = path.split("/")[0] if path else NO_CATEGORY
                cells = found.setdefault(root, {})
                cells[code.value, part] = cells.get((code.value, part), 0) + number
    roots = Category.objects.of(centre).filter(code__in=found).order_by("order", "path")
    titles = {root.code: root.name for root in roots}
    if NO_CATEGORY in found:
        titles[NO_CATEGORY] = "还没分类"
    return [
        RateRow(
            title=title,
            since=since,
            until=until,
            category=root,
            cells=tuple(
                _cell(code, {part: found[root].get((code.value, part), 0) for part in _parts(code)})
                for code in RateCode
            ),
        )
        for root, title in titles.items()
    ]


def within(rows: QuerySet[Case], category: str) -> QuerySet[Case]:
    """Keep the cases of a category and of all below it, as an address names it; "" keeps all."""
    if not category:
        return rows
    if category == NO_CATEGORY:
        return rows.filter(category__isnull=True)
    return rows.filter(Q(category__path=category) | Q(category__path__startswith=f"{category}/"))
