"""F01 群众常来: three ways to one number, and each source counts what it says."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from changlai.engines.activities.public import mark, void_mark
from changlai.engines.cases.public import open_case
from changlai.foundation.people.public import merge_persons, person_now
from changlai.halls.voices.actions import log_call
from changlai.insights.figures.models import Encounter
from changlai.insights.figures.queries.coming import coming, recounted, sources
from changlai.kernel.events.public import deliver, rebuild
from changlai.kernel.metrics.public import Met
from changlai.kernel.metrics.public import recount as recount_metrics
from tests.insights.figures.life import BEGIN, Life

EVER = (date(2025, 1, 1), date(2030, 12, 31))


def kept(centre: Any, source: str) -> set[Met]:
    rows = Encounter.objects.of(centre).filter(source=source)
    return {Met(row.subject_id, row.day, row.person_id, row.heads) for row in rows}


def counted(centre: Any, source: Any) -> set[Met]:
    """Count a source from its rows, each person as they are known by now."""
    found = set()
    for met in recounted(source, centre, *EVER):
        person = met.person_id and person_now(centre, met.person_id)
        found.add(Met(met.subject_id, met.day, person, met.heads))
    return found


def agree(centre: Any) -> int:
    for source in sources():
        assert kept(centre, source.code) == counted(centre, source), source.code
    assert recount_metrics(centre, *EVER) == []
    return Encounter.objects.of(centre).count()


def everything(centre: Any) -> list[Any]:
    fields = ("source", "subject_id", "day", "person_id", "heads")
    return sorted(Encounter.objects.of(centre).values_list(*fields), key=str)


@pytest.mark.django_db
@settings(max_examples=4, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 2**32 - 1))
def test_read_model_recount_and_rebuild_agree_after_any_history(seed: int) -> None:
    life = Life(f"life-{seed}-{Encounter.objects.count()}", seed)
    for _ in range(60):
        life.step()
        if life.chance.random() < 0.1:
            deliver(life.centre.pk)
    deliver(life.centre.pk)
    assert agree(life.centre) > 0
    before = everything(life.centre)
    for source in sources():
        rebuild(f"figures.met.{source.code}", life.centre)
    assert everything(life.centre) == before


@pytest.fixture
def life(db: Any) -> Life:
    return Life("yunxi-live", 7)


def numbers(life: Life) -> tuple[int, int]:
    deliver(life.centre.pk)
    found = coming(life.centre, *EVER)
    return found.heads, found.persons


def say(life: Life, person: Any = None, channel: str = "online") -> None:
    open_case(
        centre=life.centre,
        kind="help",
        text="路灯不亮。",
        channel=channel,
        at=life.now,
        actor=life.actor,
        person=person,
    )


def test_one_who_comes_twice_is_two_encounters_and_one_person(life: Life) -> None:
    say(life, life.people[0])
    say(life, life.people[0])
    say(life, life.people[1])
    say(life)
    assert numbers(life) == (4, 2)


def test_a_sheet_of_another_platform_is_no_encounter(life: Life) -> None:
    say(life, life.people[0], "import")
    assert numbers(life) == (0, 0)


def test_entries_that_were_merged_are_one_person_also_twice_over(life: Life) -> None:
    first, second, third = life.people[:3]
    for one in (first, second, third):
        say(life, one)
    assert numbers(life) == (3, 3)
    for keep, gone in ((second, first), (third, second)):
        merge_persons(
            centre=life.centre,
            keep_id=keep.pk,
            merge_id=gone.pk,
            actor=life.actor,
            at=life.now,
        )
    assert numbers(life) == (3, 1)
    assert person_now(life.centre, first.pk) == third.pk


def test_a_call_that_became_a_voice_counts_once(life: Life) -> None:
    facts = {"centre": life.centre, "actor": life.actor, "at": life.now, "summary": "问班车"}
    log_call(**facts)
    assert numbers(life) == (1, 0)
    log_call(**facts, is_answered=True)
    assert numbers(life) == (2, 0)
    assert kept(life.centre, "calls")


def test_who_came_counts_once_a_session_and_a_wrong_line_is_taken_back(life: Life) -> None:
    life.plan()
    session = life.session()
    assert session is not None
    life.now = session.starts
    facts = {"centre": life.centre, "session_id": session.pk, "actor": life.actor}
    line = mark(**facts, at=life.now, person=life.people[0]).mark
    mark(**facts, at=life.now + timedelta(minutes=1), person=life.people[0], kind="out")
    mark(**facts, at=life.now + timedelta(minutes=2), person=life.people[0])
    assert numbers(life) == (1, 1)
    agree(life.centre)
    void_mark(centre=life.centre, mark_id=line.pk, actor=life.actor, at=life.now)
    # The second line still says that they came.
    assert numbers(life) == (1, 1)
    agree(life.centre)


def test_an_encounter_lies_on_the_day_of_the_village(life: Life) -> None:
    life.now = BEGIN.replace(hour=23, minute=59)
    say(life)
    deliver(life.centre.pk)
    assert Encounter.objects.of(life.centre).get().day == timezone.localdate(life.now)


def test_delivery_twice_changes_nothing(life: Life) -> None:
    for _ in range(25):
        life.step()
    deliver(life.centre.pk)
    before = everything(life.centre)
    deliver(life.centre.pk)
    assert everything(life.centre) == before


def test_the_drawn_lives_meet_every_source(life: Life) -> None:
    for _ in range(150):
        life.step()
    deliver(life.centre.pk)
    met = set(Encounter.objects.of(life.centre).values_list("source", flat=True))
    assert {"voices", "calls", "marks", "guests", "appointments", "rooms"} <= met
    agree(life.centre)
