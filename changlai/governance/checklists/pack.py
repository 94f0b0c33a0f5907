"""What a new centre starts with: one list in our own words, to be changed as the village likes."""

from datetime import datetime
from typing import Any, Final

from changlai.foundation.people.public import Actor
from changlai.governance.checklists.actions import Line, put_version
from changlai.governance.checklists.models import Checklist
from changlai.kernel.registry.contributions import Pack

CODE: Final = "centre"
TITLE: Final = "阵地建设对照表"


def _auto(group: str, text: str, measure: str, comparison: str, target: int) -> Line:
    return Line(group=group, text=text, measure=measure, comparison=comparison, target=target)


LINES: Final = (
    _auto("场所", "有房间给大家用、能约", "rooms.to_book", "at_least", 1),
    _auto("场所", "每间能约的房间都写了开放时间", "rooms.without_hours", "at_most", 0),
    Line(group="场所", text="轮椅进得来，门口没有东西挡着"),
    Line(group="场所", text="厕所开着、干净"),
    _auto("标识", "牌子不超过规定的块数", "rooms.signs_too_many", "at_most", 0),
    _auto("标识", "每块牌子都说得出为什么挂", "rooms.signs_without_basis", "at_most", 0),
    Line(group="标识", text="从路口找得到中心，老人看得清字"),
    _auto("开放", "一周至少五天公布了开放时间", "areas.days_open", "at_least", 5),
    _auto("开放", "这周每个开门的日子都排了人", "people.duty_days", "at_least", 5),
    Line(group="开放", text="写着开门的时候，门真的开着"),
    Line(group="制度", text="用房间、借东西怎么办，贴在看得到的地方"),
    _auto("制度", "设施到期的检查都做了", "rooms.checks_due", "at_most", 0),
    _auto("服务", "办事指南里有大家常办的事", "counter.items_offered", "at_least", 5),
    _auto("服务", "每件事都写了找谁", "counter.items_unclear", "at_most", 0),
    _auto("服务", "没有超时不答复的诉求", "voices.overdue", "at_most", 0),
    _auto("服务", "最近三个月办过活动", "gatherings.held_quarter", "at_least", 1),
    Line(group="公开", text="公开栏是这个月的，看得懂"),
    Line(group="公开", text="监督电话写着，打得通"),
)


def unpack(centre: Any, at: datetime) -> None:
    """Give a centre its first list; one that it changed is left alone."""
    if Checklist.objects.of(centre).exists():
        return
    put_version(
        centre=centre,
        code=CODE,
        title=TITLE,
        lines=LINES,
        actor=Actor.system(centre.pk),
        at=at,
    )


PACK = [Pack(code="checklists", order=82, unpack=unpack)]
