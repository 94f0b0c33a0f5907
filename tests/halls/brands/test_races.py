"""Many hands at one plot and at the last seat of a table: one each."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.activities.public import SeatsFull, SignUp, sign_up
from changlai.halls.brands.models import Adoption, Brand
from changlai.halls.brands.states import BrandState
from changlai.kernel.errors import WrongStep
from tests.cast import NOW, make_person, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.brands.conftest import Brands

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


@pytest.fixture
def brands(settings: Any) -> Brands:
    settings.EVENTS_DELIVERY = "worker"
    return Brands(make_village())


def test_f55_sixteen_adopt_one_plot_at_once_and_one_has_it(brands: Brands, tmp_path: Path) -> None:
    plot = brands.plot(brands.brand())
    people = [make_person(brands.centre, f"第{number}位") for number in range(PROCESSES)]
    with shared_rows(tmp_path):

        def adopt(number: int) -> str:
            try:
                brands.adopted(plot, people[number])
            except WrongStep as error:
                return error.sentence
            return "adopted"

        said = Counter(at_once(PROCESSES, adopt))
        assert said.pop("adopted") == 1, said
        assert list(said) == ["这里已经有人认领了，看看别的吧。"]
        assert Adoption.objects.of(brands.centre).filter(plot=plot).count() == 1


def test_f55_sixteen_taps_of_one_form_are_one_adoption(brands: Brands, tmp_path: Path) -> None:
    plot, once = brands.plot(brands.brand()), uuid4()
    with shared_rows(tmp_path):

        def adopt(number: int) -> str:
            return str(brands.adopted(plot, form_id=once).pk)

        assert len(set(at_once(PROCESSES, adopt))) == 1
        assert Adoption.objects.of(brands.centre).count() == 1


def test_f55_sixteen_want_the_last_seat_at_the_table(brands: Brands, tmp_path: Path) -> None:
    brands.presets()
    table = brands.day(brands.brand(), seats=2)
    words = {"activity_id": table.pk, "ticket_id": table.tickets.get().pk, "channel": "counter"}
    sign_up(**brands.who(), **words, person=brands.village.phoneless_person)
    people = [make_person(brands.centre, f"第{number}位") for number in range(PROCESSES)]
    with shared_rows(tmp_path):

        def join(number: int) -> str:
            try:
                return str(sign_up(**brands.who(at=NOW), **words, person=people[number]).state)
            except SeatsFull:
                return "full"

        said = Counter(at_once(PROCESSES, join))
        assert said == {"confirmed": 1, "waiting": PROCESSES - 1}, said
        rows = SignUp.objects.of(brands.centre).filter(activity=table)
        assert rows.filter(state="confirmed").count() == 2


def test_f55_sixteen_forms_of_one_brand_are_one(brands: Brands, tmp_path: Path) -> None:
    from changlai.halls.brands.actions.brands import Saying, make_brand

    once = uuid4()
    with shared_rows(tmp_path):

        def make(number: int) -> str:
            saying = Saying(name="书香门第", began_on=NOW.date())
            return str(make_brand(**brands.who(), saying=saying, form_id=once).pk)

        assert len(set(at_once(PROCESSES, make))) == 1
        row = Brand.objects.of(brands.centre).get()
        assert row.state == BrandState.DRAFT
