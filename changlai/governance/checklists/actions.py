"""Make a version of a list, look over the centre by it, and make an issue of a gap."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.engines.cases.public import Case, open_case
from changlai.foundation.people.public import Actor
from changlai.governance.checklists import policies
from changlai.governance.checklists.events import ChecklistChanged, RunFinished, RunStarted
from changlai.governance.checklists.models import (
    Checklist,
    ChecklistItem,
    ChecklistVersion,
    Run,
    RunLine,
)
from changlai.governance.checklists.reading import read_item
from changlai.governance.checklists.states import (
    BY_HAND,
    UNCOUNTED,
    Comparison,
    How,
    RunState,
    Verdict,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.records import public as records
from changlai.kernel.records.public import Visibility
from changlai.kernel.wording import one_line

RECORD_KIND = "checklist_run"
ISSUE_KIND = "issue"
"""The kind of case that another part keeps; opened by the engine, which knows it as data."""
MOST_ITEMS = 80


@dataclass(frozen=True, kw_only=True)
class Line:
    """One item as it was typed."""

    group: str
    text: str
    measure: str = ""
    comparison: str = ""
    target: Decimal | int | None = None


@transaction.atomic
def put_version(
    *,
    centre: Any,
    code: str,
    title: str,
    lines: Iterable[Line],
    actor: Actor,
    at: datetime,
    based_on: int = 0,
) -> ChecklistVersion:
    """Make a new version of a list, its first one where there is none; old runs keep theirs.

    `based_on` is the number that was looked at when it was changed. Raises NotAllowed; WrongStep
    when a colleague made a version meanwhile; BadInput for no items, too many, or half ones.
    """
    require(policies.may_manage, actor, centre)
    items = [_item(order, one) for order, one in enumerate(lines, start=1)]
    if not items:
        raise BadInput("至少要有一项。")
    if len(items) > MOST_ITEMS:
        raise BadInput(f"一张表最多{MOST_ITEMS}项。")
    title = one_line(title, 40, "请写这张表叫什么。")
    checklist, _ = Checklist.objects.get_or_create(
        centre=centre, code=code, defaults={"title": title}
    )
    checklist = Checklist.objects.of(centre).select_for_update().get(pk=checklist.pk)
    newest = ChecklistVersion.objects.of(centre).filter(checklist=checklist).first()
    number = newest.number if newest else 0
    if number != based_on:
        raise WrongStep("同事刚才改过这张表了，请看过新的一版再改。")
    if checklist.title != title:
        checklist.title = title
        checklist.save(update_fields=["title"])
    version = ChecklistVersion(
        centre=centre,
        checklist=checklist,
        number=number + 1,
        made_at=at,
        made_by_id=actor.account_id,
    )
    version.save(force_insert=True)
    for item in items:
        item.centre, item.version = centre, version
    ChecklistItem.objects.bulk_create(items)
    publish(
        ChecklistChanged(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=checklist.pk,
            number=version.number,
            items=len(items),
        )
    )
    return version


def _item(order: int, line: Line) -> ChecklistItem:
    text = one_line(line.text, 120, f"第{order}项没有写要做到什么。")
    group = one_line(line.group, 20, f"“{text[:12]}”没有写是哪方面。")
    if not line.measure:
        return ChecklistItem(order=order, group=group, text=text, how=How.MANUAL)
    if line.comparison not in Comparison.values or line.target is None:
        raise BadInput(f"“{text[:12]}”由系统数，要写不少于还是不超过几。")
    if not 0 <= line.target <= 999_999:
        raise BadInput(f"“{text[:12]}”的数要在0到999999之间。")
    return ChecklistItem(
        order=order,
        group=group,
        text=text,
        how=How.AUTO,
        measure=line.measure,
        comparison=Comparison(line.comparison),
        target=line.target,
    )


@transaction.atomic
def start_run(*, centre: Any, checklist_id: UUID, actor: Actor, at: datetime, form_id: UUID) -> Run:
    """Begin to look over the centre: the house counts what it knows, and these numbers stay.

    The same form again is the same run. Raises NotAllowed; BadInput for a list not in use.
    """
    checklist = Checklist.objects.of(centre).select_for_update().get(pk=checklist_id)
    require(policies.may_fill, actor, centre)
    first = Run.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    version = ChecklistVersion.objects.of(centre).filter(checklist=checklist).first()
    if version is None or not checklist.is_active:
        raise BadInput("这张表现在不用。")
    run = Run(
        centre=centre,
        version=version,
        started_at=at,
        started_by_id=actor.account_id,
        form_id=form_id,
    )
    try:
        with transaction.atomic():
            run.save(force_insert=True)
    except IntegrityError:
        return Run.objects.of(centre).get(form_id=form_id)
    lines = [_found(run, item, centre, at) for item in version.items.order_by("order")]
    RunLine.objects.bulk_create(lines)
    day = timezone.localdate(at)
    title = f"{checklist.title} {day.year}年{day.month}月{day.day}日"
    records.put(
        centre,
        run.pk,
        RECORD_KIND,
        title,
        at,
        Visibility.STAFF,
        url_name="checklists:desk_run",
        is_new=True,
    )
    publish(
        RunStarted(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=run.pk,
            checklist_id=checklist.pk,
            number=version.number,
        )
    )
    return run


def _found(run: Run, item: Any, centre: Any, at: datetime) -> RunLine:
    same = ("order", "group", "text", "how", "measure", "comparison", "target")
    line = RunLine(centre=centre, run=run, verdict=Verdict.OPEN)
    for name in same:
        setattr(line, name, getattr(item, name))
    if item.is_auto:
        found = read_item(item, centre, at)
        line.verdict, line.value = found.verdict, found.value
        line.measure_title, line.unit = found.title, found.unit
    return line


@transaction.atomic
def answer_items(
    *,
    centre: Any,
    run_id: UUID,
    answers: Mapping[UUID, tuple[str, str]],
    actor: Actor,
    at: datetime,
) -> Run:
    """Write down what somebody saw, item by item: met or a gap, and a note.

    Raises NotAllowed, also for an item that the house counts itself; WrongStep in a finished run;
    BadInput for what is no answer.
    """
    run = Run.objects.of(centre).select_for_update().get(pk=run_id)
    require(policies.may_fill, actor, centre)
    if run.state != RunState.OPEN:
        raise WrongStep("这次对照已经做完了，要再看就另开一次。")
    lines = RunLine.objects.of(centre).filter(run=run, pk__in=list(answers))
    for line in lines:
        require(policies.may_answer, actor, line)
        verdict, note = answers[line.pk]
        if verdict not in BY_HAND:
            raise BadInput(f"“{line.text[:12]}”请选做到了还是有差距。")
        note = one_line(note, 200)
        if (line.verdict, line.note) == (verdict, note):
            continue
        line.verdict, line.note = Verdict(verdict), note
        line.answered_at, line.answered_by_id = at, actor.account_id
        line.save(update_fields=["verdict", "note", "answered_at", "answered_by"])
    return run


@transaction.atomic
def finish_run(*, centre: Any, run_id: UUID, actor: Actor, at: datetime) -> Run:
    """Say that a run is whole; nothing in it changes any more.

    Raises NotAllowed, WrongStep; BadInput while an item was not looked at.
    """
    run = Run.objects.of(centre).select_for_update().select_related("version").get(pk=run_id)
    require(policies.may_fill, actor, centre)
    verdicts = list(RunLine.objects.of(centre).filter(run=run).values_list("verdict", flat=True))
    run.move_to(RunState.DONE)
    if left := verdicts.count(Verdict.OPEN):
        raise BadInput(f"还有{left}项没有看。")
    run.finished_at = at
    run.save(update_fields=["state", "finished_at"])
    publish(
        RunFinished(
            centre_id=run.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=run.pk,
            checklist_id=run.version.checklist_id,
            met=verdicts.count(Verdict.MET),
            gaps=verdicts.count(Verdict.GAP),
            uncounted=sum(verdicts.count(one) for one in UNCOUNTED),
        )
    )
    return run


@transaction.atomic
def open_gap_issue(*, centre: Any, line_id: UUID, actor: Actor, at: datetime) -> Case:
    """Make an issue of a gap, with the run as where it came from; pressed twice it is one.

    Raises NotAllowed; BadInput for an item that is no gap, or where no issues are kept.
    """
    line = RunLine.objects.of(centre).select_for_update().get(pk=line_id)
    require(policies.may_fill, actor, centre)
    if line.issue_case_id is not None:
        return Case.objects.of(centre).get(pk=line.issue_case_id)
    if line.verdict != Verdict.GAP:
        raise BadInput("这一项没有差距，不用整改。")
    counted = f"对照时数到{line.counted}，要求{line.wanted}。" if line.is_auto else ""
    case = open_case(
        centre=centre,
        kind=ISSUE_KIND,
        title=f"{line.group}：{line.text}"[:80],
        text="\n".join(filter(None, [line.text, counted, line.note])),
        channel="online",
        at=at,
        actor=actor,
        origin_id=line.run_id,
        form_id=line.pk,
    ).case
    line.issue_case = case
    line.save(update_fields=["issue_case"])
    return case
