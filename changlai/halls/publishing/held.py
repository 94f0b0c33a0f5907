"""What publishing keeps about a person: in which stories and pictures they agreed to stand."""

from datetime import datetime
from typing import Any

from changlai.engines.content.public import Agreement
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Held, HeldLine


def _agreed(centre: Any, person_id: Any, at: datetime) -> list[HeldLine]:
    rows = Agreement.objects.of(centre).filter(person_id=person_id, withdrawn_at__isnull=True)
    url = centre_reverse(centre, "publishing:agreed")
    return [HeldLine("同意公开的文章、照片", rows.count(), "随时可以撤回", "村里的故事和照片", url)]


HELD = [Held("content_agreed", 73, _agreed)]
