"""What the centre holds about somebody: every field, every hall's rows, and who looked."""

from collections.abc import Iterator

import pytest
import time_machine
from django.test import Client

from changlai.foundation.people.actions.residents import merge_persons, reveal_person
from changlai.foundation.people.actions.signing_in import close_account
from changlai.foundation.people.backends import RESIDENT
from changlai.foundation.people.catalogue import FIELDS
from changlai.foundation.people.models import NumberLook, Person
from changlai.halls.cells.models import Allocation
from changlai.halls.rooms.models import Booking
from changlai.kernel.events.public import deliver
from changlai.kernel.registry.public import collect
from tests.cast import NOW, Village, make_person

pytestmark = pytest.mark.django_db

PAGE = "/c/yunxi/me/held"
NOT_ASKED_FOR = {
    *("id", "centre", "account", "is_active", "merged_into", "added_at", "added_by"),
    "phone_index",
}
"""Columns that the house keeps for itself: keys, states, when and by whom."""


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def shown(village: Village, page: str = PAGE) -> str:
    client = Client()
    client.force_login(village.resident, backend=RESIDENT)
    answer = client.get(page)
    assert answer.status_code == 200
    return str(answer.content.decode())


def test_f50_every_field_of_a_person_is_in_the_catalogue_with_its_reason() -> None:
    named = {name for field in FIELDS for name in field.names}
    columns = {field.name for field in Person._meta.concrete_fields}
    assert columns == named | NOT_ASKED_FOR
    assert all(field.why for field in FIELDS)


def test_x8_the_page_says_what_is_kept_why_and_until_when(lived_in: Village) -> None:
    body = shown(lived_in)
    person = lived_in.resident_person
    assert person.name in body
    assert person.masked_phone in body
    assert person.phone not in body
    for field in FIELDS:
        assert field.title in body
        assert field.why in body
    lines = [
        line
        for section in collect("held")
        for line in section.lines(lived_in.centre, person.pk, NOW)
        if line.count
    ]
    titles = {line.title for line in lines}
    assert {"说的事和答复", "托办的事和填的内容", "场所预约", "快递", "求职卡"} <= titles
    for line in lines:
        assert line.until
        assert line.why
        assert f"{line.title}</span><span" in body
    for words in ("更正我的资料", "撤回同意", "下载我的资料", "要求删除，注销账号"):
        assert words in body
    for field in FIELDS:
        assert field.why in shown(lived_in, "/c/yunxi/privacy")


def test_x8_who_read_a_number_in_full_is_told_to_its_owner(village: Village) -> None:
    assert "没有人看过全号" in shown(village)
    person = village.resident_person
    reveal_person(
        centre=village.centre,
        person_id=person.pk,
        field="phone",
        actor=village.actor(village.secretary),
        at=NOW,
    )
    assert f"{village.secretary.name}看过手机号" in shown(village)
    close_account(account=village.resident, at=NOW)
    assert not NumberLook.objects.of(village.centre).exists()


def test_who_looked_goes_with_an_entry_into_the_one_it_is_merged_with(village: Village) -> None:
    twin = make_person(village.centre, "同一个人", number=777)
    secretary = village.actor(village.secretary)
    who = {"centre": village.centre, "actor": secretary, "at": NOW}
    reveal_person(person_id=twin.pk, field="phone", **who)
    merge_persons(keep_id=village.resident_person.pk, merge_id=twin.pk, **who)
    assert NumberLook.objects.of(village.centre).get().person == village.resident_person


def test_x8_nobody_opens_it_for_another(village: Village) -> None:
    assert Client().get(PAGE).status_code == 302


def test_x8_whoever_is_erased_leaves_no_name_or_number_with_rooms_and_cells(
    lived_in: Village,
) -> None:
    centre, person = lived_in.centre, lived_in.resident_person
    Booking.objects.of(centre).filter(person=person).update(contact_name="某人")
    Allocation.objects.of(centre).filter(person=person).update(shown_as="某人理发")
    close_account(account=lived_in.resident, at=NOW)
    deliver(centre.pk)
    deliver(centre.pk)
    bookings = Booking.objects.of(centre).filter(person=person)
    assert set(bookings.values_list("contact_name", flat=True)) == {""}
    assert {row.contact_phone for row in bookings} == {""}
    cells = Allocation.objects.of(centre).filter(person=person)
    assert set(cells.values_list("shown_as", flat=True)) == {""}
