"""Planning: rooms are held with it, a series is laid, a cancellation frees the room."""

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.activities.public import (
    Activity,
    PresetVersion,
    Repeat,
    Session,
    SessionPlan,
    SignUpPlan,
    SignUpRule,
    Words,
    add_sessions,
    announce_activity,
    cancel_activity,
    cancel_session,
    change_activity,
    dates_of,
    end_activity,
    hold_session,
    make_activity,
    move_session,
    put_preset,
    visible_activities,
)
from changlai.foundation.places.public import Occupancy, Room, RoomTaken, make_room
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.schemas.public import Field, Schema
from tests.cast import NOW
from tests.engines.activities.conftest import SHANGHAI, Stage, at


@pytest.fixture
def hall(stage: Stage) -> Room:
    return make_room(
        centre=stage.centre,
        actor=stage.staff,
        at=NOW,
        name="大礼堂",
        kind="shared",
        area_m2=Decimal(120),
        parts=["东半", "西半"],
    )


def in_hall(hall: Room, starts: str, ends: str) -> SessionPlan:
    return SessionPlan(at(starts), at(ends), room_id=hall.pk)


def plan(stage: Stage, *sessions: SessionPlan, **more: Any) -> Activity:
    words = {"title": "广场舞", "preset": stage.preset, **more}
    return make_activity(centre=stage.centre, actor=stage.staff, at=NOW, sessions=sessions, **words)


def test_planning_holds_the_rooms_or_plans_nothing(stage: Stage, hall: Room) -> None:
    first = plan(stage, in_hall(hall, "2026-03-20 19:00", "2026-03-20 21:00"))
    assert first.number.startswith("260318-")
    assert Occupancy.objects.live().filter(room=hall).count() == 2
    with pytest.raises(RoomTaken):
        plan(
            stage,
            in_hall(hall, "2026-03-21 19:00", "2026-03-21 21:00"),
            in_hall(hall, "2026-03-20 20:00", "2026-03-20 22:00"),
        )
    assert Activity.objects.count() == 1


def test_a_form_sent_twice_plans_once(stage: Stage, hall: Room) -> None:
    form = uuid4()
    session = in_hall(hall, "2026-03-20 19:00", "2026-03-20 21:00")
    assert plan(stage, session, form_id=form).pk == plan(stage, session, form_id=form).pk


def test_a_weekly_series_over_national_day_holds_its_rooms(stage: Stage, hall: Room) -> None:
    days = dates_of(Repeat((4,), date(2026, 9, 24), date(2026, 10, 15))).days
    assert date(2026, 10, 1) not in days
    sessions = [
        SessionPlan(
            datetime.combine(day, time(19), SHANGHAI),
            datetime.combine(day, time(20), SHANGHAI),
            room_id=hall.pk,
        )
        for day in days
    ]
    activity = plan(stage, *sessions)
    assert Session.objects.filter(activity=activity).count() == 3
    assert activity.last_ends == at("2026-10-15 20:00")


def test_an_activity_past_midnight(stage: Stage, hall: Room) -> None:
    plan(stage, in_hall(hall, "2026-02-16 20:00", "2026-02-17 00:30"))
    with pytest.raises(RoomTaken):
        plan(stage, in_hall(hall, "2026-02-17 00:00", "2026-02-17 01:00"))


def test_f37_cancelling_frees_the_room(stage: Stage, hall: Room) -> None:
    activity = plan(stage, in_hall(hall, "2026-03-20 19:00", "2026-03-20 21:00"))
    with pytest.raises(BadInput, match="原因"):
        cancel_activity(
            centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=NOW, reason=""
        )
    cancel_activity(
        centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=NOW, reason="下大雨"
    )
    assert not Occupancy.objects.live().filter(room=hall).exists()
    with pytest.raises(WrongStep):
        cancel_activity(
            centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=NOW, reason="又下雨"
        )


