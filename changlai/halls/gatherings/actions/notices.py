"""Tell everyone who signed up something, in the words of staff."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID

from django.db import transaction

from changlai.engines.activities.public import Activity, ActivityState
from changlai.foundation.people.public import Actor
from changlai.halls.gatherings import policies
from changlai.halls.gatherings.events import NoticeSent
from changlai.halls.gatherings.models import Notice
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

LONGEST: Final = 200


@transaction.atomic
def send_notice(
    *, centre: Any, activity_id: UUID, actor: Actor, at: datetime, text: str, notice_id: UUID
) -> Notice:
    """Keep a notice, which everyone with a live sign-up is then told once (F37).

    Sent twice with one `notice_id` it is one. Raises NotAllowed; BadInput without words, or for
    an activity that is not announced, of which nobody outside knows, or that is over.
    """
    activity = Activity.objects.of(centre).select_for_update().get(pk=activity_id)
    require(policies.may_manage, actor, centre)
    if first := Notice.objects.of(centre).filter(pk=notice_id, activity=activity).first():
        return first
    if activity.state != ActivityState.ANNOUNCED:
        raise BadInput("活动没有在办，不用再通知了。")
    text = " ".join(text.split())
    if not text or len(text) > LONGEST:
        raise BadInput(f"请写一句要说的话，最多{LONGEST}个字。")
    row = Notice(
        pk=notice_id,
        centre_id=activity.centre_id,
        activity=activity,
        text=text,
        at=at,
        by_id=actor.account_id,
    )
    row.save(force_insert=True)
    publish(
        NoticeSent(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            activity_id=activity.pk,
        )
    )
    return row
