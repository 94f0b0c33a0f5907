"""The governance of a demo village: a small believable year, by the actions everybody takes."""

import pytest

from changlai.foundation.areas.stage import set_stage
from changlai.foundation.people.demo import DEMO as PEOPLE
from changlai.governance.checklists.demo import DEMO as CHECKLISTS
from changlai.governance.checklists.models import Run
from changlai.governance.rectification.demo import DEMO as ISSUES
from changlai.governance.rectification.models import Issue
from changlai.governance.workgroup.demo import DEMO as WORK
from changlai.governance.workgroup.models import Task
from changlai.kernel.events.public import deliver
from tests.halls.voices.test_demo import MORNING, UNTIL

pytestmark = pytest.mark.django_db


@pytest.mark.slow
def test_a_small_year_of_groups_lists_and_issues() -> None:
    village = set_stage(seed=7, months=6, until=UNTIL, now=MORNING)
    for acts in (PEOPLE, WORK, ISSUES, CHECKLISTS):
        for act in acts:
            act.play(village)
    deliver(village.centre.pk)
    states = {one.case.state for one in Issue.objects.select_related("case")}
    assert {"closed", "in_hand", "new"} <= states
    assert Issue.objects.filter(is_relapse=True).exists()
    assert {one.state for one in Task.objects.all()} >= {"done", "blocked", "to_do"}
    assert Run.objects.filter(state="done").count() == 2
    closed = Issue.objects.filter(verified_at__isnull=False)
    assert all(one.verified_by_id != one.done_by_id for one in closed)
