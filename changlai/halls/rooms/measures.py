"""Numbers about rooms and signs that checklists, tasks and assessments may ask for."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils import timezone

from changlai.foundation.places.public import Facility, Room, RoomHours
from changlai.halls.rooms.queries.things import checks_due, overhangs, without_basis
from changlai.kernel.registry.contributions import Measure


def _without_hours(centre: Any, at: datetime) -> int | None:
    rooms = Room.objects.of(centre).to_book()
    hours = RoomHours.objects.filter(centre_id=OuterRef("centre_id"), room_id=OuterRef("pk"))
    has_hours = list(
        rooms.order_by()
        .annotate(has_hours=Exists(hours.filter(until__isnull=True)))
        .values_list("has_hours", flat=True)
    )
    return has_hours.count(False) if has_hours else None


def _rooms(centre: Any, at: datetime) -> int:
    return int(Room.objects.of(centre).to_book().count())


def _too_many_signs(centre: Any, at: datetime) -> int:
    over = overhangs(centre, timezone.localdate(at))
    return sum(one.hanging - one.limit.most for one in over)


def _signs_without_basis(centre: Any, at: datetime) -> int:
    return int(without_basis(centre).count())


def _checks_due(centre: Any, at: datetime) -> int | None:
    if not Facility.objects.of(centre).exists():
        return None
    return int(checks_due(centre, timezone.localdate(at)).count())


MEASURES = [
    Measure(
        "rooms.to_book",
        "能约的房间",
        "间",
        _rooms,
        "在用、村民可以约的房间有几间",
        "rooms:desk_rooms",
        110,
    ),
    Measure(
        "rooms.without_hours",
        "没写开放时间的房间",
        "间",
        _without_hours,
        "在用、可以约的房间里，没有自己的开放时间的有几间",
        "rooms:desk_rooms",
        115,
    ),
    Measure(
        "rooms.signs_too_many",
        "超出规定的标识牌",
        "块",
        _too_many_signs,
        "各位置挂着的牌子，比规定最多几块多出来的加在一起",
        "rooms:desk_signs",
        120,
    ),
    Measure(
        "rooms.signs_without_basis",
        "没写依据的标识牌",
        "块",
        _signs_without_basis,
        "还挂着、没写为什么挂的牌子有几块",
        "rooms:desk_signs",
        125,
    ),
    Measure(
        "rooms.checks_due",
        "到期没检查的设施",
        "件",
        _checks_due,
        "检查日期到了还没检查的设施有几件；一件设施也没登记时不算",
        "rooms:desk_facilities",
        130,
    ),
]
