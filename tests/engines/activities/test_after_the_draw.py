"""Whoever comes after the draw is not left in it: seats go as people come."""

from datetime import timedelta

from changlai.engines.activities.public import SignUpRule, closed_because, draw
from tests.cast import NOW
from tests.engines.activities.conftest import Stage, at

CLOSES = at("2026-03-25 18:00")


def test_a_walk_in_after_the_draw_has_a_seat_or_waits(stage: Stage) -> None:
    activity = stage.plan(2, rule=SignUpRule.DRAW, closes_at=CLOSES)
    stage.come(activity, stage.person())
    before = stage.come(activity, None, alias="嫂子", channel="counter")
    assert before.state == "applied"
    draw(centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=CLOSES)
    late = CLOSES + timedelta(hours=1)
    assert stage.come(activity, None, alias="大叔", now=late, channel="counter").state == "waiting"


def test_why_nobody_can_sign_up_is_one_sentence(stage: Stage) -> None:
    opens = at("2026-03-20 08:00")
    activity = stage.plan(2, opens_at=opens, closes_at=CLOSES)
    late = CLOSES + timedelta(hours=1)
    assert closed_because(activity, NOW) == "报名还没有开始。"
    assert closed_because(activity, opens) == ""
    assert "已经截止" in closed_because(activity, late)
    assert closed_because(activity, late, is_staff=True) == ""
    assert "已经结束" in closed_because(activity, at("2026-04-01 08:00"), is_staff=True)
    assert "不接受报名" in closed_because(stage.plan(2, announced=False), opens, is_staff=True)
    assert "不用报名" in closed_because(stage.plan(0, rule=SignUpRule.NONE), opens)
