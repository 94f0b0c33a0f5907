"""Whose turn it is: kept seats, courses that go on, fewer than said, and what is called off."""

from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from changlai.engines.activities.public import (
    KeptFor,
    KeptPlan,
    MarkKind,
    QuotaPlan,
    SessionPlan,
    SignUp,
    SignUpPlan,
    SignUpRule,
    TicketKind,
    accept_offer,
    approve_sign_up,
    cancel_activity,
    cancel_session,
    cancel_sign_up,
    change_sign_up,
    decline_offer,
    end_stale_offers,
    mark,
    may_still_leave,
    queue_sign_up,
    reduce_party,
    void_mark,
)
from changlai.foundation.people.public import Person, make_household
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from tests.cast import NOW
from tests.engines.activities.conftest import EVENING, Stage

HOUR = timedelta(hours=1)
ELDER_SEAT = KeptPlan(KeptFor.ELDERS, 1, NOW + 48 * HOUR)


def words(stage: Stage, now: datetime, **more: Any) -> dict[str, Any]:
    return {"centre": stage.centre, "actor": stage.staff, "at": now, **more}


def leave(stage: Stage, row: SignUp, now: datetime) -> SignUp:
    return cancel_sign_up(sign_up_id=row.pk, **words(stage, now))


def states(*rows: SignUp) -> list[str]:
    for row in rows:
        row.refresh_from_db()
    return [row.state for row in rows]


def elder(stage: Stage) -> Person:
    return stage.person(birth_year=1950)


# ── kept seats ────────────────────────────────────────────────────────────────────────────────


def test_f25_a_kept_seat_given_up_goes_to_the_elder_who_waits_and_not_to_a_later_one(
    stage: Stage,
) -> None:
    activity = stage.plan(2, kept=(ELDER_SEAT,), offer_hours=12)
    has_kept = stage.come(activity, elder(stage))
    has_common = stage.come(activity, stage.person())
    young = stage.come(activity, stage.person(), now=NOW + HOUR)
    old = stage.come(activity, elder(stage), now=NOW + 2 * HOUR)
    assert states(has_kept, has_common, young, old) == [
        "confirmed",
        "confirmed",
        "waiting",
        "waiting",
    ]
    leave(stage, has_kept, NOW + 3 * HOUR)
    # Whoever is young waits on, though first: the seat is kept for elders until its release.
    assert states(young, old) == ["waiting", "offered"]
    assert stage.pools(activity) == {"elders": (1, 1), "everyone": (1, 1)}
    later = stage.come(activity, elder(stage), now=NOW + 4 * HOUR)
    assert later.state == "waiting"
    decline_offer(sign_up_id=old.pk, **words(stage, NOW + 5 * HOUR))
    assert states(young, old, later) == ["waiting", "lapsed", "offered"]


def test_f25_an_elder_who_waits_first_has_a_common_seat_when_that_comes_free(stage: Stage) -> None:
    activity = stage.plan(2, kept=(ELDER_SEAT,), offer_hours=0)
    stage.come(activity, elder(stage))
    common = stage.come(activity, stage.person())
    old = stage.come(activity, elder(stage), now=NOW + HOUR)
    young = stage.come(activity, stage.person(), now=NOW + 2 * HOUR)
    leave(stage, common, NOW + 3 * HOUR)
    assert states(old, young) == ["confirmed", "waiting"]


def come_to(stage: Stage, person: Person, now: datetime) -> Any:
    """Sign a person in at an open evening; return the line of the log."""
    evening = SessionPlan(now, now + 2 * HOUR, place_text="祠堂")
    open_house = stage.plan(0, rule=SignUpRule.NONE, sessions=(evening,), now=now - 24 * HOUR)
    taken = mark(
        centre=stage.centre,
        session_id=open_house.sessions.get().pk,
        actor=stage.staff,
        at=now + HOUR,
        kind=MarkKind.IN,
        source="staff",
        nonce=uuid4(),
        person=person,
    )
    return taken.mark


def test_seats_kept_for_first_timers_are_for_whoever_never_came(stage: Stage) -> None:
    kept = KeptPlan(KeptFor.FIRST_TIMERS, 1, NOW + 48 * HOUR)
    activity = stage.plan(2, kept=(kept,), offer_hours=0)
    regular, new = stage.person(), stage.person()
    come_to(stage, regular, NOW - 72 * HOUR)
    assert stage.come(activity, regular).pool.kept_for == "everyone"  # type: ignore[union-attr]
    second = stage.person()
    come_to(stage, second, NOW - 72 * HOUR)
    assert stage.come(activity, second, now=NOW + HOUR).state == "waiting"
    row = stage.come(activity, new, now=NOW + 2 * HOUR)
    assert (row.state, row.pool.kept_for) == ("confirmed", "first_timers")  # type: ignore[union-attr]


