"""The demo village talks: varied, never in the future, and the same for the same seed."""

from collections import Counter
from datetime import date, datetime
from typing import Any

import pytest

from changlai.engines.cases.public import Case, StateType
from changlai.foundation.areas.public import Hamlet
from changlai.foundation.areas.stage import DemoVillage, chance, set_stage
from changlai.foundation.people.demo import DEMO as OF_PEOPLE
from changlai.foundation.people.public import Role
from changlai.halls.voices.demo import DEMO
from changlai.halls.voices.models import BoxOpening, CallLog
from changlai.kernel.events.public import deliver
from changlai.kernel.outbox.public import Sending
from tests.cast import SHANGHAI, make_person, make_resident, make_staff

TOLD = next(act for act in OF_PEOPLE if act.code == "told")
UNTIL = date(2026, 3, 18)
MORNING = datetime(2026, 3, 18, 10, 30, tzinfo=SHANGHAI)


def people_of(village: DemoVillage) -> None:
    number = 0
    for centre in (village.centre, village.neighbour):
        hamlets = list(Hamlet.objects.of(centre))
        since: dict[str, Any] = {"centre": centre, "starts_on": village.since}
        make_staff(f"s-{centre.code}", Role.SECRETARY, name="林书记", **since)
        for one in range(2):
            make_staff(f"h{one}-{centre.code}", Role.HANDLER, name=f"小陈{one}", **since)
        make_staff(f"d-{centre.code}", Role.DUTY, name="小吴", **since)
        for one in range(8):
            number += 1
            person = make_resident(centre, f"村民{number}", number)
            person.hamlet = hamlets[one % len(hamlets)]
            person.save()
        for _ in range(4):
            number += 1
            make_person(centre, f"老人{number}", number=number)


def play(months: int = 1) -> DemoVillage:
    village = set_stage(seed=7, months=months, until=UNTIL, now=MORNING)
    people_of(village)
    for act in (*DEMO, TOLD):
        village.rng = chance(7, act.code)
        act.play(village)
        for centre in (village.centre, village.neighbour):
            deliver(centre.pk)
    return village


@pytest.mark.slow
@pytest.mark.django_db
def test_the_village_looks_alive() -> None:
    village = play()
    cases = list(Case.objects.of(village.centre))
    assert 35 <= len(cases) <= 80
    assert 3 <= Case.objects.of(village.neighbour).count() <= 20
    assert max(case.opened_at for case in cases) <= MORNING
    assert {case.channel for case in cases} >= {"online", "phone", "counter", "paper"}
    types = Counter(case.state_type for case in cases)
    assert types[StateType.RESOLVED] > len(cases) / 2
    assert types[StateType.OPEN]
    assert types[StateType.WAITING]
    assert types[StateType.CLOSED]
    today = [case for case in cases if case.opened_at.astimezone(SHANGHAI).date() == UNTIL]
    assert len(today) >= 3
    open_ = [case for case in cases if case.state_type == StateType.OPEN]
    assert any(case.next_deadline_at and case.next_deadline_at < MORNING for case in open_)
    assert any(case.alarm_level == "near" for case in open_)
    assert len({case.text for case in cases}) > len(cases) * 0.8
    assert CallLog.objects.of(village.centre).to_return().count() == 1
    assert BoxOpening.objects.of(village.centre).exists()
    assert not [case for case in cases if case.published_at and not case.may_publish]
    waiting = Sending.objects.of(village.centre).waiting()
    assert not [one for one in waiting if (MORNING - one.due_at).total_seconds() > 20 * 3600]


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_same_seed_plays_the_same_village() -> None:
    from django.db import transaction

    def facts() -> list[tuple[Any, ...]]:
        found: list[tuple[Any, ...]] = []
        with transaction.atomic():
            village = play()
            rows = Case.objects.of(village.centre).order_by("opened_at", "text")
            found = list(rows.values_list("opened_at", "kind", "channel", "text", "state", "face"))
            transaction.set_rollback(True)
        return found

    assert facts() == facts()


@pytest.mark.django_db
def test_a_village_without_people_stays_silent() -> None:
    village = set_stage(seed=7, months=1, until=UNTIL, now=MORNING)
    for act in (*DEMO, TOLD):
        act.play(village)
    assert not Case.objects.of(village.centre).exists()
