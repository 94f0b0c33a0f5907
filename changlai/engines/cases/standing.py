"""Where a matter stands for whoever brought it: whose turn it is, and what happens next."""

from datetime import datetime
from typing import Any

from django.db.models import Case as Switch
from django.db.models import F, IntegerField, Q, QuerySet, Value, When

from changlai.engines.cases.models import Case
from changlai.engines.cases.states import RUNNING, StateType, Verb
from changlai.kernel.registry.contributions import MINE_OVER, MineLine, Turn

TONES = {
    StateType.OPEN: "hand",
    StateType.WAITING: "waiting",
    StateType.RESOLVED: "done",
    StateType.CLOSED: "plain",
}


def standing(rows: QuerySet[Any], at: datetime, to_case: str = "", also: Q | None = None) -> Any:
    """Return what still runs, then what was answered or ended of late, the latest first.

    `to_case` leads from the rows to their case: "case__" for a hall's own rows. `also` keeps
    more than these, as what is done and not fetched yet.
    """

    def where(**marks: Any) -> Q:
        return Q(**{f"{to_case}{name}": value for name, value in marks.items()})

    since = at - MINE_OVER
    running = where(state_type__in=RUNNING)
    lately = where(answered_at__gte=since) | where(closed_at__gte=since)
    kept = running | lately if also is None else running | lately | also
    first = Switch(When(running, then=Value(0)), default=Value(1), output_field=IntegerField())
    newest = F(f"{to_case}opened_at").desc()
    return rows.filter(kept).order_by(first, newest, f"-{to_case}id")


def standing_line(
    case: Case, at: datetime, *, title: str, url: str, ask: str, rated: str = "办得怎么样，点一下"
) -> MineLine:
    """Return the line of a case in 我的; `ask` is what the person does where it waits for them.

    A promise that was missed is said as it is: whoever waits sees that the centre knows it too.
    """
    workflow = case.rules.workflow
    words: dict[str, Any] = {"title": title, "url": url, "note": case.number}
    words |= {"tag": case.state_label, "tone": TONES[StateType(case.state_type)]}
    if case.state_type == StateType.WAITING:
        return MineLine(**words, turn=Turn.ME, next=ask)
    if case.state_type == StateType.OPEN:
        started = case.accepted_at is not None
        due = case.resolution_due if started else case.accept_due or case.resolution_due
        words |= {"at": due, "after": "前" if due else ""}
        if due and due < at:
            words["next"] = "比说好的晚了，中心会尽快给您回话"
        else:
            words["next"] = "中心在办" if started else "中心先看，看过就受理"
        return MineLine(**words, turn=Turn.CENTRE)
    words["at"] = case.closed_at or case.answered_at
    if workflow.step(Verb.DELIVER, case.state) is not None:
        return MineLine(**words | {"after": "办好"}, turn=Turn.ME, next="办好了，来取")
    may_rate = not case.face and workflow.step(Verb.RATE, case.state) is not None
    if case.state_type == StateType.RESOLVED and may_rate and case.closed_at is None:
        return MineLine(**words | {"after": "答复"}, turn=Turn.ME, next=rated)
    return MineLine(**words, turn=Turn.OVER)
