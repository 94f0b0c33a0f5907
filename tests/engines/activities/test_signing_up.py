"""Seats: shared, kept, limited by household, waited for in order, drawn, approved, given back."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from changlai.engines.activities.actions.seeds import fingerprint
from changlai.engines.activities.public import (
    Draw,
    KeptFor,
    KeptPlan,
    QuotaPlan,
    SeatsFull,
    SignUp,
    SignUpPlan,
    SignUpRule,
    accept_offer,
    approve_sign_up,
    cancel_activity,
    cancel_sign_up,
    change_sign_up,
    decline_offer,
    draw,
    end_stale_offers,
    order_of,
    refuse_sign_up,
    release_kept,
)
from changlai.foundation.people.public import make_household
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.cast import NOW, make_person
from tests.engines.activities.conftest import Stage, at

HOUR = timedelta(hours=1)


def test_the_first_have_seats_and_the_rest_wait_in_order(stage: Stage) -> None:
    activity = stage.plan(2)
    rows = [stage.come(activity, stage.person(), now=NOW + n * HOUR) for n in range(4)]
    assert [row.state for row in rows] == ["confirmed", "confirmed", "waiting", "waiting"]
    assert stage.pools(activity) == {"everyone": (2, 2)}


def test_f25_who_waits_is_offered_the_seat_in_order_for_some_hours(stage: Stage) -> None:
    activity = stage.plan(1, offer_hours=12)
    rows = [stage.come(activity, stage.person(), now=NOW + n * HOUR) for n in range(3)]
    cancel(stage, rows[0], NOW + 5 * HOUR)
    assert stage.states(activity) == ["cancelled", "offered", "waiting"]
    rows[1].refresh_from_db()
    assert rows[1].offered_until == NOW + 17 * HOUR
    assert end_stale_offers(NOW + 17 * HOUR) == 0
    assert end_stale_offers(NOW + 17 * HOUR + timedelta(seconds=1)) == 1
    assert stage.states(activity) == ["cancelled", "lapsed", "offered"]
    accept(stage, rows[2], NOW + 18 * HOUR)
    assert stage.states(activity) == ["cancelled", "lapsed", "confirmed"]
    assert stage.pools(activity) == {"everyone": (1, 1)}


def test_f25_without_hours_the_next_in_order_is_promoted_at_once(stage: Stage) -> None:
    activity = stage.plan(1, offer_hours=0)
    rows = [stage.come(activity, stage.person(), now=NOW + n * HOUR) for n in range(3)]
    cancel(stage, rows[0], NOW + 5 * HOUR)
    assert stage.states(activity) == ["cancelled", "confirmed", "waiting"]


def test_an_offer_is_taken_in_its_time_or_goes_on(stage: Stage) -> None:
    activity = stage.plan(1, offer_hours=2)
    rows = [stage.come(activity, stage.person(), now=NOW + n * HOUR) for n in range(3)]
    cancel(stage, rows[0], NOW + 5 * HOUR)
    with pytest.raises(BadInput, match="让给了下一位"):
        accept(stage, rows[1], NOW + 8 * HOUR)
    decline_offer(
        centre=stage.centre,
        sign_up_id=rows[1].pk,
        actor=actor_of(stage, rows[1]),
        at=NOW + 6 * HOUR,
    )
    assert stage.states(activity) == ["cancelled", "lapsed", "offered"]
    with pytest.raises(WrongStep):
        accept(stage, rows[1], NOW + 6 * HOUR)


def test_waiting_order_is_kept_under_cancellations_and_by_party_size(stage: Stage) -> None:
    activity = stage.plan(3, party_limit=3, offer_hours=0)
    big = stage.come(activity, stage.person(), heads=3)
    rows = [
        stage.come(activity, stage.person(), heads=heads, now=NOW + n * HOUR)
        for n, heads in enumerate((2, 3, 1, 1), 1)
    ]
    cancel(stage, rows[2], NOW + 6 * HOUR)  # one who waits gives up: nobody moves
    assert stage.states(activity)[1:] == ["waiting", "waiting", "cancelled", "waiting"]
    cancel(stage, big, NOW + 7 * HOUR)
    # Two seats for the first, one is left: three do not fit and keep their place, one does.
    assert stage.states(activity)[1:] == ["confirmed", "waiting", "cancelled", "confirmed"]
    assert stage.pools(activity) == {"everyone": (3, 3)}


def test_several_kinds_of_ticket_share_one_quota(stage: Stage) -> None:
    activity = stage.plan(2, tickets=("大人", "小孩"))
    stage.come(activity, stage.person(), ticket="大人")
    stage.come(activity, stage.person(), ticket="小孩")
    assert stage.come(activity, stage.person(), ticket="大人").state == "waiting"


def test_kept_seats_are_for_elders_until_they_are_released(stage: Stage) -> None:
    release = NOW + 24 * HOUR
    activity = stage.plan(2, kept=(KeptPlan(KeptFor.ELDERS, 1, release),), offer_hours=0)
    young = [stage.come(activity, stage.person(), now=NOW + n * HOUR) for n in range(2)]
    assert [row.state for row in young] == ["confirmed", "waiting"]
    elder = stage.come(activity, stage.person("阿公", birth_year=1950), now=NOW + 3 * HOUR)
    assert (elder.state, elder.pool.kept_for) == ("confirmed", "elders")  # type: ignore[union-attr]
    cancel(stage, elder, NOW + 4 * HOUR, by_staff=True)
    assert stage.pools(activity) == {"elders": (0, 1), "everyone": (1, 1)}
    assert release_kept(release - HOUR) == 0
    assert release_kept(release) == 1
    assert stage.pools(activity) == {"elders": (0, 0), "everyone": (2, 2)}
    assert stage.states(activity)[:2] == ["confirmed", "confirmed"]
    assert release_kept(release + HOUR) == 0


def test_a_seat_given_back_after_the_release_is_everyones(stage: Stage) -> None:
    activity = stage.plan(1, kept=(KeptPlan(KeptFor.ELDERS, 1, NOW + HOUR),), offer_hours=0)
    elder = stage.come(activity, stage.person("阿公", birth_year=1950))
    waiting = stage.come(activity, stage.person(), now=NOW + 2 * HOUR)
    release_kept(NOW + 3 * HOUR)
    cancel(stage, elder, NOW + 4 * HOUR, by_staff=True)
    waiting.refresh_from_db()
    assert waiting.state == "confirmed"
    assert stage.pools(activity) == {"elders": (0, 0), "everyone": (1, 1)}


def test_a_household_has_its_limit_and_gets_it_back(stage: Stage) -> None:
    home = make_household(centre=stage.centre, actor=stage.staff, at=NOW, number="101")
    family = [stage.person(f"家人{n}", household=home) for n in range(3)]
    activity = stage.plan(9, household_limit=2)
    first = stage.come(activity, family[0])
    stage.come(activity, family[1])
    with pytest.raises(BadInput, match="一户最多2人"):
        stage.come(activity, family[2])
    cancel(stage, first, NOW + HOUR, by_staff=True)
    assert stage.come(activity, family[2], now=NOW + 2 * HOUR).state == "confirmed"


def test_the_draw_is_repeated_from_its_seed_by_anyone(stage: Stage) -> None:
    closes = at("2026-03-25 18:00")
    activity = stage.plan(3, rule=SignUpRule.DRAW, closes_at=closes)
    bound = Draw.objects.get(activity=activity)
    rows = [stage.come(activity, stage.person()) for _ in range(8)]
    assert {row.state for row in rows} == {"applied"}
    with pytest.raises(BadInput, match="截止以后才能抽签"):
        draw(centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=NOW)
    done = draw(centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=closes)
    assert fingerprint(done.seed) == bound.seed_hash
    expected = order_of(done.seed, [row.code for row in rows])
    won = SignUp.objects.filter(activity=activity, state="confirmed")
    assert {row.code for row in won} == set(expected[:3])
    waiting = SignUp.objects.filter(activity=activity, state="waiting").in_order()
    assert [row.code for row in waiting] == expected[3:]
    with pytest.raises(BadInput, match="已经抽过签"):
        draw(centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=closes)


def test_staff_approve_or_refuse_with_a_reason(stage: Stage) -> None:
    activity = stage.plan(1, rule=SignUpRule.APPROVE)
    rows = [stage.come(activity, stage.person()) for _ in range(3)]
    by = {"centre": stage.centre, "actor": stage.staff, "at": NOW}
    assert approve_sign_up(sign_up_id=rows[0].pk, **by).state == "confirmed"
    with pytest.raises(SeatsFull):
        approve_sign_up(sign_up_id=rows[1].pk, **by)
    with pytest.raises(BadInput, match="原因"):
        refuse_sign_up(sign_up_id=rows[2].pk, reason=" ", **by)
    assert (
        refuse_sign_up(sign_up_id=rows[2].pk, reason="要带身份证的下次来", **by).state == "refused"
    )
    with pytest.raises(NotAllowed):
        approve_sign_up(
            centre=stage.centre, sign_up_id=rows[1].pk, actor=stage.actor(stage.people[0]), at=NOW
        )


def test_a_person_has_one_live_sign_up_and_a_form_sent_twice_is_one(stage: Stage) -> None:
    activity, person, form = stage.plan(5), stage.person(), uuid4()
    first = stage.come(activity, person, form_id=form)
    assert stage.come(activity, person, form_id=form).pk == first.pk
    with pytest.raises(BadInput, match="已经报过名"):
        stage.come(activity, person)
    cancel(stage, first, NOW + HOUR)
    assert stage.come(activity, person, now=NOW + 2 * HOUR).state == "confirmed"
    assert stage.pools(activity) == {"everyone": (1, 5)}


def test_the_window_holds_for_residents_and_staff_may_still_take_walk_ins(stage: Stage) -> None:
    opens, closes = at("2026-03-20 08:00"), at("2026-03-25 18:00")
    activity, person = stage.plan(5, opens_at=opens, closes_at=closes), stage.person()
    for now, sentence in ((NOW, "还没有开始"), (closes + HOUR, "已经截止")):
        with pytest.raises(BadInput, match=sentence):
            stage.come(activity, person, now=now)
    late = stage.come(activity, None, alias="隔壁的嫂子", now=closes + HOUR, channel="counter")
    assert (late.state, late.entered_by_id) == ("confirmed", stage.staff.account_id)
    with pytest.raises(BadInput, match="怎么称呼"):
        stage.come(activity, None, alias=" ", now=NOW + HOUR)


def test_nobody_signs_up_somebody_else_or_for_what_is_not_open(stage: Stage) -> None:
    activity, person, other = stage.plan(5), stage.person(), stage.person()
    with pytest.raises(NotAllowed):
        stage.come(activity, person, actor=stage.actor(other))
    with pytest.raises(NotAllowed):
        stage.come(stage.plan(5, announced=False), person)
    with pytest.raises(BadInput, match="一次只能报一个人"):
        stage.come(activity, person, heads=2)


def test_a_resident_cancels_until_the_last_moment_and_staff_after_it(stage: Stage) -> None:
    activity = stage.plan(1, cancel_until=at("2026-03-27 18:00"))
    row = stage.come(activity, stage.person())
    with pytest.raises(BadInput, match="打个电话"):
        cancel(stage, row, at("2026-03-27 19:00"))
    with pytest.raises(NotAllowed):
        cancel_sign_up(
            centre=stage.centre, sign_up_id=row.pk, actor=stage.actor(stage.person()), at=NOW
        )
    assert cancel(stage, row, at("2026-03-27 19:00"), by_staff=True).state == "cancelled"


def test_seats_may_grow_and_shrink_to_what_is_taken(stage: Stage) -> None:
    activity = stage.plan(2, offer_hours=0)
    for n in range(3):
        stage.come(activity, stage.person(), now=NOW + n * HOUR)

    def seats(number: int) -> None:
        change_sign_up(
            centre=stage.centre,
            activity_id=activity.pk,
            actor=stage.staff,
            at=NOW + 5 * HOUR,
            sign_up=SignUpPlan(
                rule=SignUpRule.FIRST, quotas=(QuotaPlan("座位", number),), offer_hours=0
            ),
        )

    with pytest.raises(BadInput, match="不能改成1"):
        seats(1)
    seats(3)
    assert stage.states(activity) == ["confirmed"] * 3


def test_after_cancelling_nobody_signs_up_and_nobody_is_offered_a_seat(stage: Stage) -> None:
    activity = stage.plan(1)
    first, _ = stage.come(activity, stage.person()), stage.come(activity, stage.person())
    cancel_activity(
        centre=stage.centre, activity_id=activity.pk, actor=stage.staff, at=NOW, reason="下大雨"
    )
    with pytest.raises(BadInput, match="不接受报名"):
        stage.come(activity, stage.person())
    with pytest.raises(BadInput, match="已经取消"):
        cancel(stage, first, NOW + HOUR)
    assert stage.states(activity) == ["confirmed", "waiting"]


def test_a_neighbour_of_another_village_cannot_be_signed_up(stage: Stage) -> None:
    activity = stage.plan(5)
    stranger = make_person(stage.village.other_centre, "外村人")
    with pytest.raises(IntegrityError), transaction.atomic():
        stage.come(activity, stranger, actor=stage.staff)
    assert not SignUp.objects.filter(activity=activity).exists()


def actor_of(stage: Stage, row: SignUp) -> Any:
    return stage.actor(next(one for one in stage.people if one.pk == row.person_id))


def cancel(stage: Stage, row: SignUp, now: Any, *, by_staff: bool = False) -> SignUp:
    by = stage.staff if by_staff else actor_of(stage, row)
    return cancel_sign_up(centre=stage.centre, sign_up_id=row.pk, actor=by, at=now)


def accept(stage: Stage, row: SignUp, now: Any) -> SignUp:
    return accept_offer(centre=stage.centre, sign_up_id=row.pk, actor=actor_of(stage, row), at=now)
