"""After any history, what is published and what is shown is the ledger, to the cent."""

from collections import defaultdict
from datetime import date, datetime, timedelta
from random import Random
from typing import Any
from uuid import UUID

from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changlai.engines.ledger.public import Sums, balances, entries_of, recounted, sums, sums_by
from changlai.governance.funds import metrics
from changlai.governance.funds.actions.signing import NotForThis, Short
from changlai.governance.funds.models import FundEntry, PublishedMonth
from changlai.governance.funds.queries.months import month_view, months_waiting
from changlai.governance.funds.queries.overview import project_views, sums_of_sources
from changlai.governance.funds.states import BOOK, Purpose, month_after
from changlai.kernel.errors import WrongStep
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import recount, total
from tests.cast import SHANGHAI
from tests.governance.funds.conftest import Purse

FIRST = date(2026, 1, 1)
PURPOSES = ("office", "equipment", "activity")


class Played:
    """One random history of a purse, with what plain Python makes of it."""

    def __init__(self, purse: Purse, seed: int) -> None:
        self.purse, self.chance = purse, Random(seed)
        self.sources = [purse.source("甲"), purse.grant(), purse.source("乙", kind="donation")]
        self.projects = [None, purse.project("丙"), purse.project("丁")]
        self.left: dict[UUID, int] = {one.pk: 0 for one in self.sources}
        self.by_purpose: dict[str, int] = defaultdict(int)
        self.by_project: dict[Any, int] = defaultdict(int)
        self.lines: list[FundEntry] = []
        self.undone: set[UUID] = set()
        self.refused = 0

    def play(self) -> None:
        day = FIRST
        for _ in range(self.chance.randrange(6, 22)):
            day += timedelta(days=self.chance.randrange(0, 12))
            at = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI)
            if self.lines and self.chance.random() < 0.25:
                self.undo(at)
            else:
                self.enter(at)
            if self.chance.random() < 0.3:
                for month in months_waiting(self.purse.centre, at)[:1]:
                    self.purse.publish(month, at)
        self.end = datetime(day.year, day.month, day.day, 10, tzinfo=SHANGHAI) + timedelta(days=40)
        for month in months_waiting(self.purse.centre, self.end):
            self.purse.publish(month, self.end)

    def enter(self, at: datetime) -> None:
        source = self.chance.choice(self.sources)
        project = self.chance.choice(self.projects)
        direction = self.chance.choice(("in", "in", "out"))
        # What is told late belongs to an earlier month, published or not.
        on = max(FIRST, at.date() - timedelta(days=self.chance.randrange(0, 45)))
        voucher = self.purse.draft(
            source,
            direction,
            self.chance.randrange(1, 50_000),
            at=at,
            occurred_on=on,
            purpose=self.chance.choice(PURPOSES),
            project_id=project.pk if project else None,
        )
        self.sign(voucher, at)

    def undo(self, at: datetime) -> None:
        line = self.chance.choice(self.lines)
        try:
            voucher = self.purse.ask_undo(line, at=at)
        except WrongStep:
            self.refused += 1
            assert line.pk in self.undone or line.entry.is_reversal or line.voucher.is_reversal
            return
        if self.sign(voucher, at):
            self.undone.add(line.pk)

    def sign(self, voucher: Any, at: datetime) -> bool:
        try:
            with transaction.atomic():
                line = self.purse.sign(voucher, at=at)
        except (Short, NotForThis):
            self.refused += 1
            if voucher.is_reversal:
                self.undone.add(
                    next(one.pk for one in self.lines if one.voucher_id == voucher.reverses_id)
                )
            return False
        cents = voucher.cents if voucher.direction == "in" else -voucher.cents
        self.left[voucher.source_id] += cents
        self.by_purpose[voucher.purpose] += cents
        self.by_project[voucher.project_id] += cents
        self.lines.append(line)
        return True


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32))
def test_f43_published_sums_equal_the_ledger_after_any_history(purse: Purse, seed: int) -> None:
    mark = transaction.savepoint()
    try:
        _check(purse, seed)
    finally:
        transaction.savepoint_rollback(mark)


def _check(purse: Purse, seed: int) -> None:
    played, centre = Played(purse, seed), purse.centre
    played.play()
    rows = entries_of(centre, BOOK)
    assert balances(centre, BOOK) == played.left
    assert sums(rows) == recounted(rows)
    assert sums(rows).balance == sum(played.left.values())
    own = FundEntry.objects.of(centre)
    assert {key: one.balance for key, one in sums_by(rows, "purpose").items()} == played.by_purpose
    by_project = sums_by(own, "project_id", path="entry__")
    assert {key: one.balance for key, one in by_project.items()} == played.by_project
    assert {key: one.balance for key, one in sums_of_sources(own).items()} == {
        key: cents for key, cents in played.left.items() if key in sums_of_sources(own)
    }
    _months_add_up(purse, sums(rows))
    spent = {
        view.project.pk: view.spent
        for view in project_views(centre, [one for one in played.projects if one])
    }
    assert spent == {key: by_project.get(key, Sums()).went for key in spent}
    deliver(centre.pk)
    last = played.end.date()
    assert total(centre, metrics.CAME, FIRST, last) == sums(rows).came
    assert total(centre, metrics.WENT, FIRST, last) == sums(rows).went
    assert recount(centre, FIRST, last, metrics.METRICS) == []


def _months_add_up(purse: Purse, ledger: Sums) -> None:
    months = list(PublishedMonth.objects.of(purse.centre).order_by("month"))
    assert sum((Sums(one.came, one.went) for one in months), Sums()) == ledger
    opening = 0
    for number, month in enumerate(months):
        view = month_view(purse.centre, month.month)
        # What was kept at publishing is what the lines still come to, and what by hand they do.
        assert (view.opening, view.sums.came, view.sums.went, view.closing) == (
            *(month.opening, month.came, month.went, month.closing),
        )
        assert month.opening == opening
        assert recounted(line.row.entry for line in view.lines) == view.sums
        assert len(view.lines) == month.lines
        assert all(one.closing >= 0 for one in view.sources)
        assert number == 0 or months[number - 1].month < month.month
        assert number == 0 or month_after(months[number - 1].month) == month.month
        opening = month.closing
    assert set(PURPOSES) <= set(Purpose.values)
