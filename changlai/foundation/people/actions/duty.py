"""The verb of the duty roster: say who is on for one part of a day."""

from collections.abc import Collection
from datetime import date, datetime
from uuid import UUID

from django.db import transaction

from changlai.foundation.areas.public import Centre
from changlai.foundation.people import policies, queries
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.events import DutyChanged
from changlai.foundation.people.models import DutyTurn
from changlai.foundation.people.states import DayPart, DutyKind
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def set_duty(
    *,
    centre: Centre,
    day: date,
    part: str,
    kind: str,
    account_ids: Collection[UUID],
    actor: Actor,
    at: datetime,
) -> list[DutyTurn]:
    """Set who answers the telephone, or is here, on one part of a day, in place of others.

    Raises BadInput for someone who does not serve at the centre that day.
    """
    require(policies.may_manage_duty, actor, centre.pk)
    if part not in DayPart.values or kind not in DutyKind.values:
        raise BadInput
    wanted = set(account_ids)
    staff = set(queries.staff_of(centre, at=at).values_list("pk", flat=True))
    if not wanted <= staff:
        raise BadInput("只能安排本中心的工作人员值班。")
    turns = DutyTurn.objects.of(centre).filter(day=day, part=part, kind=kind)
    there = {turn.account_id: turn for turn in turns.select_for_update().order_by("id")}
    if set(there) == wanted:
        return list(there.values())
    turns.filter(account_id__in=set(there) - wanted).delete()
    added = [
        DutyTurn(centre=centre, day=day, part=part, kind=kind, account_id=account_id)
        for account_id in sorted(wanted - set(there))
    ]
    for turn in added:
        turn.save(force_insert=True)
    publish(DutyChanged(centre_id=centre.pk, at=at, actor_id=actor.account_id, day=day))
    return [turn for key, turn in there.items() if key in wanted] + added
