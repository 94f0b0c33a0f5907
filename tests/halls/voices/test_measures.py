"""The numbers of voices, against a few voices and calls of the cast."""

from datetime import timedelta

import pytest

from changlai.engines.cases.public import accept_case, answer_case, start_case
from changlai.halls.voices.actions import log_missed_call
from changlai.kernel.registry.public import measure
from tests.cast import NOW
from tests.halls.voices.conftest import Hall

pytestmark = pytest.mark.django_db


def value(hall: Hall, code: str, days: int = 0) -> object:
    one = measure(code)
    assert one is not None
    return one.value(hall.centre, NOW + timedelta(days=days))


def test_a_voice_counts_as_overdue_until_it_is_answered(hall: Hall) -> None:
    case = hall.voice(at=NOW)
    assert value(hall, "voices.overdue") == 0
    assert value(hall, "voices.overdue", days=20) == 1
    actor = hall.village.actor(hall.village.handler)
    words = {"centre": hall.centre, "case_id": case.pk, "actor": actor, "at": NOW}
    accept_case(**words)
    start_case(**words)
    answer_case(**words, text="灯泡换好了，今晚就亮。")
    assert value(hall, "voices.overdue", days=2) == 0
    assert value(hall, "voices.answered_quarter", days=1) == 1
    assert value(hall, "voices.answered_quarter", days=100) == 0


def test_a_missed_call_counts_until_somebody_rang_back(hall: Hall) -> None:
    assert value(hall, "voices.calls_to_return") == 0
    actor = hall.village.actor(hall.village.handler)
    log_missed_call(centre=hall.centre, actor=actor, at=NOW, phone="13900001234")
    assert value(hall, "voices.calls_to_return", days=1) == 1
