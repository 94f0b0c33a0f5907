"""Reads of food safety: what is due in the fridge, who may work, until when a record is kept."""

import calendar
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Exists

from changlai.halls.canteen.models import FoodSample, KitchenHand, Menu, MorningCheck
from changlai.halls.canteen.states import (
    AFTER_SHELF_LIFE_MONTHS,
    CERTIFICATE_WARNING,
    WITHOUT_SHELF_LIFE_MONTHS,
)


def months_after(day: date, months: int) -> date:
    """Return the same day so many months later, or that month's last."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))


def keep_until(came_on: date, made_on: date | None, shelf_life_days: int | None) -> date:
    """Return until when a purchase record is kept: six months past shelf life, else two years.

    Without a day of making, shelf life is counted from the day it came in, which is later
    (食品安全法第五十条第二款、第五十三条第二款).
    """
    if shelf_life_days is None:
        return months_after(came_on, WITHOUT_SHELF_LIFE_MONTHS)
    ends = (made_on or came_on) + timedelta(days=shelf_life_days)
    return months_after(max(ends, came_on), AFTER_SHELF_LIFE_MONTHS)


def in_fridge(centre: Any) -> Any:
    """Return the samples that are kept now, the first due on top."""
    rows = FoodSample.objects.of(centre).filter(destroyed_at__isnull=True)
    return rows.select_related("menu").order_by("destroy_from", "id")


def due_samples(centre: Any, at: datetime) -> Any:
    """Return the samples that may be destroyed now."""
    return in_fridge(centre).filter(destroy_from__lte=at)


def hands(centre: Any) -> Any:
    """Return who works in the kitchen."""
    return KitchenHand.objects.of(centre).filter(is_active=True).order_by("name", "id")


def ending_certificates(centre: Any, day: date) -> list[KitchenHand]:
    """Return whose health certificate has ended, or ends within thirty days."""
    rows = hands(centre).exclude(certificate_until__gt=day + CERTIFICATE_WARNING)
    return list(rows)


def checks_of(centre: Any, day: date) -> dict[Any, MorningCheck]:
    """Return the morning checks of a day, by whom."""
    rows = MorningCheck.objects.of(centre).filter(day=day)
    return {one.hand_id: one for one in rows}


def unchecked(centre: Any, day: date, *, if_cooking: bool = False) -> list[KitchenHand]:
    """Return who of the kitchen was not looked at; `if_cooking` only where a meal is cooked."""
    done = MorningCheck.objects.of(centre).filter(day=day).values("hand_id")
    rows = hands(centre).exclude(pk__in=done)
    if if_cooking:
        rows = rows.filter(Exists(Menu.objects.of(centre).filter(day=day, state="open")))
    return list(rows)


def unsampled(centre: Any, day: date) -> list[tuple[Menu, str]]:
    """Return the dishes of a day of which no sample was kept yet."""
    menus = [one for one in Menu.objects.of(centre).filter(day=day) if one.is_open]
    rows = FoodSample.objects.of(centre).filter(menu__in=menus)
    kept = set(rows.values_list("menu_id", "dish")) if menus else set()
    return [(menu, dish) for menu in menus for dish in menu.dishes if (menu.pk, dish) not in kept]
