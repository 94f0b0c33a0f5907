"""Named reads of issues: lists, what is like it, what still stands of its records."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from changlai.engines.cases.public import RUNNING, Case
from changlai.foundation.people.public import Actor
from changlai.governance.rectification import policies
from changlai.governance.rectification.kinds import FAMILY, TO_CHECK
from changlai.governance.rectification.models import Issue
from changlai.governance.rectification.states import EVIDENCE, REPEAT_DAYS, SOON_DAYS, Source
from changlai.kernel.records.public import Record, links_of

SOURCE_BY_RECORD = {
    "case": Source.PEOPLE,
    "assessment": Source.ASSESSMENT,
    "checklist_run": Source.SELF,
}
"""Where an issue that another part opened came from, by the kind of the record behind it."""

WITH = ("case__kind_version", "case__handler", "case__category", "case__centre")


def listed(actor: Actor, show: str = "open", words: str = "", source: str = "") -> Any:
    """Return issues for a list: what is not closed (the default), to be looked at, or all."""
    rows = policies.visible_issues(actor).select_related(*WITH)
    if show == "open":
        rows = rows.filter(case__state_type__in=RUNNING)
    elif show == "check":
        rows = rows.filter(case__state=TO_CHECK)
    elif show == "mine":
        rows = rows.filter(case__state_type__in=RUNNING, case__handler_id=actor.account_id)
    if words:
        said = Q(case__title__icontains=words) | Q(case__text__icontains=words)
        rows = rows.filter(said | Q(case__number__icontains=words))
    if source in Source.values:
        rows = rows.filter(source=source)
    if show in {"open", "mine"}:
        return rows.order_by("due_on", "id")
    return rows.order_by("-case__opened_at", "-id")


def due_soon(actor: Actor, today: date) -> Any:
    """Return what is late or falls due in a few days: to owners theirs, to the secretary all."""
    rows = policies.visible_issues(actor).select_related(*WITH)
    rows = rows.filter(case__state_type="open", due_on__lte=today + timedelta(days=SOON_DAYS))
    if not actor.can(policies.OVERSEE):
        rows = rows.filter(case__handler_id=actor.account_id)
    return rows.order_by("due_on", "id")


def unclaimed(actor: Actor) -> Any:
    """Return what nobody took on yet."""
    rows = policies.visible_issues(actor).select_related(*WITH)
    return rows.filter(case__state="new").order_by("due_on", "id")


def to_check(actor: Actor) -> Any:
    """Return what waits to be looked at by this actor, who did not mend it."""
    rows = policies.visible_issues(actor).select_related(*WITH)
    rows = rows.filter(case__state=TO_CHECK).exclude(case__handler_id=actor.account_id)
    return rows.order_by("case__answered_at", "id")


def to_look_again(actor: Actor, today: date) -> Any:
    """Return what was closed some weeks ago and nobody looked at since, not to whoever did it."""
    rows = policies.visible_issues(actor).select_related(*WITH)
    rows = rows.filter(look_on__lte=today, looked_at__isnull=True)
    return rows.exclude(done_by_id=actor.account_id).order_by("look_on", "id")


def usual_issue(case: Case) -> Issue:
    """Return what an issue says that another part opened and nobody wrote more about."""
    record = case.origin_record
    source = SOURCE_BY_RECORD.get(record.kind, Source.SELF) if record else Source.SELF
    due = case.resolution_due or case.opened_at + timedelta(days=REPEAT_DAYS)
    return Issue(centre_id=case.centre_id, case=case, source=source, due_on=timezone.localdate(due))


def earlier_like(case: Case) -> list[Issue]:
    """Return the issues of the year before with its category, place or source record.

    They are shown for staff to say whether it is the same; nothing is decided by likeness.
    """
    like = Q(pk__in=[])
    if case.category_id:
        like |= Q(category_id=case.category_id)
    if case.place_text:
        like |= Q(place_text__iexact=case.place_text)
    if case.origin_record_id:
        like |= Q(origin_record_id=case.origin_record_id)
    cases = Case.objects.of(case.centre_id).filter(
        like,
        family=FAMILY,
        opened_at__gte=case.opened_at - timedelta(days=REPEAT_DAYS),
        opened_at__lte=case.opened_at,
    )
    rows = Issue.objects.of(case.centre_id).filter(case__in=cases.exclude(pk=case.pk))
    return list(rows.select_related(*WITH).order_by("-case__opened_at", "-id")[:5])


@dataclass(frozen=True)
class Kept:
    """Of the records that stood there at the closing: how many, and how many are gone since."""

    total: int
    gone: int


def kept(issue: Issue) -> Kept:
    """Return what became of the records an issue was closed with."""
    keys = issue.kept_records
    there = Record.objects.of(issue.centre_id).filter(pk__in=keys).count() if keys else 0
    return Kept(len(keys), len(keys) - there)


def evidence_keys(case: Case) -> list[str]:
    """Return the keys of the records that show an issue is mended."""
    rows = links_of(case.centre_id, [case.pk], EVIDENCE)
    return [str(one.record_id) for one in rows]


def days_left(due_on: date, at: datetime) -> int:
    """Return the days until the due day; below nought when it has passed."""
    return (due_on - timezone.localdate(at)).days
