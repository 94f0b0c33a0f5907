"""Many who look at one mended thing at once: one of them counts."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from changlai.engines.cases.public import CallBack
from changlai.governance.rectification import actions
from changlai.governance.rectification.models import Issue
from changlai.kernel.errors import WrongStep
from changlai.kernel.events.models import Entry
from tests.cast import make_village
from tests.flows.at_once import at_once, shared_rows
from tests.governance.rectification.conftest import make_issues

PROCESSES = 16
LOOKERS = ("supervisor", "secretary", "handler_b")

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]


def test_f47_sixteen_who_look_at_once_are_one(settings: Any, tmp_path: Path) -> None:
    settings.EVENTS_DELIVERY = "worker"
    issues = make_issues(make_village())
    case = issues.submitted()
    with shared_rows(tmp_path):

        def look(number: int) -> str:
            by = issues.by(LOOKERS[number % len(LOOKERS)])
            try:
                actions.verify_issue(
                    **by,
                    case_id=case.pk,
                    is_mended=number % 2 == 0,
                    note="字太小" if number % 2 else "",
                )
            except WrongStep as error:
                return error.sentence
            return "looked"

        said = Counter(at_once(PROCESSES, look))
        assert said.pop("looked") == 1, said
        assert list(said) == ["这个问题刚才有人验收过了，或者还没有改好。"]
        assert CallBack.objects.of(issues.centre).filter(case=case).count() == 1
        row = Issue.objects.select_related("case").get(case_id=case.pk)
        verified = Entry.objects.filter(name="rectification.issue.verified").count()
        assert (row.case.state, verified) in {("closed", 1), ("returned", 0)}


def test_f47_the_row_beside_the_case_is_written_once_by_whoever_comes_first(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    issues = make_issues(make_village())
    case = issues.opened()
    Issue.objects.filter(case_id=case.pk).delete()
    with shared_rows(tmp_path):
        said = at_once(
            PROCESSES,
            lambda number: str(actions.keep_issue(centre=issues.centre, case_id=case.pk).pk),
        )
        assert len(set(said)) == 1, said
        assert Issue.objects.filter(case_id=case.pk).count() == 1
