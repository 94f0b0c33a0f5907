"""What the engine keeps about a person: in which stories and pictures they agreed to stand."""

from datetime import datetime
from typing import Any

from changlai.engines.content.models import Agreement
from changlai.kernel.registry.contributions import Held, HeldLine


def _agreed(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    rows = Agreement.objects.of(centre).filter(person_id=person_id, withdrawn_at__isnull=True)
    until = "随时可以撤回，打电话说一声就行"
    return [HeldLine("同意公开的文章、照片", rows.count(), until, "村里的故事和照片")]


HELD = [Held("content_agreed", 73, _agreed)]
