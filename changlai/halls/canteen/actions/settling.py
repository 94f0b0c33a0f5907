"""Close a month and note who paid."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.canteen import policies
from changlai.halls.canteen.events import LinePaid, MonthClosed
from changlai.halls.canteen.models import Menu, Settlement, SettlementLine
from changlai.halls.canteen.queries import settling as reads
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require

CLOSED = "这个月已经结算了。"


@transaction.atomic
def close_month(*, centre: Any, actor: Actor, at: datetime, month: date) -> Settlement:
    """Freeze what everybody ate in a month, what is paid for them and what they pay.

    Raises NotAllowed; WrongStep for a month that is not over or is settled; BadInput for one
    in which nobody ate.
    """
    require(policies.may_settle, actor, centre)
    if timezone.localdate(at) < reads.next_month(month):
        raise WrongStep("这个月还没过完，过完了再结算。")
    if reads.settlement_of(centre, month) is not None:
        raise WrongStep(CLOSED)
    # A late tick locks its menu too: none falls between counting and closing.
    menus = Menu.objects.of(centre).filter(day__gte=month, day__lt=reads.next_month(month))
    list(menus.select_for_update().order_by("pk").values_list("pk", flat=True))
    accounts = reads.accounts(centre, month)
    if not accounts:
        raise BadInput("这个月没有人用餐，不用结算。")
    settlement = Settlement(centre=centre, month=month, closed_at=at, closed_by_id=actor.account_id)
    try:
        with transaction.atomic():
            settlement.save(force_insert=True)
    except IntegrityError:
        raise WrongStep(CLOSED) from None
    SettlementLine.objects.bulk_create(
        SettlementLine(
            centre=centre,
            settlement=settlement,
            person_id=one.person_id,
            is_walk_in=one.is_walk_in,
            portions=one.portions,
            gross_fen=one.gross_fen,
            tier=one.tier,
            subsidy=str(one.subsidy_fen),
            # Whoever came without an order paid at the counter.
            paid_at=at if one.is_walk_in or one.pay_fen == 0 else None,
        )
        for one in accounts
    )
    publish(
        MonthClosed(
            centre_id=centre.pk,
            at=at,
            actor_id=actor.account_id,
            subject_id=settlement.pk,
            month=month,
            eaters=sum(1 for one in accounts if not one.is_walk_in),
            portions=sum(one.portions for one in accounts),
        )
    )
    return settlement


@transaction.atomic
def note_paid(
    *, centre: Any, line_id: UUID, actor: Actor, at: datetime, is_paid: bool
) -> SettlementLine:
    """Note that an eater paid for a month, or that this was ticked by mistake.

    Raises NotAllowed; WrongStep where it stands so already, as on a second tap.
    """
    row: SettlementLine = SettlementLine.objects.of(centre).select_for_update().get(pk=line_id)
    require(policies.may_settle, actor, centre)
    if (row.paid_at is not None) == is_paid:
        raise WrongStep("已经记过付款了。" if is_paid else "这一笔本来就没有记付款。")
    row.paid_at = at if is_paid else None
    row.paid_by_id = actor.account_id if is_paid else None
    row.save(update_fields=["paid_at", "paid_by"])
    publish(
        LinePaid(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            is_paid=is_paid,
        )
    )
    return row
