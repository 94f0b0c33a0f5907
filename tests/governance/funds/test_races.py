"""Many hands at one purse: one signature counts, the last money goes once, one reversal stands."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from changlai.engines.ledger.public import entries_of, recounted, sums
from changlai.governance.funds.actions.signing import Short
from changlai.governance.funds.models import FundEntry, PublishedMonth, Voucher
from changlai.governance.funds.queries.months import first_open
from changlai.governance.funds.states import BOOK
from changlai.kernel.errors import WrongStep
from changlai.kernel.ids import uuid7
from tests.cast import make_village
from tests.flows.at_once import at_once, shared_rows
from tests.governance.funds.conftest import JANUARY, MARCH, Purse

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def together(settings: Any) -> Purse:
    settings.EVENTS_DELIVERY = "worker"
    return Purse(make_village())


def _adds_up(purse: Purse, balance: int) -> None:
    rows = entries_of(purse.centre, BOOK)
    assert sums(rows) == recounted(rows)
    assert sums(rows).balance == balance
    assert FundEntry.objects.of(purse.centre).count() == rows.count()


def test_f43_of_two_who_sign_at_once_exactly_one_counts_and_others_are_told(
    together: Purse, tmp_path: Path
) -> None:
    voucher = together.draft(together.source(), "in", 10_000)
    signers = (together.village.supervisor, together.village.secretary)
    with shared_rows(tmp_path):

        def sign(number: int) -> str:
            try:
                together.sign(voucher, by=signers[number % 2])
            except WrongStep as error:
                return error.sentence
            return "signed"

        said = Counter(at_once(PROCESSES, sign))
        assert said.pop("signed") == 1
        assert list(said.values()) == [PROCESSES - 1]
        assert next(iter(said)).startswith("这一笔已经有人复核、入账了")
        _adds_up(together, 10_000)


def test_f43_two_spendings_of_the_last_money_are_one(together: Purse, tmp_path: Path) -> None:
    source = together.source()
    together.book(source, "in", 10_000)
    drafts = [together.draft(source, "out", 10_000) for _ in range(PROCESSES)]
    with shared_rows(tmp_path):

        def spend(number: int) -> str:
            try:
                together.sign(drafts[number])
            except Short:
                return "short"
            return "spent"

        said = Counter(at_once(PROCESSES, spend))
        assert said == {"spent": 1, "short": PROCESSES - 1}
        _adds_up(together, 0)


def test_f43_a_reversal_raced_is_asked_once_and_signed_once(
    together: Purse, tmp_path: Path
) -> None:
    line = together.book(together.source(), "in", 10_000)
    with shared_rows(tmp_path):

        def undo(number: int) -> str:
            try:
                asked = together.ask_undo(line)
                together.sign(asked)
            except WrongStep:
                return "told"
            return "undone"

        said = Counter(at_once(PROCESSES, undo))
        assert said == {"undone": 1, "told": PROCESSES - 1}
        rows = Voucher.objects.of(together.centre).filter(reverses_id=line.voucher_id)
        assert rows.count() == 1
        _adds_up(together, 0)


def test_f43_sixteen_publish_a_month_once_while_others_sign(
    together: Purse, tmp_path: Path
) -> None:
    source = together.source()
    day = JANUARY.replace(day=9)
    together.book(source, "in", 500, occurred_on=day)
    drafts = [together.draft(source, "in", 100, occurred_on=day) for _ in range(PROCESSES)]
    with shared_rows(tmp_path):

        def work(number: int) -> str:
            try:
                if number % 2:
                    together.publish(JANUARY)
                    return "published"
                together.sign(drafts[number])
            except WrongStep:
                return "told"
            return "signed"

        said = Counter(at_once(PROCESSES, work))
        assert said == {"published": 1, "told": PROCESSES // 2 - 1, "signed": PROCESSES // 2}
        month = PublishedMonth.objects.of(together.centre).get()
        rows = FundEntry.objects.of(together.centre).filter(month=JANUARY)
        assert month.closing == sums(rows, "entry__").balance
        assert month.lines == rows.count()
        assert first_open(together.centre) is not None
        assert FundEntry.objects.of(together.centre).filter(month__lt=MARCH).count() == 9
        _adds_up(together, 500 + 100 * PROCESSES // 2)


def test_f43_one_form_sent_by_sixteen_is_one_voucher(together: Purse, tmp_path: Path) -> None:
    source, form = together.source(), uuid7()
    with shared_rows(tmp_path):
        said = at_once(PROCESSES, lambda number: together.draft(source, "in", 700, form_id=form).pk)
        assert len(set(said)) == 1
        assert Voucher.objects.of(together.centre).count() == 1
