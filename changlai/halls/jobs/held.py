"""What the hall of gigs keeps about a person: the card, the work they went to and offered."""

from datetime import datetime
from typing import Any

from changlai.halls.jobs.models import JobMatch, JobPost, WorkerCard
from changlai.halls.jobs.states import CARD_DAYS, WORD_DAYS
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine


def _cards(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = WorkerCard.objects.of(centre).filter(person_id=person_id).count()
    url = centre_reverse(centre, "jobs:card")
    until = f"{CARD_DAYS}天，到期不续就删除"
    return [HeldLine("求职卡", count, until, "有合适的活告诉您", url)]


def _matches(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = JobMatch.objects.of(centre).filter(person_id=person_id).count()
    until = f"没成的和说过的话{WORD_DAYS}天后删除"
    return [HeldLine("去干过、问过的活", count, until, "两边说好、工钱结清")]


def _posts(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = JobPost.objects.of(centre).filter(employer__person_id=person_id).count()
    return [HeldLine("请人的活", count, "您注销时，名字和电话当即删除", "替您找人")]


HELD = [
    Held("jobs_cards", 65, _cards),
    Held("jobs_matches", 66, _matches),
    Held("jobs_posts", 67, _posts),
]
