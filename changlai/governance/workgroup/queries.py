"""Named reads of goals and tasks: a year's plan, what is late, and what meetings decided."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Q

from changlai.engines.cases.public import Case
from changlai.foundation.people.public import Actor
from changlai.governance.workgroup import policies
from changlai.governance.workgroup.models import Goal, Task, plain
from changlai.governance.workgroup.states import OPEN, SOON_DAYS
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.records.public import Record, found
from changlai.kernel.registry.public import collect, measure

DECISION = "decision"
"""The kind of record that a meeting's decision has; whichever part keeps it."""
ISSUES = "issues"


def tasks_of(actor: Actor, goals: Iterable[Goal]) -> list[Task]:
    """Return the tasks of goals, by day."""
    rows = policies.visible_tasks(actor).filter(goal__in=[one.pk for one in goals])
    return list(rows.select_related("goal__group", "owner", "closed_by").order_by("due_on", "id"))


def goals_of(actor: Actor, group: Any) -> list[Goal]:
    """Return the goals of a group through all years, in the order in which they were set."""
    return list(policies.visible_goals(actor).filter(group=group).order_by("made_at"))


def years_of(goals: Iterable[Goal]) -> list[int]:
    """Return the years of these goals, the newest first."""
    return sorted({one.year for one in goals}, reverse=True)


def plan(actor: Actor, goals: Iterable[Goal], year: int) -> list[tuple[Goal, list[Task]]]:
    """Return those goals that are of a year, with their tasks."""
    goals = [one for one in goals if one.year == year]
    by: dict[Any, list[Task]] = {one.pk: [] for one in goals}
    for task in tasks_of(actor, goals):
        by[task.goal_id].append(task)
    return [(one, by[one.pk]) for one in goals]


def pressing(actor: Actor, today: date) -> Any:
    """Return open tasks late or due in a week: the actor's own, and to a head all late ones."""
    rows = policies.visible_tasks(actor).filter(state__in=OPEN)
    own = Q(owner_id=actor.account_id, due_on__lte=today + timedelta(days=SOON_DAYS))
    late = Q(goal__group__head_id=actor.account_id, due_on__lt=today)
    return (
        rows.filter(own | late)
        .select_related("owner", "centre", "goal__group")
        .order_by("due_on", "id")
    )


@dataclass(frozen=True)
class Counted:
    """How a counted task stands now: the number, whether its source is there, where to look."""

    title: str
    formula: str
    now: str
    is_there: bool
    url: str


def counted(task: Task, centre: Any, number: Decimal | None) -> Counted | None:
    """Return how a counted task stands; None for one that nobody counts."""
    if not task.measure:
        return None
    source = measure(task.measure, centre.off)
    if source is None:
        return Counted(task.measure, "", "", False, "")
    now = f"{plain(number)}{source.unit}" if number is not None else "没有可数的"
    url = optional_url(centre, source.url_name) if source.url_name else ""
    return Counted(source.title, source.words, now, True, url)


def measure_choices(centre: Any, also: str = "") -> list[tuple[str, str]]:
    """Return what the house can count, to choose from."""
    known = [(one.code, f"{one.title}({one.unit})") for one in collect("measures", centre.off)]
    if also and also not in {code for code, _ in known}:
        known.append((also, f"{also}(来源没有了)"))
    return [("", "不数，用已有的记录说明"), *known]


@dataclass(frozen=True)
class Decided:
    """What a meeting decided, and what was made of it."""

    record: Record
    task: Task | None
    case: Case | None
    case_url: str


def decisions(centre: Any, rows: Iterable[Record]) -> list[Decided]:
    """Return decisions with the task or the issue that was made of each."""
    rows = list(rows)
    keys = [one.pk for one in rows]
    tasks = {one.origin_id: one for one in Task.objects.of(centre).filter(origin_id__in=keys)}
    opened = Case.objects.of(centre).filter(origin_record_id__in=keys, family=ISSUES)
    cases = {one.origin_record_id: one for one in opened.select_related("kind_version")}
    lines = []
    for one in rows:
        case = cases.get(one.pk)
        url = optional_url(centre, case.rules.url_name, pk=case.pk) if case else ""
        lines.append(Decided(one, tasks.get(one.pk), case, url))
    return lines


def decided(centre: Any, words: str = "") -> Any:
    """Return the records of what meetings decided, the newest first."""
    return found(centre, words, kinds=[DECISION])
