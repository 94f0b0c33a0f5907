"""The demo village says how it went as people would, and its figures agree with its rows."""

from datetime import timedelta
from uuid import uuid4

import pytest

from changlai.engines.faces.demo import play
from changlai.engines.faces.models import Asked
from changlai.engines.faces.public import ask
from changlai.foundation.areas.stage import set_stage
from changlai.foundation.people.public import residents
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import recount
from tests.halls.voices.test_demo import MORNING, UNTIL, people_of

pytestmark = pytest.mark.django_db


def test_some_answer_most_do_not_and_the_last_days_are_left_to_be_tapped(db: None) -> None:
    village = set_stage(seed=7, months=3, until=UNTIL, now=MORNING)
    people_of(village)
    person = residents(village.centre).first()
    for days in range(40):
        at = village.now - timedelta(days=days, hours=1)
        words = {"centre": village.centre, "kind": "parcels", "title": "取快递"}
        ask(**words, subject_id=uuid4(), at=at, person=person)
    play(village)
    deliver(village.centre.pk)
    rows = Asked.objects.of(village.centre)
    answered = rows.filter(face__isnull=False).count()
    assert 5 < answered < 30
    assert set(rows.exclude(channel="").values_list("channel", flat=True)) >= {"online", "paper"}
    assert rows.unanswered().open(UNTIL).exists()
    differences = recount(village.centre, village.since, UNTIL)
    assert not [one for one in differences if one.metric.startswith("faces")]
