"""Order a meal, take it back, eat without having ordered, and order the same every week."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from changlai.foundation.people.public import Actor
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions.lines import line
from changlai.halls.canteen.events import MealOrdered, OrderCancelled, StandingMissed, StandingPut
from changlai.halls.canteen.models import MealOrder, Menu, StandingOrder
from changlai.halls.canteen.queries import orders as reads
from changlai.halls.canteen.states import (
    MOST_OF_ONE,
    MOST_WALK_IN,
    Channel,
    EndedBy,
    Meal,
    OrderKind,
    OrderState,
)
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.events.public import publish
from changlai.kernel.ids import uuid7
from changlai.kernel.policies import require


class AlreadyOrdered(WrongStep):
    """This person has this meal already; the sentence says how."""


class SoldOut(WrongStep):
    """So many portions are not to be had any more."""


class TooLate(WrongStep):
    """Ordering for this meal is over."""


def _until(menu: Menu) -> str:
    local = timezone.localtime(menu.order_until)
    return f"{local.month}月{local.day}日{local:%H:%M}"


def _take(menu: Menu, portions: int) -> int:
    """Count portions into a locked menu and return the next ticket number. Raises SoldOut."""
    if portions > menu.left:
        left = f"只剩{menu.left}份了" if menu.left > 0 else "已经订满了"
        raise SoldOut(f"{menu.title}{left}。")
    menu.taken += portions
    menu.last_number += 1
    menu.save(update_fields=["taken", "last_number"])
    return menu.last_number


def _locked(centre: Any, menu_id: UUID) -> Menu:
    menu: Menu = Menu.objects.of(centre).select_for_update().get(pk=menu_id)
    return menu


def _check_kind(menu: Menu, kind: str) -> None:
    if kind not in menu.kinds:
        offered = "、".join(OrderKind(one).label for one in menu.kinds)
        raise BadInput(f"这顿只有{offered}，请换一样。")


@transaction.atomic
def order_meal(
    *,
    centre: Any,
    menu_id: UUID,
    actor: Actor,
    at: datetime,
    person_id: UUID,
    form_id: UUID,
    kind: str = OrderKind.EAT_IN,
    portions: int = 1,
    place: str = "",
    channel: str = Channel.ONLINE,
) -> MealOrder:
    """Order portions of a meal for a person, at today's price; twice the same form is one order.

    Raises NotAllowed; TooLate; SoldOut; AlreadyOrdered; WrongStep for a meal that is off or not
    published; BadInput for a way of eating that is not offered or too many portions.
    """
    # Lock first, look second: the last portion is wanted by two at the same moment.
    menu = _locked(centre, menu_id)
    require(policies.may_order_for, actor, centre, person_id)
    first = MealOrder.objects.of(centre).filter(form_id=form_id).first()
    if first is not None and first.state == OrderState.CANCELLED:
        raise WrongStep("这一份已经取消了。还想要的话，刷新这一页再订。")
    if first is not None:
        return first
    if not menu.is_open:
        raise WrongStep("这顿现在不能订：没有公布，或者停了。")
    if at > menu.order_until:
        raise TooLate(f"{menu.title}订餐在{_until(menu)}截止了，可以到食堂问问还有没有多的。")
    _check_kind(menu, kind)
    if not 1 <= portions <= MOST_OF_ONE:
        raise BadInput(f"一个人一顿可以订1到{MOST_OF_ONE}份。")
    known = reads.live_of(menu, person_id)
    if known is not None:
        raise AlreadyOrdered(
            f"{menu.title}已经订过了：{known.get_kind_display()}{known.portions}份，"
            f"餐号{known.number}。"
        )
    order = _make(menu, at, person_id, form_id, kind, portions, place, channel)
    if not policies.is_for(actor, centre, person_id):
        order.entered_by_id = actor.account_id
    order.save(force_insert=True)
    _say_ordered(order, actor.account_id, at)
    return order


def _make(
    menu: Menu,
    at: datetime,
    person_id: UUID | None,
    form_id: UUID,
    kind: str,
    portions: int,
    place: str,
    channel: str,
) -> MealOrder:
    return MealOrder(
        centre_id=menu.centre_id,
        menu=menu,
        person_id=person_id,
        number=_take(menu, portions),
        kind=OrderKind(kind),
        portions=portions,
        price_fen=menu.price_fen,
        place=line(place, 120) if kind == OrderKind.DELIVERY else "",
        state=OrderState.ORDERED,
        channel=Channel(channel) if channel in Channel.values else Channel.COUNTER,
        ordered_at=at,
        form_id=form_id,
    )


def _say_ordered(order: MealOrder, account_id: UUID | None, at: datetime) -> None:
    publish(
        MealOrdered(
            centre_id=order.centre_id,
            at=at,
            actor_id=account_id,
            subject_id=order.pk,
            menu_id=order.menu_id,
            kind=order.kind,
            portions=order.portions,
            channel=order.channel,
        )
    )


@transaction.atomic
def cancel_order(*, centre: Any, order_id: UUID, actor: Actor, at: datetime) -> MealOrder:
    """Take an order back: its eater until ordering ends, the canteen until it is served.

    Raises NotAllowed; WrongStep once it was served or cancelled, or its day is past; TooLate for
    an eater who comes after the deadline, since the food is bought by then.
    """
    menu_id = MealOrder.objects.of(centre).values_list("menu_id", flat=True).get(pk=order_id)
    menu = _locked(centre, menu_id)
    order: MealOrder = MealOrder.objects.of(centre).select_for_update().get(pk=order_id)
    require(policies.may_cancel, actor, order)
    is_staff = policies.may_serve(actor, centre)
    is_own = policies.is_for(actor, centre, order.person_id)
    if at > menu.order_until and not is_staff:
        raise TooLate(f"{_until(menu)}以后不能自己取消了，请打电话告诉食堂。")
    if menu.day < timezone.localdate(at):
        raise WrongStep(f"{menu.title}已经过去了，不能再取消。")
    end(order, EndedBy.EATER if is_own else EndedBy.STAFF, at)
    _give_back(menu, order.portions)
    publish(
        OrderCancelled(
            centre_id=order.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=order.pk,
            menu_id=menu.pk,
            ended_by=order.ended_by,
        )
    )
    return order


def _give_back(menu: Menu, portions: int) -> None:
    menu.taken -= portions
    menu.save(update_fields=["taken"])


def end(order: MealOrder, by: str, at: datetime) -> None:
    """Close a locked order; its portions are the caller's to give back. Raises WrongStep."""
    order.move_to(OrderState.CANCELLED)
    order.ended_at, order.ended_by = at, by
    order.save(update_fields=["state", "ended_at", "ended_by"])


