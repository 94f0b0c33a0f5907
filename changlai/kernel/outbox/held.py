"""What the outbox keeps about a person."""

from datetime import datetime
from typing import Any

from changlai.kernel.outbox.queries import messages_of
from changlai.kernel.registry.contributions import Held, HeldLine


def _lines(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    count = messages_of(centre, person_id).count()
    why = "告诉过您什么，您随时能再看"
    return [HeldLine("消息", count, "存到您注销", why)]


HELD = [Held("messages", 10, _lines)]
