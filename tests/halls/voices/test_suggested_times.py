"""Promised times that came with another village's pack: looked at first, then taken or left."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse

from changlai.engines.cases.public import Level, ServiceLevel, Span
from changlai.foundation.people.backends import STAFF
from changlai.halls.voices.actions.settings import settle_suggested, suggest_times
from changlai.halls.voices.models import SuggestedTimes
from changlai.kernel.errors import BadInput, NotAllowed
from tests.cast import NOW
from tests.halls.voices.conftest import Hall

pytestmark = pytest.mark.django_db

QUICK = Level(resolution=Span(working_days=2), source="邻村定的")


def suggested(hall: Hall) -> SuggestedTimes:
    actor = hall.village.actor(hall.village.secretary)
    return suggest_times(centre=hall.centre, actor=actor, at=NOW, kind="complaint", level=QUICK)


def test_f58_suggested_times_change_nothing_until_they_are_taken(hall: Hall) -> None:
    before = ServiceLevel.objects.of(hall.centre).count()
    row = suggested(hall)
    assert suggested(hall).pk == row.pk
    assert ServiceLevel.objects.of(hall.centre).count() == before
    client = Client()
    client.force_login(hall.village.secretary, backend=STAFF)
    code = {"code": hall.centre.code}
    times = reverse("voices:times", kwargs=code)
    page = reverse("voices:times_suggested", kwargs={**code, "pk": row.pk})
    assert "别的村的时限" in client.get(times).content.decode()
    assert "邻村定的" in client.get(page).content.decode()
    assert client.post(page, {"verb": "take"}).status_code == 302
    assert not SuggestedTimes.objects.exists()
    newest = ServiceLevel.objects.of(hall.centre).filter(kind="complaint").latest("valid_from")
    assert newest.span("resolution").working_days == 2
    assert client.get(page).status_code == 404
    assert "别的村的时限" not in client.get(times).content.decode()


def test_f58_suggested_times_are_left_by_one_tap_and_only_by_the_secretary(hall: Hall) -> None:
    row = suggested(hall)
    with pytest.raises(BadInput, match="等着看"):
        suggest_times(
            centre=hall.centre,
            actor=hall.village.actor(hall.village.secretary),
            at=NOW + timedelta(days=1),
            kind="complaint",
            level=QUICK.model_copy(update={"source": "别处定的"}),
        )
    words = {"centre": hall.centre, "at": NOW, "suggested_id": row.pk}
    with pytest.raises(NotAllowed):
        settle_suggested(**words, actor=hall.village.actor(hall.village.handler), is_taken=True)
    before = ServiceLevel.objects.of(hall.centre).count()
    settle_suggested(**words, actor=hall.village.actor(hall.village.secretary), is_taken=False)
    assert not SuggestedTimes.objects.exists()
    assert ServiceLevel.objects.of(hall.centre).count() == before
