"""The issues of the demo village: some closed and looked at again, one came back, two open."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID

from changlai.foundation.people.public import Actor, actor_of
from changlai.governance.rectification import actions
from changlai.kernel.records.public import found
from changlai.kernel.registry.contributions import DemoAct

STORIES: Final = (
    # title, source, place, cause, measure, result, days to mend (None: still open)
    (
        "公厕晚上没有灯",
        "people",
        "广场公厕",
        "灯泡坏了没人报修",
        "换声控灯，值班的人每周看一次",
        "换好了声控灯，晚上有人去看过。",
        6,
    ),
    (
        "公开栏还是上个季度的",
        "self",
        "村口公开栏",
        "没有定谁来换",
        "每月五号前由报账员换",
        "换成了这个月的，字放大了。",
        9,
    ),
    (
        "老人找不到便民服务台",
        "above",
        "一楼大厅",
        "门口没有指路的",
        "进门处贴大字箭头",
        "贴了箭头，问过三位老人，都找得到。",
        12,
    ),
    ("书屋的书多年没有添", "inspection", "书屋", "没有经费来源", "向镇图书站借书轮换", "", None),
    ("会议室门槛绊脚", "people", "二楼会议室", "", "", "", None),
)


def _who(village: Any, key: str, at: Any) -> dict[str, Any]:
    actor: Actor = actor_of(account=village.cast[key], centre=village.centre, at=at)
    return {"centre": village.centre, "actor": actor, "at": at}


def play(village: Any) -> None:
    """Find, mend and look, over the months; owner and looker are never the same."""
    if not {"secretary", "handler", "handler_b", "supervisor"} <= village.cast.keys():
        return
    gap = max(7, (village.until - village.since).days // (len(STORIES) + 1))
    for number, (title, source, place, cause, measure, result, days) in enumerate(STORIES):
        at = village.moment(village.since + timedelta(days=gap * (number + 1)), 9, 30)
        if not village.is_past(at):
            return
        owner = ("handler", "handler_b")[number % 2]
        case = actions.open_issue(
            **_who(village, "secretary", at),
            title=title,
            source=source,
            place=place,
            due_on=at.date() + timedelta(days=21),
            form_id=UUID(int=village.rng.getrandbits(128), version=4),
        ).case
        later = at + timedelta(hours=3)
        if not measure or not village.is_past(later):
            continue
        actions.claim_issue(
            **_who(village, owner, later), case_id=case.pk, root_cause=cause, measure=measure
        )
        done = at + timedelta(days=days or 0, hours=1)
        if days is None or not village.is_past(done + timedelta(days=1)):
            continue
        _mend(village, case, owner, done, result)
        look = done + timedelta(days=33)
        if village.is_past(look):
            again = "again" if number == 1 else "still_good"
            note = "这个月又没换。" if number == 1 else ""
            actions.look_again(
                **_who(village, "supervisor", look), case_id=case.pk, outcome=again, note=note
            )


def _mend(village: Any, case: Any, owner: str, at: Any, result: str) -> None:
    """Say that it is mended, with a record of that place where there is one, and look at it."""
    about = case.place_text[-3:]
    before = found(village.centre, about).filter(at__lte=at).exclude(pk=case.pk).first()
    reason = "" if before else "现场看得见，没有别的记录。"
    by = _who(village, owner, at)
    if before is not None:
        actions.link_record(**by, case_id=case.pk, record_id=before.pk)
    actions.submit_issue(**by, case_id=case.pk, result=result, no_record_reason=reason)
    actions.verify_issue(
        **_who(village, "supervisor", at + timedelta(days=1)), case_id=case.pk, is_mended=True
    )


DEMO = [DemoAct(code="rectification", order=800, play=play)]
