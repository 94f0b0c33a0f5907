"""What somebody must not eat, by consent; which class the clerk notes an eater in."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions.lines import line
from changlai.halls.canteen.events import DietSaid, EaterTierPut, TierPut
from changlai.halls.canteen.models import DietMark, EaterTier, PriceTier, Settlement
from changlai.halls.canteen.queries import settling as reads
from changlai.halls.canteen.states import MOST_FEN, Channel, Diet
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def say_diet(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    person_id: UUID,
    marks: Iterable[str],
    agrees: bool,
    channel: str = Channel.ONLINE,
) -> DietMark | None:
    """Let the canteen know what a person must not eat; nothing marked takes it back.

    Raises NotAllowed; BadInput without the person's consent or for an unknown mark.
    """
    require(policies.may_order_for, actor, centre, person_id)
    said = set(marks)
    if said - set(Diet.values):
        raise BadInput("忌口请从列表里选。")
    rows = DietMark.objects.of(centre).filter(person_id=person_id)
    if said and not agrees:
        raise BadInput("要本人同意，食堂才能记下忌口。")
    if not said:
        for row in rows:
            _say_diet(row, actor, at, is_kept=False)
        rows.delete()
        return None
    row, _ = DietMark.objects.update_or_create(
        centre_id=centre.pk,
        person_id=person_id,
        defaults={
            "marks": ",".join(one for one in Diet.values if one in said),
            "agreed_at": at,
            "channel": Channel(channel) if channel in Channel.values else Channel.COUNTER,
            "entered_by_id": None
            if policies.is_for(actor, centre, person_id)
            else actor.account_id,
        },
    )
    _say_diet(row, actor, at, is_kept=True)
    return row


def _say_diet(row: DietMark, actor: Actor, at: datetime, *, is_kept: bool) -> None:
    publish(
        DietSaid(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            is_kept=is_kept,
            channel=row.channel,
        )
    )


@transaction.atomic
def put_tier(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    name: str,
    subsidy_fen: int,
    is_active: bool = True,
    tier_id: UUID | None = None,
) -> PriceTier:
    """Write a class of eaters and how much of a portion is paid for them.

    Raises NotAllowed; BadInput for an amount that cannot be or a name that is taken; WrongStep for
    another amount while a month that is over waits for its settlement.
    """
    require(policies.may_settle, actor, centre)
    if not 0 <= subsidy_fen <= MOST_FEN:
        raise BadInput("补贴的数不对，请看看有没有多写一位。")
    named = line(name, 20, "请写档名。")
    rows = PriceTier.objects.of(centre)
    if rows.filter(name=named).exclude(pk=tier_id).exists():
        raise BadInput("已经有这一档了。")
    tier = rows.select_for_update().get(pk=tier_id) if tier_id else PriceTier(centre=centre)
    if tier_id and tier.subsidy_fen != subsidy_fen and (late := reads.unsettled(centre, at)):
        raise WrongStep(f"{late.month}月还没有结算，先结算再改数，不然上个月的也变了。")
    tier.name, tier.subsidy_fen, tier.is_active = named, subsidy_fen, is_active
    tier.save()
    publish(TierPut(centre_id=tier.centre_id, at=at, actor_id=actor.account_id, subject_id=tier.pk))
    return tier


@transaction.atomic
def note_tier(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    person_id: UUID,
    tier_id: UUID | None,
    since: date | None = None,
) -> EaterTier:
    """Note to which class an eater belongs from a day on; None is the full price again.

    Raises NotAllowed; WrongStep for a day in a month that is settled; BadInput for no such class.
    """
    require(policies.may_settle, actor, centre)
    day = since or timezone.localdate(at).replace(day=1)
    if Settlement.objects.of(centre).filter(month__gte=day.replace(day=1)).exists():
        raise WrongStep("这一天所在的月份已经结算了，请从没结算的月份算起。")
    if tier_id and not PriceTier.objects.of(centre).filter(pk=tier_id, is_active=True).exists():
        raise BadInput("没有这一档，请从列表里选。")
    row, _ = EaterTier.objects.update_or_create(
        centre_id=centre.pk,
        person_id=person_id,
        since=day,
        defaults={
            "tier_key": str(tier_id or ""),
            "put_at": at,
            "put_by_id": actor.account_id,
        },
    )
    publish(
        EaterTierPut(centre_id=row.centre_id, at=at, actor_id=actor.account_id, subject_id=row.pk)
    )
    return row
