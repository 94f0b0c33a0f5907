from datetime import date, timedelta

import pytest

from changlai.foundation.areas.public import Area
from changlai.foundation.people.models import Account
from changlai.foundation.people.public import Actor
from changlai.foundation.people.queries import actor_of
from tests.cast import NOW, Village, give_role, make_staff


@pytest.mark.parametrize(
    ("part", "power", "holds"),
    [
        ("secretary", "people.manage", True),
        ("secretary", "centre.manage", True),
        ("handler", "people.manage", True),
        ("handler", "centre.manage", False),
        ("duty", "people.act_for", True),
        ("duty", "people.manage", False),
        ("resident", "people.act_for", False),
        ("neighbour", "people.act_for", False),
        ("other_secretary", "people.manage", False),
        ("township", "area.see", True),
        ("township", "people.see", False),
        ("county", "area.see", True),
        ("county", "people.see", False),
        ("operator", "people.see", False),
        ("operator", "platform.manage", True),
        ("auditor", "audit.see", True),
        ("auditor", "people.see", False),
        ("security", "audit.see", False),
    ],
)
def test_a_role_gives_its_powers_and_no_other(
    village: Village, part: str, power: str, holds: bool
) -> None:
    assert village.actor(village.accounts()[part]).can(power) is holds


def test_a_township_role_reaches_the_villages_under_it_only(village: Village) -> None:
    Area.objects.create(code="990103", level=3, name="他县", parent_code="9901", full_name="他县")
    elsewhere = make_staff("zhen2", "township", area="990103")
    assert village.actor(village.township).roles == {"township"}
    assert village.actor(elsewhere).roles == frozenset()
    assert not village.actor(village.township).is_staff


def test_a_role_holds_only_within_its_term(village: Village) -> None:
    late = make_staff(
        "jiu",
        "handler",
        centre=village.centre,
        starts_on=date(2025, 1, 1),
        ends_on=date(2026, 3, 17),
    )
    assert not village.actor(late).is_staff
    assert village.actor(late, at=NOW - timedelta(days=1)).is_staff


def test_one_account_is_staff_here_and_resident_there(village: Village) -> None:
    give_role(village.resident, "duty", centre=village.centre)
    here = village.actor(village.resident)
    assert here.is_staff
    assert here.person_id == village.resident_person.pk
    there = village.actor(village.resident, centre=village.other_centre)
    assert not there.is_staff
    assert there.person_id is None


def test_a_session_begun_by_phone_code_carries_no_role(village: Village) -> None:
    actor = actor_of(account=village.secretary, centre=village.centre, at=NOW, with_roles=False)
    assert actor.powers == frozenset()


def test_system_has_every_power_and_no_account(village: Village) -> None:
    system = Actor.system(village.centre.pk)
    assert system.can("anything.at_all")
    assert system.account_id is None
    assert not Actor.anonymous().can("people.see")


def test_an_actor_costs_two_queries(village: Village, django_assert_num_queries) -> None:
    account = Account.objects.get(pk=village.secretary.pk)
    with django_assert_num_queries(2):
        village.actor(account)
