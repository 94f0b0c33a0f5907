"""Sixteen colleagues agree at one moment; on both databases no more than the places are given."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from changlai.halls.jobs import actions
from changlai.halls.jobs.models import JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.states import TAKEN, PostState
from changlai.kernel.errors import BadInput
from tests.cast import make_person, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.halls.jobs.conftest import Station

PROCESSES, PLACES = 16, 3

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f24_no_more_are_agreed_with_than_there_are_places(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    station = Station(make_village())
    post = station.post(headcount=PLACES)
    matches = [
        station.wanted(post, make_person(station.centre, f"村民{number}"))
        for number in range(PROCESSES)
    ]
    words = station.words
    with shared_rows(tmp_path):

        def agree(number: int) -> str:
            try:
                actions.agree(match_id=matches[number].pk, **words)
            except BadInput:
                return "full"
            return "agreed"

        said = Counter(at_once(PROCESSES, agree))
        assert said == {"agreed": PLACES, "full": PROCESSES - PLACES}, said
        rows = JobMatch.objects.of(station.centre)
        assert rows.filter(state__in=TAKEN).count() == PLACES
        assert JobPost.objects.of(station.centre).get().state == PostState.FILLED


def test_f24_sixteen_taps_are_one_wish_to_go_and_one_card(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    station = Station(make_village())
    post, person = station.post(), station.village.resident_person
    form = station.centre.pk
    with shared_rows(tmp_path):

        def tap(number: int) -> str:
            card = station.card(person, form_id=form)
            return f"{station.wanted(post, person).pk} {card.pk}"

        said = at_once(PROCESSES, tap)
        assert len(set(said)) == 1, set(said)
        assert JobMatch.objects.of(station.centre).count() == 1
        assert WorkerCard.objects.of(station.centre).count() == 1
