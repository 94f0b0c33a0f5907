"""Many taps of one wish to help: one card, one consent."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from changlai.foundation.people.models import Consent
from changlai.halls.talents.models import TalentCard
from changlai.kernel.errors import BadInput
from tests.cast import make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.talents.conftest import Talents

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f11_sixteen_cards_of_one_person_at_once_are_one(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    talents = Talents(make_village())
    with shared_rows(tmp_path):

        def leave(number: int) -> str:
            try:
                talents.card(f"会第{number}样")
            except BadInput as error:
                return error.sentence
            return "left"

        said = Counter(at_once(PROCESSES, leave))
        assert said.pop("left") == 1, said
        assert list(said) == ["已经登记过了，改一改就行，不用再登记。"]
        assert TalentCard.objects.of(talents.centre).count() == 1
        assert Consent.objects.of(talents.centre).filter(matter="talent").count() == 1
