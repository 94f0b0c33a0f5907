"""The numbers of activities, against one that is announced and one that was held."""

from datetime import timedelta

import pytest

from changlai.engines.activities.models import Activity
from changlai.engines.activities.public import (
    SessionPlan,
    announce_activity,
    make_activity,
    presets_of,
)
from changlai.halls.gatherings.pack import PACK
from changlai.kernel.registry.public import measure
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


def value(village: Village, code: str, days: int = 0) -> object:
    one = measure(code)
    assert one is not None
    return one.value(village.centre, NOW + days * DAY)


def test_what_is_ahead_and_what_was_held_in_the_quarter(village: Village) -> None:
    for pack in PACK:
        pack.unpack(village.centre, NOW)
    who = {"centre": village.centre, "actor": village.actor(village.secretary), "at": NOW}
    preset = presets_of(village.centre).get(code="review_meeting")
    plan = SessionPlan(NOW + DAY, NOW + DAY + timedelta(hours=2), place_text="村口")
    row = make_activity(**who, preset=preset, title="总结会", sessions=[plan])
    assert value(village, "gatherings.ahead") == 0
    announce_activity(**who, activity_id=row.pk)
    assert value(village, "gatherings.ahead") == 1
    assert value(village, "gatherings.held_quarter", 2) == 0
    Activity.objects.filter(pk=row.pk).update(state="done", ended_at=NOW + 2 * DAY)
    assert value(village, "gatherings.held_quarter", 2) == 1
    assert value(village, "gatherings.held_quarter", 100) == 0
