"""Reads of orders: whose ticket, what an eater has, where meals are brought."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.core.signing import BadSignature, Signer

from changlai.halls.canteen.models import DietMark, MealOrder, Menu
from changlai.halls.canteen.states import Diet, OrderState
from changlai.kernel.errors import BadInput

NO_TICKET = "没有这张餐票，请对照名单找。"
_signer = Signer(salt="canteen.ticket", sep=".")


def ticket_of(order: MealOrder) -> str:
    """Return the signed text of an order's QR code; it says nothing about its holder."""
    return _signer.sign(order.pk.hex)


def order_by_ticket(centre: Any, text: str) -> MealOrder:
    """Return the order that a signed ticket names; raises BadInput for a text that was altered."""
    plain = text.strip().rsplit("t=", 1)[-1]
    try:
        key = UUID(_signer.unsign(plain))
    except (BadSignature, ValueError):
        raise BadInput(NO_TICKET) from None
    found: MealOrder | None = MealOrder.objects.of(centre).filter(pk=key).first()
    if found is None:
        raise BadInput(NO_TICKET)
    return found


def order_of_meal(menu: Menu, typed: str) -> MealOrder:
    """Return the order of a meal by its ticket number or by what a scanner read from its QR."""
    typed = typed.strip()
    if typed.isascii() and typed.isdigit() and len(typed) <= 4:
        rows = MealOrder.objects.of(menu.centre_id).filter(menu=menu, number=int(typed))
        found: MealOrder | None = rows.first()
        if found is None:
            raise BadInput(f"这顿没有{int(typed)}号，请对照名单找。")
        return found
    found = order_by_ticket(menu.centre_id, typed)
    if found.menu_id != menu.pk:
        raise BadInput(f"这张餐票是{found.menu.title}的，不是这一顿。")
    return found


def live_of(menu: Menu, person_id: Any) -> MealOrder | None:
    """Return what a person has ordered for a meal."""
    if person_id is None:
        return None
    found: MealOrder | None = (
        MealOrder.objects.of(menu.centre_id).live().filter(menu=menu, person_id=person_id).first()
    )
    return found


def live_by_menu(rows: Any, menus: Any) -> dict[Any, MealOrder]:
    """Return orders by the menu they are of."""
    return {one.menu_id: one for one in rows.live().filter(menu__in=list(menus))}


def diets_of(centre: Any, person_ids: Any) -> dict[Any, str]:
    """Return what these people must not eat, in words, for whoever hands the meal over."""
    found = {}
    for row in DietMark.objects.of(centre).filter(person_id__in=[one for one in person_ids if one]):
        found[row.person_id] = "、".join(
            Diet(code).label if code == Diet.SOFT else f"不吃{Diet(code).label}"
            for code in row.codes
        )
    return found


def with_diets(centre: Any, orders: Any) -> list[MealOrder]:
    """Return orders, each with `diet` in words."""
    found = list(orders)
    said = diets_of(centre, [one.person_id for one in found])
    for one in found:
        one.diet = said.get(one.person_id, "")
    return found


def orders_of_meal(menu: Menu) -> Any:
    """Return the live orders of a meal as the counter ticks them: by ticket number."""
    rows = MealOrder.objects.of(menu.centre_id).live().filter(menu=menu)
    return rows.select_related("person__hamlet", "served_by").order_by("number")


def to_deliver(menu: Menu) -> list[MealOrder]:
    """Return what is to be brought, hamlet by hamlet."""
    rows = orders_of_meal(menu).filter(kind="delivery").select_related("person__household")
    found = with_diets(menu.centre_id, rows)
    return sorted(found, key=lambda one: (_hamlet_order(one), one.number))


def _hamlet_order(order: MealOrder) -> tuple[int, str]:
    hamlet = order.person.hamlet if order.person else None
    return (hamlet.order, hamlet.name) if hamlet else (10_000, "")


def served(centre: Any, since: datetime, until: datetime) -> Any:
    """Return what was served from one moment until before another."""
    rows = MealOrder.objects.of(centre).filter(state=OrderState.SERVED)
    return rows.filter(served_at__gte=since, served_at__lt=until)


def coming(rows: Any, day: date) -> Any:
    """Return orders for a day and later, the next first."""
    found = rows.live().filter(menu__day__gte=day).select_related("menu", "centre")
    return found.order_by("menu__day", "number", "id")
