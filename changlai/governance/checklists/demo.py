"""The checklist of the demo village: looked over in the first half and again of late."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from changlai.foundation.people.public import actor_of
from changlai.governance.checklists import actions
from changlai.governance.checklists.models import Checklist, RunLine
from changlai.governance.checklists.states import Verdict
from changlai.kernel.registry.contributions import DemoAct

GAPS = (("字", "箭头贴低了，远处看不见。"), ("公开栏", "还是上个月的。"))


def play(village: Any) -> None:
    """Look over the centre twice; the second time one gap becomes an issue."""
    checklist = Checklist.objects.of(village.centre).first()
    if checklist is None or "handler" not in village.cast:
        return
    length = (village.until - village.since).days
    for number, share in enumerate((0.35, 0.9)):
        at = village.moment(village.since + timedelta(days=int(length * share)), 15)
        if not village.is_past(at):
            return
        actor = actor_of(account=village.cast["handler"], centre=village.centre, at=at)
        who: dict[str, Any] = {"centre": village.centre, "actor": actor, "at": at}
        run = actions.start_run(
            **who,
            checklist_id=checklist.pk,
            form_id=UUID(int=village.rng.getrandbits(128), version=4),
        )
        lines = RunLine.objects.of(village.centre).filter(run=run, verdict=Verdict.OPEN)
        answers = {one.pk: _seen(one.text, number) for one in lines}
        actions.answer_items(**who, run_id=run.pk, answers=answers)
        actions.finish_run(**who, run_id=run.pk)
        gap = run.lines.filter(verdict=Verdict.GAP).order_by("order").last()
        if number and gap is not None:
            actions.open_gap_issue(**who, line_id=gap.pk)


def _seen(text: str, number: int) -> tuple[str, str]:
    word, note = GAPS[number % len(GAPS)]
    return ("gap", note) if word in text else ("met", "")


DEMO = [DemoAct(code="checklists", order=810, play=play)]
