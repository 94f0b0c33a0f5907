"""The verb of the staff card: say what a colleague helps with."""

import re
from datetime import datetime
from typing import Final
from uuid import UUID

from django.db import transaction

from changlai.foundation.areas.public import Centre
from changlai.foundation.people import policies, queries
from changlai.foundation.people.actor import Actor
from changlai.foundation.people.events import HelpsSet
from changlai.foundation.people.models import StaffCard
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

LONGEST: Final = 40
_NUMBER = re.compile(r"\d[\d\s-]{5,}\d")


@transaction.atomic
def set_helps(
    *, centre: Centre, account_id: UUID, helps: str, actor: Actor, at: datetime
) -> StaffCard:
    """Say in a few words, such as 医保、养老、开证明, what a colleague helps with; none is fine.

    The board has the centre's telephone; a private number does not belong there. Raises
    NotAllowed; BadInput for words too long, a number, or somebody who does not serve here.
    """
    require(policies.may_set_helps, actor, centre.pk, account_id)
    line = " ".join(helps.split())
    if len(line) > LONGEST:
        raise BadInput(f"能帮什么最多写{LONGEST}个字。")
    if _NUMBER.search(line):
        raise BadInput("这里大家都看得到，不用写电话：牌子上有中心的电话。")
    if not queries.staff_of(centre, at=at).filter(pk=account_id).exists():
        raise BadInput("这位不是本中心的工作人员。")
    card, _ = StaffCard.objects.update_or_create(
        centre_id=centre.pk, account_id=account_id, defaults={"helps": line}
    )
    publish(
        HelpsSet(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=card.pk,
            account_id=account_id,
        )
    )
    return card
