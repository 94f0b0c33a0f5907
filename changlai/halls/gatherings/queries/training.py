"""Training of staff, read from who came: nobody enters it a second time (F45)."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q

from changlai.engines.activities.public import Mark, MarkKind, MarkOutcome
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
    """Return the valid lines of staff who came to a training of staff, the latest first."""
    rows = Mark.objects.of(centre).filter(
        session__activity__preset__code=STAFF_TRAINING,
        kind=MarkKind.IN,
        outcome=MarkOutcome.TAKEN,
        voided_by__isnull=True,
    )
    if actor.centre_id != centre.pk or not actor.is_staff:
        return rows.none()
    return rows.select_related("person", "session__activity", "session__room").order_by(
        "-session__starts", "-id"
    )


def training_of_staff(
    actor: Actor, centre: Any, since: date, until: date, at: datetime
) -> list[TrainingLine]:
    """Return each colleague who serves now with what they learned, by name; nobody is ranked."""
    accounts = list(staff_of(centre, at=at))
    found: dict[UUID, TrainingLine] = {
        account.pk: TrainingLine(account.shown_name) for account in accounts
    }
    names = {account.shown_name: account.pk for account in accounts}
    rows = training_marks(actor, centre).filter(
        Q(session__starts__date__gte=since), Q(session__starts__date__lte=until)
    )
    for mark in rows:
        # A colleague who is nobody's resident here stands on the roll by name.
        account = mark.person.account_id if mark.person else names.get(mark.alias)
        if account not in found:
            continue
        line = found[account]
        line.times += 1
        line.minutes += round((mark.session.ends - mark.session.starts).total_seconds() / 60)
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
