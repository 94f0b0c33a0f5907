"""What a new centre finds: a list of things rooms are good for; its rooms are its own to write."""

from typing import Any, Final

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import Function, put_function
from changlai.halls.rooms.pack_things import THINGS
from changlai.kernel.registry.contributions import Pack

FUNCTIONS: Final = (
    "开会议事",
    "文艺排练",
    "看书学习",
    "四点半课堂",
    "培训讲座",
    "棋牌休闲",
    "放电影",
    "健身活动",
    "调解谈心",
    "义诊服务",
    "红白喜事",
    "展览展示",
)


def unpack(centre: Any, at: Any) -> None:
    """Give a centre its first list; once it has one of its own, nothing is added to it."""
    if Function.objects.of(centre).exists():
        return
    actor = Actor.system(centre.pk)
    for order, name in enumerate(FUNCTIONS):
        put_function(centre=centre, actor=actor, name=name, order=order)


PACK = [Pack(code="rooms", order=45, unpack=unpack), THINGS]
