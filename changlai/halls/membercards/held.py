"""What the hall keeps about a person: the card, of which only the consented is shown."""

from datetime import datetime
from typing import Any

from changlai.halls.membercards.models import MemberCard
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine


def _cards(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = MemberCard.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "membercards:shown")
    until = "您同意多久就多久；在“同意与隐私”里随时可以撤回，撤回就看不到"
    return [HeldLine("党员形象卡", count, until, "让大家知道谁负责什么", url)]


HELD = [Held("membercards", 74, _cards)]
