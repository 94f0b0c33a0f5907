"""Many hands at one shelf: one number is one parcel, one parcel leaves once, no two codes alike."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from changlai.halls.parcels.actions.handing_out import AlreadyGone
from changlai.halls.parcels.models import Parcel
from tests.cast import make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.parcels.conftest import Shelf

PROCESSES = 16

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f19_sixteen_scans_of_one_number_are_one_parcel(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    shelf = Shelf(make_village())
    staff = shelf.staff
    with shared_rows(tmp_path):

        def scan(number: int) -> str:
            taken = shelf.scan("SF1000001", actor=staff)
            return f"{taken.parcel.pk} {taken.is_new}"

        said = at_once(PROCESSES, scan)
        assert len({one.split()[0] for one in said}) == 1, said
        assert Counter(one.split()[1] for one in said) == {"True": 1, "False": PROCESSES - 1}
        assert Parcel.objects.of(shelf.centre).count() == 1


def test_f19_sixteen_parcels_scanned_at_once_have_sixteen_codes(
    settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    shelf = Shelf(make_village())
    staff = shelf.staff
    # Every draw of every hand is out of forty figures, so that hands do meet.
    draw = __import__("secrets").randbelow
    monkeypatch.setattr("secrets.randbelow", lambda most: draw(min(most, 40)))
    with shared_rows(tmp_path):

        def scan(number: int) -> str:
            return shelf.scan(f"SF100{number:04d}", actor=staff).parcel.digits

        said = at_once(PROCESSES, scan)
        assert len(set(said)) == PROCESSES, said
        assert Parcel.objects.of(shelf.centre).live().count() == PROCESSES


def test_f19_of_sixteen_clerks_one_hands_it_out_and_the_others_hear_to_whom(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    shelf = Shelf(make_village())
    staff, parcel = shelf.staff, shelf.put()
    with shared_rows(tmp_path):

        def hand(number: int) -> str:
            try:
                shelf.out(parcel, actor=staff)
            except AlreadyGone as gone:
                return gone.sentence
            return "handed"

        said = Counter(at_once(PROCESSES, hand))
        assert said.pop("handed") == 1, said
        assert len(said) == 1
        sentence = next(iter(said))
        assert "本人(周春生)" in sentence
