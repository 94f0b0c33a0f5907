"""Notices, guides, stories and the wall may be found by everybody while they are shown."""

from typing import Any

from changlai.engines.content.public import Piece, kind_of
from changlai.halls.publishing.states import GUIDE, NOTICE, STORY, WALL
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Searchable


def _visible(kind: str) -> Any:
    def visible(actor: Any) -> Any:
        rows = Piece.objects.of(actor.centre_id).filter(kind=kind)
        return rows.filter(versions__state="published")

    return visible


def _url(row: Piece) -> str:
    return centre_reverse(row.centre, kind_of(row.kind).url_name, pk=row.pk)


SEARCHABLE = [
    Searchable(kind, title, order, _visible(kind), _url)
    for order, (kind, title) in enumerate(
        ((NOTICE, "公告"), (GUIDE, "指南"), (WALL, "文化墙"), (STORY, "村里的故事")), 60
    )
]
