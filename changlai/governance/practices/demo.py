"""Two practices of the demo village: one learned from a shorter guide, one about its rooms."""

from datetime import timedelta
from typing import Any, Final
from uuid import UUID, uuid5

from changlai.foundation.people.public import actor_of, staff_of
from changlai.governance.practices.actions.practices import (
    Telling,
    link_proof,
    publish_practice,
    put_practice,
)
from changlai.governance.practices.policies import TAKE
from changlai.governance.practices.queries.processes import Change
from changlai.halls.counter.public import process_of, processes
from changlai.kernel.records.public import Visibility, found
from changlai.kernel.registry.contributions import DemoAct

FORMS: Final = UUID("0a8d2f63-13ce-4a4c-8a52-6c6a7f4d8b11")
TITLE: Final = "一间大房子分时段用"


def play(village: Any) -> None:
    """Write the first as it comes from the comparison and publish it; the other is a draft."""
    centre = village.centre
    staff = list(staff_of(centre, TAKE, at=village.now))
    if not staff:
        return
    actor = actor_of(account=staff[0], centre=centre, at=village.now)
    who: dict[str, Any] = {"centre": centre, "actor": actor}
    item = processes(centre).first()
    if item is not None:
        versions = process_of(centre, item.pk)
        background, method = Change(versions[-2], versions[-1]).told()
        at = village.now - timedelta(days=9)
        row = put_practice(
            **who,
            at=at,
            telling=Telling(
                f"{item.title}：办得更快",
                background=f"材料多、要跑几趟，等的日子也长。{background}",
                method=method,
                outcome="少跑一趟，少带一样，等的日子短了。",
                cost="每周三有人去一趟镇里，来回半天。",
                fits="离镇上不远、每周有人去镇里的村。",
                care="上门收的时候把材料拍清楚，免得再去一次。发票要原件。",
                figures=("metric:cases.received", "metric:cases.answered"),
            ),
            form_id=uuid5(FORMS, f"{centre.code} way"),
        )
        for record in found(centre, "")[:60]:
            if record.visibility == Visibility.PUBLIC:
                link_proof(**who, at=at, practice_id=row.pk, record_id=record.pk, is_on=True)
                break
        publish_practice(**who, at=at + timedelta(hours=2), practice_id=row.pk, is_public=True)
    put_practice(
        **who,
        at=village.now - timedelta(days=2),
        telling=Telling(
            TITLE,
            background="大会议室一个月只用几回，老人下棋却没地方。",
            method="1. 分成两半，可以分开约。\n2. 上午棋牌，下午学习，晚上排练。\n3. 门口贴安排。",
            fits="房子不多、各种人都要用的村。",
            figures=("measure:rooms.to_book",),
        ),
        form_id=uuid5(FORMS, f"{centre.code} rooms"),
    )


DEMO = [DemoAct(code="practices", order=93, play=play)]
