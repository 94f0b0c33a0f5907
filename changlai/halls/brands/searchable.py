"""Brands, old stories and tips may be found by everybody while they are shown."""

from typing import Any

from changlai.engines.content.public import Piece, VersionState, kind_of
from changlai.halls.brands.policies import public_brands
from changlai.halls.brands.states import HERITAGE, TIP
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.contributions import Searchable


def _visible(kind: str) -> Any:
    def visible(actor: Any) -> Any:
        rows = Piece.objects.of(actor.centre_id).filter(kind=kind)
        return rows.filter(versions__state=VersionState.PUBLISHED).select_related("centre")

    return visible


def _url(row: Piece) -> str:
    return centre_reverse(row.centre, kind_of(row.kind).url_name, pk=row.pk)


def _brands(actor: Any) -> Any:
    return public_brands(actor.centre_id).select_related("centre")


SEARCHABLE = [
    Searchable(
        "brand",
        "品牌",
        66,
        _brands,
        lambda row: centre_reverse(row.centre, "brands:brand", slug=row.slug),
    ),
    Searchable(HERITAGE, "老故事和老物件", 67, _visible(HERITAGE), _url),
    Searchable(TIP, "家里的小办法", 68, _visible(TIP), _url),
]
