"""Notices, guides, stories and the wall may be found by everybody while they are shown."""

from typing import Any

from django.utils import timezone

from changlai.engines.content.public import Piece, kind_of, shown
from changlai.halls.publishing.states import GUIDE, NOTICE, STORY, WALL
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Searchable


def _visible(kind: str) -> Any:
    def visible(actor: Any) -> Any:
        now = shown(actor.centre_id, [kind], timezone.localdate())
        return Piece.objects.of(actor.centre_id).filter(pk__in=now.order_by().values("piece_id"))

    return visible


def _url(row: Piece) -> str:
    return centre_reverse(row.centre, kind_of(row.kind).url_name, pk=row.pk)


SEARCHABLE = [
    Searchable(kind, title, order, _visible(kind), _url)
    for order, (kind, title) in enumerate(
        ((NOTICE, "公告"), (GUIDE, "指南"), (WALL, "文化墙"), (STORY, "村里的故事")), 60
    )
]
