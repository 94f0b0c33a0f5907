from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import connections

from changlai.foundation.people.actions import residents, signing_in
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.models import Account, Person, SignInCode
from tests.cast import NOW, make_centre, phone

pytestmark = [pytest.mark.postgres, pytest.mark.django_db(transaction=True)]


def at_once(work: Any, times: int = 4) -> list[Any]:
    def one(number: int) -> Any:
        try:
            return work(number)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(times) as pool:
        return list(pool.map(one, range(times)))


def test_one_number_entered_by_four_at_once_is_one_person() -> None:
    centre = make_centre()
    people = at_once(
        lambda number: residents.find_or_make_person(
            centre=centre, name="同一人", phone=phone(5), actor=Actor.system(centre.pk), at=NOW
        )
    )
    assert len({person.pk for person in people}) == 1
    assert Person.objects.count() == 1


def test_four_first_sign_ins_of_one_phone_are_one_account() -> None:
    accounts = at_once(lambda number: signing_in.account_of(phone(5), NOW))
    assert len({account.pk for account in accounts}) == 1
    assert Account.objects.count() == 1


def test_eight_requests_for_a_code_at_once_ring_a_phone_once() -> None:
    def ask(number: int) -> str:
        try:
            return signing_in.ask_code(phone=phone(5), address=f"10.0.0.{number}", at=NOW).code
        except signing_in.TooOften:
            return ""

    codes = [code for code in at_once(ask, 8) if code]
    assert len(codes) == 1
    assert SignInCode.objects.count() == 1
