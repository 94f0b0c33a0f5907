"""Figures of cases per day: declared with a second way to count each, straight from the rows."""

import datetime as dt
from typing import Any

from django.db.models import Count, QuerySet, Sum
from django.db.models.functions import TruncDate

from changlai.engines.cases.models import CallBack, Case, CaseStep, Rating
from changlai.engines.cases.queries import day_start
from changlai.engines.cases.states import CallBackOutcome, Verb
from changlai.kernel.metrics.declarations import Metric

Counted = dict[tuple[dt.date, tuple[str, ...]], int]

RECEIVED = "cases.received"
CONTACTED = "cases.contacted"
ANSWERED = "cases.answered"
MINUTES = "cases.answer_minutes"
SOLVED = "cases.called_back"
RATED = "cases.rated"
ESCALATED = "cases.escalated"
ALL = (RECEIVED, CONTACTED, ANSWERED, MINUTES, SOLVED, RATED, ESCALATED)

ANSWER_VERBS = (Verb.ANSWER, Verb.BRING_ANSWER)


def _spelled(value: Any) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return str(value) if value not in (None, "") else "none"


def _by_day(
    rows: QuerySet[Any], at: str, first: dt.date, last: dt.date, *dims: str, amount: Any = None
) -> Counted:
    since, until = day_start(first), day_start(last + dt.timedelta(days=1))
    rows = rows.filter(**{f"{at}__gte": since, f"{at}__lt": until})
    grouped = rows.annotate(day=TruncDate(at)).order_by().values_list("day", *dims)
    found: Counted = {}
    for day, *values, number in grouped.annotate(number=amount or Count("pk")):
        key = (day, tuple(map(_spelled, values)))
        found[key] = found.get(key, 0) + number
    return found


def _received(centre: Any, first: dt.date, last: dt.date) -> Counted:
    rows = Case.objects.of(centre)
    dims = ("family", "kind", "channel", "opened_category", "urgency")
    return _by_day(rows, "opened_at", first, last, *dims)


def _contacted(centre: Any, first: dt.date, last: dt.date) -> Counted:
    rows = Case.objects.of(centre).filter(first_contact_at__isnull=False)
    return _by_day(rows, "first_contact_at", first, last, "family", "contact_in_time")


def _answers(centre: Any) -> QuerySet[CaseStep]:
    return CaseStep.objects.of(centre).filter(verb__in=ANSWER_VERBS)


def _answered(centre: Any, first: dt.date, last: dt.date) -> Counted:
    return _by_day(_answers(centre), "at", first, last, "case__family", "case__kind", "in_time")


def _minutes(centre: Any, first: dt.date, last: dt.date) -> Counted:
    amount = Sum("minutes")
    return _by_day(_answers(centre), "at", first, last, "case__family", "case__kind", amount=amount)


def _called_back(centre: Any, first: dt.date, last: dt.date) -> Counted:
    rows = CallBack.objects.of(centre).filter(outcome=CallBackOutcome.REACHED)
    return _by_day(rows, "at", first, last, "case__family", "solved")


def _rated(centre: Any, first: dt.date, last: dt.date) -> Counted:
    return _by_day(Rating.objects.of(centre), "at", first, last, "case__family", "face", "channel")


def _escalated(centre: Any, first: dt.date, last: dt.date) -> Counted:
    rows = CaseStep.objects.of(centre).filter(verb=Verb.ESCALATE)
    return _by_day(rows, "at", first, last, "case__family", "alarm")


METRICS = [
    Metric(
        RECEIVED, "收到诉求", "件", ("family", "kind", "channel", "category", "urgency"), _received
    ),
    Metric(CONTACTED, "首次联系", "件", ("family", "in_time"), _contacted),
    Metric(ANSWERED, "答复", "件", ("family", "kind", "in_time"), _answered),
    Metric(MINUTES, "答复用时", "分钟", ("family", "kind"), _minutes),
    Metric(SOLVED, "回访到", "件", ("family", "solved"), _called_back),
    Metric(RATED, "评价", "件", ("family", "face", "channel"), _rated),
    Metric(ESCALATED, "到期提醒", "次", ("family", "alarm"), _escalated),
]
