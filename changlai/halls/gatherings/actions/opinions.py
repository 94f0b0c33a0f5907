"""Let an opinion become a matter of its own, which the village then answers like any other."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction

from changlai.engines.activities.public import Opinion, hand_on_opinion, may_plan
from changlai.engines.cases.public import Channel, KindVersion, OpenedCase, kinds, open_case
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput
from changlai.kernel.policies import require


def openable_kinds(actor: Actor, centre: Any) -> list[KindVersion]:
    """Return the kinds of matter that this colleague takes in at the centre."""
    families = (
        KindVersion.objects.of(centre)
        .order_by("family")
        .values_list("family", flat=True)
        .distinct()
    )
    return [
        kind
        for family in families
        if actor.can(f"{family}.intake")
        for kind in kinds(centre, family)
    ]


@transaction.atomic
def make_voice(
    *, centre: Any, opinion_id: UUID, kind: str, actor: Actor, at: datetime
) -> OpenedCase:
    """Open a matter from an opinion, with the activity as its origin and a clock of its own.

    Raises NotAllowed; BadInput for an opinion handed on before, or a kind that is not theirs.
    """
    opinion = Opinion.objects.of(centre).select_related("person", "activity").get(pk=opinion_id)
    require(may_plan, actor, centre)
    if opinion.voice_record_id is not None:
        raise BadInput("这条意见已经转成诉求了。")
    if kind not in {one.code for one in openable_kinds(actor, centre)}:
        raise BadInput("请选一种您能登记的诉求。")
    opened = open_case(
        centre=centre,
        kind=kind,
        text=opinion.text,
        channel=Channel.FORUM,
        at=at,
        actor=actor,
        person=opinion.person,
        reporter_alias="" if opinion.person else opinion.alias or "座谈参加者",
        is_anonymous=opinion.person is None and not opinion.alias,
        origin_id=opinion.activity_id,
        form_id=opinion.pk,
    )
    hand_on_opinion(
        centre=centre, opinion_id=opinion_id, actor=actor, at=at, record_id=opened.case.pk
    )
    return opened
