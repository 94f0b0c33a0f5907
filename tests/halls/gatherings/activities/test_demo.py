"""The demo village comes together: varied, never in the future, some called off, some to come."""

from collections import Counter
from datetime import date, datetime

import pytest

from changlai.engines.activities.public import Activity, ActivityState, Mark, SignUp
from changlai.foundation.areas.stage import chance, set_stage
from changlai.halls.gatherings.demo import DEMO
from changlai.halls.gatherings.models import Decision, Theme
from changlai.kernel.events.public import deliver
from changlai.kernel.metrics.public import recount
from tests.cast import SHANGHAI
from tests.halls.voices.test_demo import people_of

UNTIL = date(2026, 3, 18)
MORNING = datetime(2026, 3, 18, 10, 30, tzinfo=SHANGHAI)


@pytest.mark.slow
@pytest.mark.django_db
def test_the_village_comes_together() -> None:
    village = set_stage(seed=7, months=3, until=UNTIL, now=MORNING)
    people_of(village)
    for act in DEMO:
        village.rng = chance(7, act.code)
        act.play(village)
    for centre in (village.centre, village.neighbour):
        deliver(centre.pk)
    rows = list(Activity.objects.of(village.centre).select_related("preset"))
    assert 20 <= len(rows) <= 60
    assert Activity.objects.of(village.neighbour).count() >= 3
    assert max(row.made_at for row in rows) <= MORNING
    states = Counter(row.state for row in rows)
    assert states[ActivityState.DONE] > len(rows) / 2
    assert [row for row in rows if row.first_starts and row.first_starts > MORNING]
    assert len({row.preset.code for row in rows}) >= 7
    assert SignUp.objects.of(village.centre).exists()
    assert Mark.objects.of(village.centre).exists()
    assert Decision.objects.of(village.centre).exists()
    assert {row.state for row in Theme.objects.of(village.centre)} == {"open", "ended"}
    assert recount(village.centre, village.since, UNTIL) == []