@transaction.atomic
def drop_order(*, centre_id: UUID, order_id: UUID, at: datetime) -> None:
    """Free the portions of somebody who is no longer there, or who had the meal twice."""
    rows = MealOrder.objects.of(centre_id)
    menu = _locked(centre_id, rows.values_list("menu_id", flat=True).get(pk=order_id))
    order = rows.select_for_update().get(pk=order_id)
    if order.state == OrderState.ORDERED:
        end(order, EndedBy.STAFF, at)
        _give_back(menu, order.portions)


@transaction.atomic
def note_walk_in(
    *,
    centre: Any,
    menu_id: UUID,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    portions: int = 1,
    kind: str = "",
    person_id: UUID | None = None,
) -> MealOrder:
    """Count who eats without having ordered (散客), as long as something is left.

    Raises NotAllowed; SoldOut; AlreadyOrdered for a villager who has an order to be ticked;
    BadInput for an absurd number.
    """
    menu = _locked(centre, menu_id)
    require(policies.may_serve, actor, centre)
    first = MealOrder.objects.of(centre).filter(form_id=form_id).first()
    if first is not None:
        return first
    if not menu.is_open:
        raise WrongStep("这顿现在不能记：没有公布，或者停了。")
    if timezone.localdate(at) != menu.day:
        raise WrongStep("散客当天才能记。")
    if not kind:
        # Whoever comes without an order eats here, or takes it along where nobody eats here.
        kind = OrderKind.EAT_IN if OrderKind.EAT_IN in menu.kinds else menu.kinds[0]
    _check_kind(menu, kind)
    if not 1 <= portions <= MOST_WALK_IN:
        raise BadInput(f"散客一次可以记1到{MOST_WALK_IN}份。")
    known = reads.live_of(menu, person_id)
    if known is not None:
        raise AlreadyOrdered(f"这位订过了，餐号{known.number}，请在名单上打勾。")
    order = _make(menu, at, person_id, form_id, kind, portions, "", Channel.WALK_IN)
    order.entered_by_id = actor.account_id
    order.save(force_insert=True)
    _say_ordered(order, actor.account_id, at)
    return order


