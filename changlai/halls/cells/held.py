"""What the cells hall keeps about a person."""

from datetime import datetime
from typing import Any

from changlai.halls.cells.models import Allocation, Wish
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine

UNTIL = "您注销时，名字和电话当即删除"


def _wishes(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = Wish.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "cells:list")
    return [HeldLine("格子间的申请", count, UNTIL, "排队、轮到时告诉您", url)]


def _taken(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = Allocation.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "cells:list")
    return [HeldLine("用过和在用的格子", count, UNTIL, "写明谁在用、用到哪天", url)]


HELD = [Held("cells_wishes", 60, _wishes), Held("cells_taken", 61, _taken)]
