"""What the parcel shelf keeps about a person."""

from datetime import datetime
from typing import Any

from changlai.halls.parcels.models import Parcel
from changlai.halls.parcels.states import KEPT_DAYS
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine


def _lines(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = Parcel.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "parcels:mine")
    until = f"取走{KEPT_DAYS}天后，单号、姓名、电话都删除"
    return [HeldLine("快递", count, until, "通知您来取、不被冒领", url)]


HELD = [Held("parcels", 58, _lines)]
