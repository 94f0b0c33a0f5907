"""What the brands hall keeps about a person: what they look after, and a month if they told it."""

from datetime import datetime
from typing import Any

from changlai.halls.brands.models import Adoption, BirthdayMonth
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine


def _adoptions(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = Adoption.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "brands:adopted")
    return [
        HeldLine("认领的树、花坛、路段", count, "一直留着，名字公不公开由您", "村里的台账", url)
    ]


def _months(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = BirthdayMonth.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "brands:month")
    return [HeldLine("几月过生日", count, "随时可以删掉", "请您一起过生日；只有月份", url)]


HELD = [Held("brands_adoptions", 74, _adoptions), Held("brands_months", 75, _months)]
