"""What a new centre receives: a first list of dishes with what is in them."""

from typing import Any, Final

from changlai.halls.canteen.models import Dish
from changlai.kernel.registry.contributions import Pack

DISHES: Final = {
    "米饭": (),
    "馒头": ("wheat",),
    "稀饭": (),
    "红烧豆腐": ("soy",),
    "清蒸鱼": ("seafood", "soy"),
    "番茄炒蛋": ("egg",),
    "冬瓜排骨汤": (),
    "青菜": (),
    "土豆炖鸡": ("soy",),
    "蒸水蛋": ("egg",),
    "肉末茄子": ("soy",),
    "萝卜牛腩": ("soy",),
    "花生猪脚": ("peanut", "soy"),
    "紫菜蛋汤": ("egg", "seafood"),
    "丝瓜汤": (),
    "南瓜": (),
}


def unpack(centre: Any, at: Any) -> None:
    """Give a centre its first dishes; once it has some of its own, nothing is added."""
    rows = Dish.objects.of(centre)
    if not rows.exists():
        Dish.objects.bulk_create(
            Dish(centre=centre, name=name, allergens=list(inside))
            for name, inside in DISHES.items()
        )


PACK = [Pack(code="canteen", order=75, unpack=unpack)]
