"""Two reviewers at once: one counts; two taps on begin: one assessment."""

from collections import Counter
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from changlai.governance.assessments.actions import rounds
from changlai.governance.assessments.models import Assessment, Frozen, Review
from changlai.governance.assessments.states import State
from changlai.kernel.errors import BadInput, WrongStep
from tests.cast import make_staff, make_village
from tests.flows.at_once import at_once, shared_rows
from tests.governance.assessments.conftest import Round

PROCESSES = 12

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f46_of_two_reviewers_at_once_one_counts(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    assessed = Round(make_village())
    row = assessed.sent()
    second = make_staff("zhen2", "township", name="镇上小杜", area="990102103")
    reviewers = (assessed.village.township, second)
    with shared_rows(tmp_path):

        def review(number: int) -> str:
            try:
                rounds.review_assessment(
                    **assessed.who(reviewers[number % 2]),
                    assessment_id=row.pk,
                    judged=assessed.judged(row, score=number % 11),
                    words=f"第{number}个人看的。",
                )
            except WrongStep:
                return "late"
            return f"{number}"

        said = Counter(at_once(PROCESSES, review))
        assert said.pop("late") == PROCESSES - 1
        (winner,) = said
        row.refresh_from_db()
        assert row.state == State.REVIEWED
        assert row.review_words == f"第{winner}个人看的。"
        assert row.reviewed_by_id == reviewers[int(winner) % 2].pk
        assert Review.objects.get(assessment=row).score == int(winner) % 11


def test_f46_one_period_is_begun_once(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    assessed = Round(make_village())
    chosen = assessed.set()
    form_id = UUID(int=7)
    with shared_rows(tmp_path):

        def begin(number: int) -> str:
            more = {"form_id": form_id} if number % 2 else {}
            try:
                return str(assessed.start(chosen, **more).pk)
            except BadInput:
                return "begun"

        said = Counter(at_once(PROCESSES, begin))
        said.pop("begun", None)
        assert len(said) == 1, said
        assert Assessment.objects.count() == 1
        assert Frozen.objects.count() == 3
