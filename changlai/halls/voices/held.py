"""What the hall of voices keeps about a person."""

from datetime import datetime
from typing import Any

from changlai.engines.cases.public import Case
from changlai.halls.voices.kinds import FAMILY
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine

UNTIL = "您注销时，名字和电话当即删除"


def _lines(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = Case.objects.of(centre).filter(person_id=person_id, family=FAMILY).count()
    url = centre_reverse(centre, "voices:mine")
    return [HeldLine("说的事和答复", count, UNTIL, "办您的事、给您回话", url)]


HELD = [Held("voices", 20, _lines)]
