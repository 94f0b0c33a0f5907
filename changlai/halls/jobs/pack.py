"""What a new centre receives: a first list of skills, to be put into its own words."""

from typing import Any, Final

from changlai.foundation.people.public import Actor
from changlai.halls.jobs.actions import set_skills
from changlai.halls.jobs.models import Skill
from changlai.kernel.registry.contributions import Pack

SKILLS: Final = (
    "种田",
    "采摘",
    "打药施肥",
    "开农机",
    "贴砖",
    "砌墙",
    "刮腻子",
    "木工",
    "水电",
    "焊工",
    "搬运",
    "开车",
    "做饭",
    "保洁",
    "带孩子",
    "照顾老人",
    "裁缝",
    "分拣包装",
)


def unpack(centre: Any, at: Any) -> None:
    """Give a centre its first list; once it has one of its own, nothing is added to it."""
    if not Skill.objects.of(centre).exists():
        set_skills(centre=centre, actor=Actor.system(centre.pk), names=SKILLS)


PACK = [Pack(code="jobs", order=70, unpack=unpack)]
