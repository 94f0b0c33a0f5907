"""Training of staff, read from who came: nobody enters it a second time (F45)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Prefetch, Q

from changlai.engines.activities.public import Mark, MarkKind, MarkOutcome, stays, who_of
from changlai.foundation.areas.public import open_week
from changlai.foundation.people.public import Actor, duty_week, staff_of
from changlai.halls.gatherings.kinds import STAFF_TRAINING
from changlai.kernel.workcalendar.days import current

GAP_DAYS = 7


@dataclass
class TrainingLine:
    """One colleague: how often they came to a training in a time, how long, when last."""

    name: str
    times: int = 0
    minutes: int = 0
    last: datetime | None = None


def training_marks(actor: Actor, centre: Any) -> Any:
    """Return the line by which each colleague came to each training of staff, the latest first.

    Whoever left and came back came once. Each line carries those of its session, so that
    `minutes_of` asks nothing more.
    """
    rows = Mark.objects.of(centre).filter(session__activity__preset__code=STAFF_TRAINING)
    if actor.centre_id != centre.pk or not actor.is_staff:
        return rows.none()
    valid = Q(kind=MarkKind.IN, outcome=MarkOutcome.TAKEN, voided_by__isnull=True)
    earlier = Mark.objects.filter(
        valid,
        Q(at__lt=OuterRef("at")) | Q(at=OuterRef("at"), id__lt=OuterRef("id")),
        Q(person=OuterRef("person"))
        | Q(person__isnull=True, account=OuterRef("account"))
        | Q(person__isnull=True, account__isnull=True, alias=OuterRef("alias")),
        centre_id=OuterRef("centre_id"),
        session=OuterRef("session"),
    )
    return (
        rows.filter(valid)
        .exclude(Exists(earlier))
        .select_related("person", "account", "session__activity", "session__room")
        .prefetch_related(Prefetch("session__marks", Mark.objects.of(centre)))
        .order_by("-session__starts", "-id")
    )


def minutes_of(mark: Mark) -> int:
    """Return how long whoever a line is about stayed in its session."""
    stay = stays(mark.session.marks.all()).get(who_of(mark))
    return stay.minutes(mark.session) if stay else 0


def training_of_staff(
    actor: Actor, centre: Any, since: date, until: date, at: datetime
) -> list[TrainingLine]:
    """Return each colleague who serves now with what they learned, by name; nobody is ranked.

    Two of one name have a line each; a name that was only called out is nobody's.
    """
    accounts = list(staff_of(centre, at=at))
    found: dict[UUID, TrainingLine] = {
        account.pk: TrainingLine(account.shown_name) for account in accounts
    }
    rows = training_marks(actor, centre).filter(
        Q(session__starts__date__gte=since), Q(session__starts__date__lte=until)
    )
    for mark in rows:
        account = mark.person.account_id if mark.person else mark.account_id
        if account not in found:
            continue
        line = found[account]
        line.times += 1
        line.minutes += minutes_of(mark)
        line.last = max(line.last or mark.session.starts, mark.session.starts)
    return list(found.values())


def days_without_duty(centre: Any, first: date) -> list[date]:
    """Return the open days of the coming week for which nobody is on the roster.

    A village that kept no roster in the last month does not work by one, and is not reminded.
    """
    days = [first + timedelta(days=ahead) for ahead in range(GAP_DAYS)]
    turns = duty_week(centre, first - timedelta(days=30), days[-1])
    covered = set(turns.values_list("day", flat=True))
    if not covered:
        return []
    week, calendar = open_week(centre), current()
    return [day for day in days if day not in covered and week.spans(day, calendar)]
