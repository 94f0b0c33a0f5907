"""What a new centre starts with: three brands as drafts, and two kinds of day for them."""

from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from django.utils import timezone

from changlai.engines.activities.public import Document, presets_of, put_preset
from changlai.foundation.people.public import Actor
from changlai.halls.brands.actions.brands import Saying, make_brand
from changlai.halls.brands.models import Brand
from changlai.halls.brands.states import CLEANUP_PRESET, TABLE_PRESET, BrandPart, Colour
from changlai.kernel.registry.contributions import Pack
from changlai.kernel.schemas.public import Field, Schema

SPACE: Final = UUID("5b1f0c3e-6c1e-4a53-9c55-0f55b4a2d0f5")
"""Under it a centre's three brands have the same form numbers each time a pack is unpacked."""

BRANDS: Final = (
    {
        "slug": "red",
        "name": "红色记忆",
        "slogan": "老人讲一段，后生记一段。",
        "story": "村里的老人还记得的事、家里还留着的老物件，问过本人和家人，一件一件记下来。\n\n"
        "不确切的就写“大约”“听说”，不编，不添。",
        "colour": Colour.RED,
        "parts": (BrandPart.HERITAGE, BrandPart.ROUTE),
        "route_title": "走一走红色路",
    },
    {
        "slug": "green",
        "name": "绿色家园",
        "slogan": "一棵树、一段路，有人记挂着。",
        "story": "隔一阵子一起动手扫一扫、种一种；平时各家认领一处，愿意管多久就管多久。\n\n"
        "来不来、管得怎么样，都不比较。",
        "colour": Colour.GREEN,
        "parts": (BrandPart.CLEANUPS, BrandPart.PLOTS, BrandPart.TIPS),
    },
    {
        "slug": "neighbours",
        "name": "幸福邻里",
        "slogan": "坐到一张桌子上，就是一家人。",
        "story": "每月一桌，一家带一个菜；这个月过生日的，说一声，大家一起过。",
        "colour": Colour.GOLD,
        "parts": (BrandPart.TABLES, BrandPart.TIPS),
    },
)
PRESETS: Final[tuple[dict[str, Any], ...]] = (
    {
        "code": TABLE_PRESET,
        "title": "邻里一桌饭",
        "icon": "utensils",
        "hint": "百家宴、一起过生日，一家带一个菜。",
        "schema": Schema((Field("host", "谁张罗"), Field("bring", "请带什么"))),
        "documents": (Document.GALLERY, Document.FEEDBACK),
        "seats": 20,
        "minutes": 120,
        "tags": ("133",),
    },
    {
        "code": CLEANUP_PRESET,
        "title": "一起动手",
        "icon": "sprout",
        "hint": "扫村道、清沟渠、种树种花。",
        "schema": Schema((Field("host", "谁带头"), Field("bring", "请带什么"))),
        "documents": (Document.GALLERY, Document.FEEDBACK),
        "seats": 40,
        "minutes": 120,
        "tags": ("133",),
    },
)


def unpack(centre: Any, at: datetime) -> None:
    """Give a centre the brands and kinds it does not have; what it changed stays as it is."""
    actor = Actor.system(centre.pk)
    known = set(presets_of(centre, everything=True).values_list("code", flat=True))
    titles = set(presets_of(centre).values_list("title", flat=True))
    for kind in PRESETS:
        if kind["code"] not in known and kind["title"] not in titles:
            put_preset(centre=centre, actor=actor, at=at, **kind)
    rows = Brand.objects.of(centre)
    for said in BRANDS:
        form_id = uuid5(SPACE, f"{centre.pk}:{said['slug']}")
        if rows.filter(form_id=form_id).exists() or rows.filter(name=said["name"]).exists():
            continue
        if rows.filter(slug=said["slug"]).exists():
            said = said | {"slug": ""}
        saying = Saying(began_on=timezone.localdate(at), **said)  # type: ignore[arg-type]
        make_brand(centre=centre, saying=saying, actor=actor, at=at, form_id=form_id)


PACK = [Pack(code="brands", order=72, unpack=unpack)]