def test_a_line_of_the_log_taken_back_leaves_one_a_first_timer(stage: Stage) -> None:
    kept = KeptPlan(KeptFor.FIRST_TIMERS, 1, NOW + 48 * HOUR)
    activity = stage.plan(1, kept=(kept,))
    person = stage.person()
    line = come_to(stage, person, NOW - 72 * HOUR)
    assert stage.come(activity, person).state == "waiting"
    void_mark(
        centre=stage.centre,
        mark_id=line.pk,
        actor=stage.staff,
        at=NOW,
        nonce=uuid4(),
    )
    leave(stage, SignUp.objects.get(activity=activity), NOW)
    row = stage.come(activity, person, now=NOW + HOUR)
    assert (row.state, row.pool.kept_for) == ("confirmed", "first_timers")  # type: ignore[union-attr]


# ── courses ───────────────────────────────────────────────────────────────────────────────────

WEEKS = tuple(
    SessionPlan(
        EVENING.starts + timedelta(weeks=n), EVENING.ends + timedelta(weeks=n), place_text="祠堂"
    )
    for n in range(3)
)


def test_f25_a_seat_of_a_course_that_comes_free_after_the_first_evening_is_offered(
    stage: Stage,
) -> None:
    activity = stage.plan(1, sessions=WEEKS, offer_hours=168)
    first = stage.come(activity, stage.person())
    second = stage.come(activity, stage.person(), now=NOW + HOUR)
    after = WEEKS[0].ends + HOUR
    # One's own doing, without ringing up: two evenings are still to come.
    cancel_sign_up(
        centre=stage.centre, sign_up_id=first.pk, actor=stage.actor(stage.people[0]), at=after
    )
    assert states(second) == ["offered"]
    assert second.offered_until == WEEKS[1].starts
    activity.refresh_from_db()
    assert may_still_leave(activity, after)
    assert not may_still_leave(activity, WEEKS[2].starts + HOUR)


def test_after_the_last_evening_began_nobody_is_offered_and_residents_ring_up(
    stage: Stage,
) -> None:
    activity = stage.plan(1, sessions=WEEKS)
    first = stage.come(activity, stage.person())
    second = stage.come(activity, stage.person(), now=NOW + HOUR)
    late = WEEKS[2].starts + HOUR
    by = {"centre": stage.centre, "sign_up_id": first.pk, "at": late}
    with pytest.raises(BadInput, match="打个电话"):
        cancel_sign_up(actor=stage.actor(stage.people[0]), **by)
    leave(stage, first, late)
    assert states(second) == ["waiting"]


def test_an_evening_called_off_is_no_evening_to_come(stage: Stage) -> None:
    activity = stage.plan(1, sessions=WEEKS[:2])
    last = activity.sessions.order_by("starts")[1]
    cancel_session(session_id=last.pk, reason="停电", **words(stage, NOW))
    activity.refresh_from_db()
    assert not may_still_leave(activity, WEEKS[0].ends)


# ── called off ────────────────────────────────────────────────────────────────────────────────


def test_f37_offers_of_what_is_called_off_end_at_once_and_give_all_back(stage: Stage) -> None:
    home = make_household(centre=stage.centre, actor=stage.staff, at=NOW, number="101")
    activity = stage.plan(1, household_limit=2)
    first = stage.come(activity, stage.person())
    second = stage.come(activity, stage.person("家人", household=home), now=NOW + HOUR)
    third = stage.come(activity, stage.person(), now=NOW + 2 * HOUR)
    leave(stage, first, NOW + 3 * HOUR)
    assert states(second) == ["offered"]
    cancel_activity(activity_id=activity.pk, reason="下大雨", **words(stage, NOW + 4 * HOUR))
    assert states(second, third) == ["lapsed", "waiting"]
    assert stage.pools(activity) == {"everyone": (0, 1)}
    assert end_stale_offers(NOW + 200 * HOUR) == 0
    with pytest.raises(BadInput, match="已经取消"):
        accept_offer(sign_up_id=second.pk, **words(stage, NOW + 5 * HOUR))
    with pytest.raises(BadInput, match="已经取消"):
        reduce_party(sign_up_id=third.pk, heads=1, **words(stage, NOW + 5 * HOUR))


# ── approval ──────────────────────────────────────────────────────────────────────────────────


