"""Note what somebody gave to the canteen."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions.lines import line
from changlai.halls.canteen.events import DonationNoted
from changlai.halls.canteen.models import Donation
from changlai.halls.canteen.models.safety import MOST_GIFT_FEN
from changlai.halls.canteen.states import DonationKind
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require


@transaction.atomic
def note_donation(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    giver: str,
    kind: str,
    form_id: UUID,
    what: str = "",
    amount_fen: int | None = None,
    is_named: bool = False,
    given_on: date | None = None,
    use: str = "",
) -> Donation:
    """Write a gift down for everybody to read; its giver by name only with their leave.

    Twice the same form is one gift. Raises NotAllowed; BadInput for nothing given.
    """
    require(policies.may_manage, actor, centre)
    first = Donation.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    kind = DonationKind(kind)
    is_money = kind == DonationKind.MONEY
    if is_money and (amount_fen is None or not 0 < amount_fen <= MOST_GIFT_FEN):
        raise BadInput("请填捐了多少钱，大于0。")
    day = given_on or timezone.localdate(at)
    if day > timezone.localdate(at):
        raise BadInput("捐赠日期还没到。")
    row = Donation.objects.create(
        centre=centre,
        giver=line(giver, 40, "请写谁捐的；不愿留名的写“不留名”。"),
        is_named=is_named,
        kind=kind,
        what="" if is_money else line(what, 60, "请写捐了什么、多少，例如大米50斤。"),
        amount_fen=amount_fen if is_money else None,
        given_on=day,
        use=line(use, 60),
        at=at,
        by_id=actor.account_id,
        form_id=form_id,
    )
    publish(
        DonationNoted(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            kind=row.kind,
        )
    )
    return row
