from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from changlai.foundation.people.actions import duty, roles
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.models import RoleGrant
from changlai.foundation.people.public import staff_of
from changlai.foundation.people.queries import needs_second_factor, powers_of
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.events.models import Entry
from tests.cast import NOW, PASSWORD, Village

pytestmark = pytest.mark.django_db


def grant(village: Village, part: str = "secretary", **other: Any) -> RoleGrant:
    facts = {
        "account": village.resident,
        "role": "duty",
        "centre": village.centre,
        "starts_on": NOW.date(),
        "ends_on": NOW.date() + timedelta(days=365),
        "actor": village.actor(village.accounts()[part]),
        "at": NOW,
    }
    return roles.grant_role(**{**facts, **other})


@pytest.mark.parametrize(
    ("part", "role", "allowed"),
    [
        ("secretary", "duty", True),
        ("secretary", "handler", True),
        ("secretary", "secretary", False),
        ("handler", "duty", False),
        ("duty", "duty", False),
        ("resident", "duty", False),
        ("other_secretary", "duty", False),
        ("township", "duty", False),
        ("county", "secretary", False),
        ("operator", "secretary", True),
        ("operator", "duty", True),
        ("security", "duty", False),
        ("auditor", "duty", False),
    ],
)
def test_who_may_give_which_role(village: Village, part: str, role: str, allowed: bool) -> None:
    if allowed:
        assert grant(village, part, role=role).role == role
    else:
        with pytest.raises(NotAllowed):
            grant(village, part, role=role)


def test_nobody_gives_themselves_a_role(village: Village) -> None:
    with pytest.raises(NotAllowed):
        grant(village, account=village.secretary)


@pytest.mark.parametrize(
    "wrong",
    [
        {"ends_on": NOW.date() - timedelta(days=1)},
        {"ends_on": NOW.date() + timedelta(days=6 * 365)},
        {"starts_on": date(2024, 1, 1), "ends_on": date(2025, 1, 1)},
        {"role": "township"},
        {"role": "operator"},
        {"role": "king"},
    ],
)
def test_a_role_needs_its_place_and_a_term(village: Village, wrong: dict[str, Any]) -> None:
    with pytest.raises((BadInput, NotAllowed)):
        grant(village, **wrong)


def test_a_role_is_given_once_for_the_same_days(village: Village) -> None:
    grant(village)
    with pytest.raises(BadInput):
        grant(village)


def test_an_ended_role_is_gone_at_once_and_stays_on_record(village: Village) -> None:
    row = grant(village)
    assert village.actor(village.resident).is_staff
    facts: dict[str, Any] = {
        "grant_id": row.pk,
        "centre": village.centre,
        "actor": village.actor(village.secretary),
        "at": NOW,
    }
    with pytest.raises(BadInput):
        roles.end_role(reason=" ", **facts)
    roles.end_role(reason="调走了", **facts)
    assert not village.actor(village.resident, at=NOW + timedelta(seconds=1)).is_staff
    with pytest.raises(WrongStep):
        roles.end_role(reason="再来", **facts)
    assert Entry.objects.filter(name__startswith="people.role").count() == 2


def test_a_township_role_has_no_power_over_records(village: Village) -> None:
    assert all(power.startswith("area.") for power in powers_of({"township", "county"}))


def test_a_village_cannot_reset_the_password_of_one_who_serves_above(village: Village) -> None:
    actor = village.actor(village.secretary)
    facts: dict[str, Any] = {"centre": village.centre, "actor": actor, "at": NOW}
    _, password = roles.reset_password(account_id=village.duty.pk, **facts)
    village.duty.refresh_from_db()
    assert village.duty.check_password(password)
    assert village.duty.must_change_password
    for account in (village.county, village.secretary, village.other_secretary):
        with pytest.raises(NotAllowed):
            roles.reset_password(account_id=account.pk, **facts)


def test_a_centre_may_ask_for_more_than_the_platform_never_for_less(village: Village) -> None:
    system = Actor.system()
    facts: dict[str, Any] = {"role": "secretary", "actor": system, "at": NOW}
    roles.set_role_setting(centre=village.centre, needs_second_factor=True, **facts)
    assert needs_second_factor(village.secretary, NOW)
    assert not needs_second_factor(village.other_secretary, NOW)
    roles.set_role_setting(centre=None, needs_second_factor=True, **facts)
    roles.set_role_setting(centre=village.centre, needs_second_factor=False, **facts)
    assert needs_second_factor(village.secretary, NOW)
    assert needs_second_factor(village.other_secretary, NOW)
    assert not needs_second_factor(village.resident, NOW)


def test_staff_of_a_centre_by_power(village: Village) -> None:
    with_duty = set(staff_of(village.centre, "people.act_for", at=NOW))
    assert with_duty == {village.secretary, village.handler, village.handler_b, village.duty}
    assert set(staff_of(village.centre, "duty.manage", at=NOW)) == {village.secretary}


@pytest.mark.parametrize("username", ["", "ab", "Zhang San", "张三", "9lives", "a" * 41])
def test_what_is_no_user_name_is_refused(village: Village, username: str) -> None:
    with pytest.raises(BadInput):
        roles.make_staff_account(username=username, name="某人", actor=Actor.system(), at=NOW)


def test_a_resident_becomes_staff_with_the_same_account(village: Village) -> None:
    account, _ = roles.make_staff_account(
        username="chunsheng",
        name="周春生",
        account=village.resident,
        actor=Actor.system(),
        at=NOW,
        password=PASSWORD,
    )
    grant(village)
    actor = village.actor(account)
    assert actor.is_staff
    assert actor.person_id == village.resident_person.pk


def test_the_secretary_adds_staff_by_the_page(village: Village) -> None:
    client = Client()
    client.force_login(village.secretary)
    today = date.today()  # noqa: DTZ011 -- the page itself asks the clock
    typed = {
        "username": "zhiban2",
        "name": "新值班",
        "role": "duty",
        "starts_on": today.isoformat(),
        "ends_on": (today + timedelta(days=90)).isoformat(),
    }
    page = client.post("/c/yunxi/desk/roles/add", typed)
    assert "初始密码" in page.content.decode()
    taken = client.post("/c/yunxi/desk/roles/add", typed)
    assert "已经有人用了" in taken.content.decode()
    secretary = client.post("/c/yunxi/desk/roles/add", {**typed, "role": "secretary"})
    assert secretary.status_code == 200
    assert not RoleGrant.objects.filter(account__username="zhiban2", role="secretary").exists()


def test_only_staff_go_on_duty_and_only_the_keeper_says_so(village: Village) -> None:
    facts: dict[str, Any] = {
        "centre": village.centre,
        "day": NOW.date(),
        "part": "morning",
        "kind": "phone",
        "at": NOW,
    }
    keeper = village.actor(village.secretary)
    duty.set_duty(account_ids=[village.duty.pk], actor=keeper, **facts)
    turns = duty.set_duty(account_ids=[village.handler.pk], actor=keeper, **facts)
    assert [turn.account_id for turn in turns] == [village.handler.pk]
    with pytest.raises(BadInput):
        duty.set_duty(account_ids=[village.resident.pk], actor=keeper, **facts)
    with pytest.raises(NotAllowed):
        duty.set_duty(account_ids=[], actor=village.actor(village.handler), **facts)
