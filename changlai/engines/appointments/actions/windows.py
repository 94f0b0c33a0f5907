"""The windows of the counter: name them, open and close them, and who is at which."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Q

from changlai.engines.appointments import policies
from changlai.engines.appointments.models import Appointment, AtWindow, Sitting, Window
from changlai.engines.appointments.states import AppointmentState, SittingState
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.policies import require


@transaction.atomic
def put_window(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    name: str,
    order: int = 0,
    is_open: bool = True,
    window_id: UUID | None = None,
) -> Window:
    """Name a window, or change the one of `window_id`; one that is closed calls nobody.

    Raises NotAllowed; BadInput without a name or for one another window has; WrongStep for closing
    a window at which somebody is being seen.
    """
    require(policies.may_plan, actor, centre)
    rows = Window.objects.of(centre).select_for_update()
    row = rows.get(pk=window_id) if window_id else Window(centre_id=getattr(centre, "pk", centre))
    row.name, row.order, row.is_open = " ".join(name.split())[:20], order, is_open
    if not row.name:
        raise BadInput("请写窗口的名称，比如“综合窗口”。")
    if window_id and not is_open:
        _leave(AtWindow.objects.of(centre).filter(window=row), at)
    try:
        with transaction.atomic():
            row.save()
    except IntegrityError:
        raise BadInput(f"已经有叫“{row.name}”的窗口了。") from None
    return row


@transaction.atomic
def take_window(
    *, centre: Any, sitting_id: UUID, window_id: UUID, actor: Actor, at: datetime
) -> AtWindow:
    """Sit down at a window; whoever was there is not any more, and one is at one window only.

    Raises NotAllowed; WrongStep while somebody is being seen at one's own window; BadInput for a
    window that is closed or a day that is over.
    """
    sitting = Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_call, actor, centre)
    if actor.account_id is None:
        raise NotAllowed
    if sitting.state != SittingState.PLANNED:
        raise BadInput("今天的号已经停了。")
    window = Window.objects.of(centre).select_for_update().get(pk=window_id)
    if not window.is_open:
        raise BadInput(f"{window.name}现在没有开。")
    turns = AtWindow.objects.of(centre).filter(until__isnull=True)
    # Who was where on a day that nobody ended is of no concern to this one.
    old = turns.filter(Q(account_id=actor.account_id) | Q(window=window))
    old.exclude(sitting=sitting).update(until=at)
    mine = turns.filter(account_id=actor.account_id).first()
    if mine is not None and mine.window_id == window.pk:
        return mine
    _leave(turns.filter(account_id=actor.account_id), at)
    turns.filter(window=window).update(until=at)
    row = AtWindow(
        centre_id=sitting.centre_id,
        sitting=sitting,
        window=window,
        account_id=actor.account_id,
        since=at,
    )
    row.save(force_insert=True)
    return row


@transaction.atomic
def leave_window(*, centre: Any, sitting_id: UUID, actor: Actor, at: datetime) -> None:
    """Get up from one's window. Raises NotAllowed; WrongStep while somebody is being seen there."""
    Sitting.objects.of(centre).select_for_update().get(pk=sitting_id)
    require(policies.may_call, actor, centre)
    _leave(AtWindow.objects.of(centre).filter(account_id=actor.account_id), at)


def require_at_window(sitting: Sitting, window_id: UUID, actor: Actor) -> None:
    """Refuse to call people to a window at which the actor is not; the sitting is locked.

    Raises WrongStep.
    """
    turns = AtWindow.objects.of(sitting.centre_id).filter(
        sitting=sitting, window_id=window_id, until__isnull=True
    )
    found = turns.select_related("account", "window").first()
    if found is None:
        raise WrongStep("您还没有坐到这个窗口，请先选窗口。")
    if found.account_id != actor.account_id:
        raise WrongStep(f"{found.window.name}现在是{found.account.shown_name}在办，请换一个窗口。")


def _leave(turns: Any, at: datetime) -> None:
    """End turns at windows; whoever was sent there may be called by any again."""
    for turn in turns.filter(until__isnull=True).select_related("window").order_by("pk"):
        rows = Appointment.objects.of(turn.centre_id).filter(sitting_id=turn.sitting_id)
        seen = rows.filter(state=AppointmentState.CALLED, window=turn.window).first()
        if seen is not None:
            raise WrongStep(f"{turn.window.name}的{seen.queue_number}号还没办完，办完再离开。")
        rows.filter(state=AppointmentState.HERE, sent_to=turn.window).update(sent_to=None)
        turn.until = at
        turn.save(update_fields=["until"])
