from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from changlai.foundation.people.models import Household, RoleGrant
from changlai.foundation.people.urls import urlpatterns
from tests.cast import NOW, Village, make_person, phone

pytestmark = pytest.mark.django_db


def desk(village: Village, part: str = "secretary") -> Client:
    client = Client()
    client.force_login(village.accounts()[part])
    return client


@pytest.fixture
def household(village: Village) -> Household:
    return Household.objects.create(centre=village.centre, number="1-001")


def addresses(village: Village, household: Household) -> dict[str, str]:
    keys: dict[str, dict[str, Any]] = {
        "household": {"pk": household.pk},
        "household_edit": {"pk": household.pk},
        "role_grant": {"pk": village.handler.pk},
        "helps_of_one": {"pk": village.handler.pk},
        "staff_reset": {"pk": village.handler.pk},
        "role_end": {"pk": RoleGrant.objects.get(account=village.handler).pk},
        "duty_set": {"day": "2026-03-18", "part": "morning"},
    }
    for name in ("person", "person_edit", "person_merge", "person_delegate", "act_for"):
        keys[name] = {"pk": village.phoneless_person.pk}
    skipped = {"act_for_slip", "role_settings", "delegation_end", "act_by_delegation"}
    skipped |= {"factor_remove"}
    names = {pattern.name for pattern in urlpatterns} - skipped
    found = {}
    for name in names:
        values = keys.get(str(name), {})
        of_site = {"security", "sign_out_everywhere"}
        code = {} if name in of_site else {"code": village.centre.code}
        found[str(name)] = reverse(f"people:{name}", kwargs={**code, **values})
    return found


def test_every_page_opens_for_the_secretary(village: Village, household: Household) -> None:
    make_person(village.centre, "林向荣", account=village.secretary)
    client = desk(village)
    for name, address in addresses(village, household).items():
        answer = client.get(address)
        assert answer.status_code in {200, 302}, name


def test_a_strangers_centre_is_not_found(village: Village, household: Household) -> None:
    client = desk(village, "other_secretary")
    for name, address in addresses(village, household).items():
        if "/desk/" in address:
            assert client.get(address).status_code == 404, name


def test_a_resident_finds_no_desk(village: Village, household: Household) -> None:
    client = desk(village, "resident")
    for name, address in addresses(village, household).items():
        if "/desk/" in address:
            assert client.get(address).status_code == 404, name


def test_nobody_finds_a_centre_that_is_not_there_or_closed(village: Village) -> None:
    assert Client().get("/c/nowhere/sign-in").status_code == 404
    village.other_centre.is_active = False
    village.other_centre.save()
    assert Client().get("/c/wanhe/sign-in").status_code == 404


def test_another_villages_person_is_not_found(village: Village) -> None:
    client = desk(village)
    address = f"/c/yunxi/desk/people/{village.neighbour_person.pk}"
    assert client.get(address).status_code == 404
    assert client.post(address, {"field": "phone"}).status_code == 404


def test_numbers_are_masked_until_asked_for_and_the_asking_is_noted(village: Village) -> None:
    from changlai.kernel.events.models import Entry

    client = desk(village, "duty")
    address = f"/c/yunxi/desk/people/{village.resident_person.pk}"
    assert phone(1) not in client.get(address).content.decode()
    assert phone(1) in client.post(address, {"field": "phone"}).content.decode()
    fact = Entry.objects.get(name="people.person.revealed")
    assert fact.actor_id == village.duty.pk
    assert fact.subject_id == village.resident_person.pk
    assert fact.payload == {"field": "phone"}


def test_residents_are_found_by_part_of_a_name_or_a_whole_number(village: Village) -> None:
    client = desk(village)
    for words in ("惠", phone(2), "199-0000-0002"):
        page = client.get("/c/yunxi/desk/people", {"q": words}).content.decode()
        assert "何惠兰" in page
        assert "周春生" not in page
    by_hamlet = client.get("/c/yunxi/desk/people", {"hamlet": str(village.hamlet.pk)})
    assert "郑阿婆" in by_hamlet.content.decode()
    assert "何惠兰" not in by_hamlet.content.decode()


def test_the_list_costs_the_same_for_three_and_for_thirty(
    village: Village, django_assert_max_num_queries: Any
) -> None:
    client = desk(village)
    for number in range(30):
        make_person(village.centre, f"居民{number}", number=200 + number, hamlet=village.hamlet)
    client.get("/c/yunxi/desk/people")
    with django_assert_max_num_queries(9):
        client.get("/c/yunxi/desk/people")


def test_staff_add_a_person_without_a_phone(village: Village) -> None:
    client = desk(village, "duty")
    answer = client.post("/c/yunxi/desk/people/add", {"name": "李阿公", "contact_phone": phone(3)})
    assert answer.status_code == 302
    bad = client.post("/c/yunxi/desk/people/add", {"name": "", "phone": "123"})
    assert bad.status_code == 200
    assert "123" in bad.content.decode()


def test_a_duty_person_may_not_edit(village: Village) -> None:
    address = f"/c/yunxi/desk/people/{village.resident_person.pk}/edit"
    assert desk(village, "duty").get(address).status_code == 404
    client = desk(village, "handler")
    answer = client.post(address, {"name": "周春生", "birth_year": "1970"})
    assert answer.status_code == 302
    village.resident_person.refresh_from_db()
    assert village.resident_person.birth_year == 1970
    assert village.resident_person.phone == phone(1)


def test_the_roster_shows_who_is_on(village: Village) -> None:
    from changlai.foundation.people.public import duty_of_day, on_duty

    client = desk(village)
    day = {"phone": [str(village.duty.pk)], "here": [str(village.handler.pk)]}
    client.post("/c/yunxi/desk/duty/2026-03-18/morning", day)
    turns = on_duty(village.centre, NOW)
    assert [(turn.kind, turn.account.name) for turn in turns] == [
        ("phone", "吴立夏"),
        ("here", "陈小满"),
    ]
    (part,) = duty_of_day(village.centre, NOW.date())
    assert part == ("上午", list(turns))
    assert "吴立夏" in client.get("/c/yunxi/desk/duty?week=2026-03-18").content.decode()
    assert client.get("/c/yunxi/desk/duty?week=9999-99-99").status_code == 200
    assert client.get("/c/yunxi/desk/duty/2026-13-99/morning").status_code == 404


def test_pages_behind_a_sign_in_are_not_kept_by_the_browser(village: Village) -> None:
    answer = desk(village, "resident").get("/c/yunxi/me")
    assert "no-store" in answer["Cache-Control"]


def test_the_secretary_says_which_roles_need_a_second_proof(village: Village) -> None:
    from changlai.foundation.people.queries import needs_second_factor

    client = desk(village)
    client.post("/c/yunxi/desk/roles/settings", {"needs": ["duty", "operator", "king"]})
    assert needs_second_factor(village.duty, NOW)
    assert not needs_second_factor(village.operator, NOW)
    client.post("/c/yunxi/desk/roles/settings", {})
    assert not needs_second_factor(village.duty, NOW)


def test_a_lost_phone_is_answered_by_a_reset(village: Village) -> None:
    from changlai.foundation.people.actions import factors

    factors.new_recovery_codes(account=village.duty, at=NOW)
    client = desk(village)
    page = client.post(f"/c/yunxi/desk/roles/{village.duty.pk}/password", {"with_factors": "1"})
    assert "初始密码" in page.content.decode()
    assert not village.duty.factors.exists()
