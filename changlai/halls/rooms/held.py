"""What the hall of rooms keeps about a person: bookings, and what they reported as broken."""

from datetime import datetime
from typing import Any

from changlai.engines.cases.public import Case
from changlai.halls.rooms.models import Booking
from changlai.halls.rooms.repairs import FAMILY
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine

UNTIL = "您注销时，名字和电话当即删除"


def _bookings(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = Booking.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "rooms:mine")
    return [HeldLine("场所预约", count, UNTIL, "留位置、有变动时找到您", url)]


def _repairs(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = Case.objects.of(centre).filter(person_id=person_id, family=FAMILY).count()
    return [HeldLine("报修", count, UNTIL, "修好了告诉您")]


HELD = [Held("rooms", 40, _bookings), Held("rooms_repairs", 45, _repairs)]
