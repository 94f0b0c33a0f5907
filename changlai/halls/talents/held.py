"""What the hall of talents keeps about a person: the card they gave."""

from datetime import datetime
from typing import Any

from changlai.halls.talents.models import TalentCard
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine


def _cards(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = TalentCard.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "talents:card")
    return [HeldLine("人才登记", count, "一年，不续就删除；随时可以撤回", "村里用得上时请您", url)]


HELD = [Held("talents_cards", 72, _cards)]
