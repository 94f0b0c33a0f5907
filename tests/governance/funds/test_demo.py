"""The demo village's money: believable, signed by two, published, and the sums agree."""

from changlai.engines.cases.public import Case
from changlai.engines.ledger.public import entries_of, recounted, sums
from changlai.foundation.areas.stage import set_stage
from changlai.foundation.people.public import Role
from changlai.governance.funds.demo import GRANT, UNSIGNED, play
from changlai.governance.funds.models import FundEntry, FundSource, PublishedMonth, Voucher
from changlai.governance.funds.queries.months import months_waiting
from changlai.governance.funds.states import BOOK
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import recount
from changlai.kernel.registry.public import collect
from tests.cast import make_staff
from tests.halls.voices.test_demo import MORNING, UNTIL, people_of


def test_f43_half_a_year_of_money_with_a_reversal_and_a_question(db: None) -> None:
    village = set_stage(seed=7, months=6, until=UNTIL, now=MORNING)
    people_of(village)
    centre = village.centre
    for name, role in (("bz", Role.CLERK), ("jw", Role.SUPERVISOR)):
        make_staff(name, role, centre=centre, starts_on=village.since)
    for pack in collect("pack"):
        pack.unpack(centre, village.moment(village.since, 8))
    play(village)
    grant = FundSource.objects.of(centre).get(title=GRANT)
    assert grant.is_restricted
    lines = FundEntry.objects.of(centre)
    assert lines.count() > 20
    assert lines.filter(entry__reverses__isnull=False).count() == 1
    assert Voucher.objects.of(centre).filter(state="drafted").count() == UNSIGNED
    assert PublishedMonth.objects.of(centre).count() >= 4
    assert Case.objects.of(centre).filter(origin_record__kind="fund_entry").count() == 1
    rows = entries_of(centre, BOOK)
    assert sums(rows) == recounted(rows)
    assert sums(rows).balance > 0
    deliver(centre.pk)
    found = recount(centre, village.since, UNTIL)
    assert [one for one in found if one.metric.startswith("funds")] == []


def test_f43_a_village_of_one_month_has_a_month_to_read_and_one_to_publish(db: None) -> None:
    village = set_stage(seed=7, months=1, until=UNTIL, now=MORNING)
    people_of(village)
    for name, role in (("bz", Role.CLERK), ("jw", Role.SUPERVISOR)):
        make_staff(name, role, centre=village.centre, starts_on=village.since)
    for pack in collect("pack"):
        pack.unpack(village.centre, village.moment(village.since, 8))
    play(village)
    assert PublishedMonth.objects.of(village.centre).get().lines == 2
    assert len(months_waiting(village.centre, MORNING)) == 1


def test_a_village_without_a_clerk_has_no_demo_money(db: None) -> None:
    village = set_stage(seed=7, months=1, until=UNTIL, now=MORNING)
    people_of(village)
    play(village)
    assert not FundSource.objects.of(village.centre).exists()