def order_standing(menu: Menu, at: datetime) -> int:
    """Order a published meal for everybody who has it every week; return for how many.

    Whoever cannot have it, as when all is taken or the deadline passed before it was published,
    is told, by telephone where no screen reaches them; `menu` is locked.
    """
    rows = StandingOrder.objects.of(menu.centre_id).filter(
        meal=menu.meal, ended_at__isnull=True, person__is_active=True
    )
    made = 0
    for row in rows.select_related("person").order_by("put_at", "id"):
        if menu.day.weekday() not in row.weekdays:
            continue
        if reads.live_of(menu, row.person_id) is not None:
            continue
        if row.kind not in menu.kinds or row.portions > menu.left or at > menu.order_until:
            publish(
                StandingMissed(centre_id=row.centre_id, at=at, subject_id=row.pk, menu_id=menu.pk)
            )
            continue
        order = _make(
            menu, at, row.person_id, uuid7(), row.kind, row.portions, row.place, Channel.STANDING
        )
        order.save(force_insert=True)
        _say_ordered(order, None, at)
        made += 1
    return made


@transaction.atomic
def put_standing(
    *,
    centre: Any,
    actor: Actor,
    at: datetime,
    person_id: UUID,
    meal: str,
    weekdays: Iterable[int],
    kind: str = OrderKind.EAT_IN,
    portions: int = 1,
    place: str = "",
    channel: str = Channel.ONLINE,
) -> StandingOrder:
    """Order a meal on the same days of every week; a second word for the meal replaces the first.

    Meals that are published already are not touched. Raises NotAllowed; BadInput without a day.
    """
    require(policies.may_order_for, actor, centre, person_id)
    days = sorted({int(one) for one in weekdays if 0 <= int(one) <= 6})
    if not days:
        raise BadInput("请选周几。")
    if not 1 <= portions <= MOST_OF_ONE:
        raise BadInput(f"一个人一顿可以订1到{MOST_OF_ONE}份。")
    rows = StandingOrder.objects.of(centre).select_for_update()
    rows.filter(person_id=person_id, meal=meal, ended_at__isnull=True).update(ended_at=at)
    row = StandingOrder.objects.create(
        centre=centre,
        person_id=person_id,
        meal=Meal(meal),
        weekdays=days,
        kind=OrderKind(kind),
        portions=portions,
        place=line(place, 120) if kind == OrderKind.DELIVERY else "",
        channel=Channel(channel) if channel in Channel.values else Channel.COUNTER,
        entered_by_id=None if policies.is_for(actor, centre, person_id) else actor.account_id,
        put_at=at,
    )
    _say_standing(row, actor, at, is_live=True)
    return row


@transaction.atomic
def end_standing(*, centre: Any, standing_id: UUID, actor: Actor, at: datetime) -> StandingOrder:
    """End a standing order; what is ordered already stays. Raises NotAllowed, WrongStep."""
    row: StandingOrder = StandingOrder.objects.of(centre).select_for_update().get(pk=standing_id)
    require(policies.may_order_for, actor, centre, row.person_id)
    if row.ended_at is not None:
        raise WrongStep("这个长期订餐已经停了。")
    row.ended_at = at
    row.save(update_fields=["ended_at"])
    _say_standing(row, actor, at, is_live=False)
    return row


def _say_standing(row: StandingOrder, actor: Actor, at: datetime, *, is_live: bool) -> None:
    publish(
        StandingPut(
            centre_id=row.centre_id,
            at=at,
            actor_id=actor.account_id,
            subject_id=row.pk,
            meal=row.meal,
            is_live=is_live,
            channel=row.channel,
        )
    )