def test_a_wish_that_staff_decide_on_may_wait_for_a_seat(stage: Stage) -> None:
    activity = stage.plan(1, rule=SignUpRule.APPROVE, offer_hours=0)
    rows = [stage.come(activity, stage.person(), now=NOW + n * HOUR) for n in range(3)]
    approve_sign_up(sign_up_id=rows[0].pk, **words(stage, NOW))
    for row in (rows[2], rows[1]):  # put in late, the earlier wish still stands before
        queue_sign_up(sign_up_id=row.pk, **words(stage, NOW + 4 * HOUR))
    assert states(*rows) == ["confirmed", "waiting", "waiting"]
    leave(stage, rows[0], NOW + 5 * HOUR)
    assert states(*rows) == ["cancelled", "confirmed", "waiting"]
    with pytest.raises(WrongStep):
        queue_sign_up(sign_up_id=rows[1].pk, **words(stage, NOW + 6 * HOUR))
    with pytest.raises(NotAllowed):
        queue_sign_up(
            centre=stage.centre,
            sign_up_id=rows[2].pk,
            actor=stage.actor(stage.people[0]),
            at=NOW + 6 * HOUR,
        )


def test_a_wish_that_may_wait_is_offered_what_is_free_after_all(stage: Stage) -> None:
    activity = stage.plan(1, rule=SignUpRule.APPROVE)
    row = stage.come(activity, stage.person())
    assert queue_sign_up(sign_up_id=row.pk, **words(stage, NOW)).state == "offered"
    closed = stage.plan(1, rule=SignUpRule.APPROVE, has_waiting_list=False)
    other = stage.come(closed, stage.person())
    with pytest.raises(BadInput, match="没有候补"):
        queue_sign_up(sign_up_id=other.pk, **words(stage, NOW))


# ── fewer ─────────────────────────────────────────────────────────────────────────────────────


def test_four_become_three_and_keep_their_place(stage: Stage) -> None:
    home = make_household(centre=stage.centre, actor=stage.staff, at=NOW, number="101")
    activity = stage.plan(4, party_limit=4, household_limit=4, offer_hours=0)
    four = stage.come(activity, stage.person("当家的", household=home), heads=4)
    one = stage.come(activity, stage.person(), now=NOW + HOUR)
    assert states(four, one) == ["confirmed", "waiting"]
    reduce_party(sign_up_id=four.pk, heads=3, **words(stage, NOW + 2 * HOUR))
    assert states(four, one) == ["confirmed", "confirmed"]
    assert (four.heads, stage.pools(activity)) == (3, {"everyone": (4, 4)})
    relative = stage.come(activity, stage.person("亲戚", household=home), now=NOW + 3 * HOUR)
    assert relative.state == "waiting"  # the household's limit let one more in
    for wrong in (0, 3, 4):
        with pytest.raises(BadInput, match="比它小的数"):
            reduce_party(sign_up_id=four.pk, heads=wrong, **words(stage, NOW + 3 * HOUR))
    leave(stage, four, NOW + 4 * HOUR)
    with pytest.raises(WrongStep):
        reduce_party(sign_up_id=four.pk, heads=1, **words(stage, NOW + 5 * HOUR))


def test_a_party_that_waits_fits_once_it_is_smaller(stage: Stage) -> None:
    activity = stage.plan(2, party_limit=2, offer_hours=12)
    stage.come(activity, stage.person())
    two = stage.come(activity, stage.person(), heads=2, now=NOW + HOUR)
    assert two.state == "waiting"
    by = {"centre": stage.centre, "sign_up_id": two.pk, "at": NOW + 2 * HOUR}
    with pytest.raises(NotAllowed):
        reduce_party(actor=stage.actor(stage.people[0]), heads=1, **by)
    assert reduce_party(actor=stage.actor(stage.people[1]), heads=1, **by).state == "offered"
    assert stage.pools(activity) == {"everyone": (2, 2)}


# ── kinds of ticket ───────────────────────────────────────────────────────────────────────────


def test_a_kind_of_ticket_that_is_dropped_is_gone_or_retired(stage: Stage) -> None:
    activity = stage.plan(5, tickets=("大人", "小孩", "摊位"))
    used = stage.come(activity, stage.person(), ticket="小孩")

    def offer(*quotas: QuotaPlan) -> dict[str, bool]:
        change_sign_up(
            activity_id=activity.pk,
            sign_up=SignUpPlan(rule=SignUpRule.FIRST, quotas=quotas),
            **words(stage, NOW),
        )
        rows = TicketKind.objects.filter(activity=activity)
        return dict(rows.values_list("name", "is_retired"))

    assert offer(QuotaPlan("座位", 5, tickets=("大人",))) == {"大人": False, "小孩": True}
    with pytest.raises(BadInput, match="请选报名的种类"):
        stage.come(activity, stage.person(), ticket="小孩")
    assert states(used) == ["confirmed"]
    assert offer(QuotaPlan("座位", 5, tickets=("大人", "小孩"))) == {"大人": False, "小孩": False}
    more = (QuotaPlan("座位", 5, tickets=("大人", "小孩")), QuotaPlan("摊位", 2, tickets=("摊位",)))
    assert offer(*more)["摊位"] is False
    # Seats nobody ever had may go; those somebody signed up for may not.
    assert "摊位" not in offer(more[0])
    with pytest.raises(BadInput, match="已经用着"):
        offer(more[1])