def test_one_of_several_sessions_is_cancelled_or_moved(stage: Stage, hall: Room) -> None:
    activity = plan(
        stage,
        in_hall(hall, "2026-03-20 19:00", "2026-03-20 21:00"),
        in_hall(hall, "2026-03-27 19:00", "2026-03-27 21:00"),
    )
    first, second = Session.objects.filter(activity=activity).order_by("order")
    by = {"centre": stage.centre, "actor": stage.staff, "at": NOW}
    cancel_session(session_id=first.pk, reason="停电", **by)
    with pytest.raises(BadInput, match="直接取消整个活动"):
        cancel_session(session_id=second.pk, reason="停电", **by)
    move_session(
        session_id=second.pk, plan=in_hall(hall, "2026-03-28 19:00", "2026-03-28 21:00"), **by
    )
    activity.refresh_from_db()
    assert activity.first_starts == at("2026-03-28 19:00")
    live = Occupancy.objects.live().filter(room=hall)
    assert {row.use_starts for row in live} == {at("2026-03-28 19:00")}
    move_session(
        session_id=second.pk,
        plan=SessionPlan(at("2026-03-28 19:00"), at("2026-03-28 21:00"), place_text="球场"),
        **by,
    )
    assert not Occupancy.objects.live().filter(room=hall).exists()


def test_others_find_it_once_it_is_announced(stage: Stage) -> None:
    activity = stage.plan(announced=False)
    resident = stage.village.actor(stage.village.resident)
    assert not visible_activities(resident, stage.centre).exists()
    assert visible_activities(stage.staff, stage.centre).exists()
    announce_activity(centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=NOW)
    assert visible_activities(resident, stage.centre).get() == activity
    other = stage.village.other_centre
    neighbour = stage.village.actor(stage.village.other_secretary, centre=other)
    assert not visible_activities(neighbour, stage.centre).exists()


def test_it_ends_after_its_last_session_began(stage: Stage) -> None:
    activity = stage.plan()
    session = Session.objects.get(activity=activity)
    by = {"centre": stage.centre, "actor": stage.staff}
    with pytest.raises(BadInput, match="还没有开始"):
        hold_session(session_id=session.pk, at=NOW, **by)
    with pytest.raises(BadInput, match="没到时间"):
        end_activity(activity_id=activity.pk, at=NOW, **by)
    hold_session(session_id=session.pk, at=session.ends, guests=12, **by)
    ended = end_activity(activity_id=activity.pk, at=session.ends + timedelta(hours=1), **by)
    session.refresh_from_db()
    assert (ended.state, session.state, session.guests) == ("done", "held", 12)
    with pytest.raises(BadInput, match="已经结束"):
        change_activity(activity_id=activity.pk, title="别的", words=Words(), at=NOW, **by)
    with pytest.raises(BadInput, match="已经结束"):
        add_sessions(activity_id=activity.pk, sessions=[], at=NOW, **by)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"sessions": ()}, "至少要有一场"),
        ({"title": " "}, "请填写活动名称"),
        ({"title": "长" * 61}, "最多60个字"),
    ],
)
def test_what_cannot_be_planned(stage: Stage, more: dict[str, Any], sentence: str) -> None:
    sessions = (SessionPlan(at("2026-03-20 19:00"), at("2026-03-20 21:00")),)
    words: dict[str, Any] = {"title": "课", "sessions": sessions, "preset": stage.preset, **more}
    with pytest.raises(BadInput, match=sentence):
        make_activity(centre=stage.centre, actor=stage.staff, at=NOW, **words)


def test_plans_refuse_the_impossible_with_a_sentence() -> None:
    with pytest.raises(BadInput, match="晚于开始"):
        SessionPlan(NOW, NOW)
    with pytest.raises(BadInput, match="请填名额"):
        SignUpPlan(rule=SignUpRule.FIRST)


def test_only_who_plans_may_plan(stage: Stage) -> None:
    with pytest.raises(NotAllowed):
        make_activity(
            centre=stage.centre,
            actor=stage.village.actor(stage.village.duty),
            at=NOW,
            preset=stage.preset,
            title="课",
            sessions=[SessionPlan(NOW, NOW + timedelta(hours=1))],
        )


def test_a_changed_kind_is_a_new_version_and_planned_activities_keep_theirs(stage: Stage) -> None:
    activity = stage.plan()

    def put(**more: Any) -> None:
        put_preset(
            centre=stage.centre, actor=stage.staff, at=NOW, code="training", title="培训", **more
        )

    put()  # the same again is no new version
    assert PresetVersion.objects.filter(preset=stage.preset).count() == 1
    put(schema=Schema((Field("trainer", "讲师"),)))
    assert PresetVersion.objects.filter(preset=stage.preset).count() == 2
    activity.refresh_from_db()
    assert activity.version.number == 1
    with pytest.raises(BadInput, match="已经有叫“培训”的活动类型"):
        put_preset(centre=stage.centre, actor=stage.staff, at=NOW, title="培训")
