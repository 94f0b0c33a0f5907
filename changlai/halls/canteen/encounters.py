"""Encounters of the canteen: portions that reached their eaters, as heads and never as persons.

Who eats at the canteen every day may be poor or ill, so the figures know how many and not who.
"""

from collections.abc import Collection, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.utils import timezone

from changlai.halls.canteen.events import MealServed, MealUnticked
from changlai.halls.canteen.policies import SERVE, visible_orders
from changlai.halls.canteen.queries.menus import midnight
from changlai.halls.canteen.queries.orders import served
from changlai.kernel.metrics.public import EncounterLine, EncounterSource, Met
from changlai.kernel.pages.routes import optional_url


def _recount(centre: Any, first: date, last: date) -> Iterator[Met]:
    until = midnight(date.fromordinal(last.toordinal() + 1))
    rows = served(centre, midnight(first), until).values_list("pk", "served_at", "portions")
    for key, moment, many in rows.iterator():
        yield Met(key, timezone.localdate(moment), heads=many)


def _lines(actor: Any, centre: Any, ids: Collection[UUID]) -> dict[UUID, EncounterLine]:
    if not actor.can(SERVE):
        return {}
    rows = visible_orders(actor).filter(pk__in=list(ids)).select_related("menu")
    return {
        row.pk: EncounterLine(
            f"{row.menu.title} {row.get_kind_display()}{row.portions}份",
            optional_url(centre, "canteen:desk_meal", pk=row.menu_id),
        )
        for row in rows
    }


ENCOUNTERS = [
    EncounterSource(
        "canteen",
        "食堂用餐",
        "吃上一份算一次，送到家的也算；订了没来的、打错勾的不算。只算份数，不记是谁。",
        46,
        (MealServed.name,),
        _recount,
        _lines,
        takes_back=(MealUnticked.name,),
    ),
]
