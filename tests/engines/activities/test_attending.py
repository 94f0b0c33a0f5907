"""The log of attendance: one scan is one line, failed ones are kept, hours come from it alone."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changlai.engines.activities.metrics import CAME
from changlai.engines.activities.public import (
    Activity,
    Mark,
    MarkKind,
    MarkOutcome,
    MarkSource,
    RosterRule,
    Session,
    SessionPlan,
    SignUpRule,
    Taken,
    attended_minutes,
    cancel_sign_up,
    corrected,
    heads_here,
    mark,
    put_preset,
    roll,
    void_mark,
)
from changlai.foundation.people.public import Actor
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.events.models import Entry
from changlai.kernel.events.public import deliver_all
from changlai.kernel.metrics.public import metric, total
from tests.cast import NOW, make_village
from tests.engines.activities.conftest import Stage, at, make_stage
from tests.flows.at_once import at_once, shared_rows

SEVEN = at("2026-03-28 19:00")


def minutes(number: int) -> timedelta:
    return timedelta(minutes=number)


def session_of(activity: Activity) -> Session:
    rows = Session.objects.of(activity.centre_id).select_related("activity__version")
    return rows.filter(activity=activity).order_by("order")[0]


class Door:
    """The door of one session; short words for writing lines."""

    def __init__(self, stage: Stage, **plan: Any) -> None:
        self.stage = stage
        self.activity = stage.plan(**{"seats": 20, **plan})
        self.session = session_of(self.activity)

    def mark(self, now: Any = SEVEN, **more: Any) -> Taken:
        return mark(
            **{
                "centre": self.stage.centre,
                "session_id": self.session.pk,
                "actor": self.stage.staff,
                "at": now,
                **more,
            }
        )


def facts(name: str) -> int:
    return Entry.objects.filter(name=f"activities.attendance.{name}").count()


def test_the_same_scan_sent_twice_is_one_line(stage: Stage) -> None:
    door = Door(stage)
    sign_up = stage.come(door.activity, stage.person())
    nonce = uuid4()
    first = door.mark(code=sign_up.code, nonce=nonce)
    again = door.mark(SEVEN + minutes(5), code=sign_up.code, nonce=nonce)
    assert (first.is_new, again.is_new) == (True, False)
    assert first.mark.pk == again.mark.pk
    assert Mark.objects.count() == facts("came") == 1


def test_scans_that_do_not_count_are_lines_with_a_reason(stage: Stage) -> None:
    door, other = Door(stage), Door(stage)
    there = stage.come(door.activity, stage.person())
    gone = stage.come(door.activity, stage.person())
    cancel_sign_up(centre=stage.centre, sign_up_id=gone.pk, actor=stage.staff, at=NOW)
    elsewhere = stage.come(other.activity, stage.person())
    taken = [
        door.mark(code="NOSUCH99"),
        door.mark(code=gone.code),
        door.mark(code=elsewhere.code),
        door.mark(SEVEN - timedelta(hours=3), code=there.code),
        door.mark(person=stage.person()),
        door.mark(code=there.code),
        door.mark(SEVEN + minutes(1), code=there.code),
    ]
    assert [one.mark.outcome for one in taken] == [
        MarkOutcome.UNKNOWN_CODE,
        MarkOutcome.SIGN_UP_ENDED,
        MarkOutcome.WRONG_SESSION,
        MarkOutcome.TOO_EARLY,
        MarkOutcome.NOT_SIGNED_UP,
        MarkOutcome.TAKEN,
        MarkOutcome.REPEATED,
    ]
    assert Mark.objects.count() == 7
    assert all(one.sentence for one in taken)
    found = roll(door.session)
    assert (found.expected, found.here, len(found.failed)) == (1, 1, 4 + 1)


def test_a_code_is_read_in_small_letters_and_with_spaces(stage: Stage) -> None:
    door = Door(stage)
    code = stage.come(door.activity, stage.person()).code
    assert door.mark(code=f" {code[:4].lower()} {code[4:].lower()}").counts


def test_staff_may_let_in_who_did_not_sign_up_and_needs_no_record_of_them(stage: Stage) -> None:
    door = Door(stage)
    assert door.mark(person=stage.person(), walk_in=True).counts
    assert door.mark(alias="卖豆腐的李叔", walk_in=True).counts
    with pytest.raises(BadInput):
        door.mark(alias="  ")
    assert (roll(door.session).walk_ins, roll(door.session).here) == (2, 2)


def test_a_resident_signs_in_herself_and_nobody_else(stage: Stage) -> None:
    door = Door(stage)
    me, other = stage.person(), stage.person()
    stage.come(door.activity, me)
    stage.come(door.activity, other)
    own = {"actor": stage.actor(me), "source": MarkSource.SELF}
    assert door.mark(person=me, **own).counts
    with pytest.raises(NotAllowed):
        door.mark(person=other, **own)
    with pytest.raises(NotAllowed):
        door.mark(person=me, actor=stage.actor(me), source=MarkSource.STAFF)
    with pytest.raises(NotAllowed):
        door.mark(person=me, actor=stage.village.actor(stage.village.neighbour))


def test_a_slip_is_proof_enough_without_signing_in_but_a_guess_is_no_line(stage: Stage) -> None:
    door = Door(stage)
    sign_up = stage.come(door.activity, alias="老吴", channel="counter")
    nobody = {"actor": Actor.anonymous(stage.centre.pk), "source": MarkSource.SELF}
    with pytest.raises(BadInput):
        door.mark(code="NOSUCH99", **nobody)
    assert door.mark(code=sign_up.code, **nobody).counts
    assert Mark.objects.count() == 1


def test_an_open_roll_takes_everyone_and_nobody_must_sign_in(stage: Stage) -> None:
    stage.preset = put_preset(
        centre=stage.centre,
        actor=stage.staff,
        at=NOW,
        title="放映",
        roster_rule=RosterRule.OPEN,
        sign_up_rule=SignUpRule.NONE,
    )
    door = Door(stage, rule=SignUpRule.NONE)
    assert door.mark(person=stage.person()).counts
    assert roll(door.session).expected == 0


def test_a_roll_of_the_staff_lists_the_staff(stage: Stage) -> None:
    stage.preset = put_preset(
        centre=stage.centre,
        actor=stage.staff,
        at=NOW,
        title="业务培训",
        roster_rule=RosterRule.STAFF,
        sign_up_rule=SignUpRule.NONE,
    )
    door = Door(stage, rule=SignUpRule.NONE)
    colleague = stage.person()
    colleague.account = stage.village.duty
    colleague.save()
    lines = roll(door.session).lines
    # Colleagues who are nobody's residents here are listed by their names.
    assert {one.name for one in lines} > {colleague.name, "陈小满"}
    assert [one.person_id for one in lines if one.person_id] == [colleague.pk]
    assert door.mark(person=colleague).counts
    assert door.mark(person=stage.person()).mark.outcome == MarkOutcome.NOT_SIGNED_UP


def test_leaving_and_coming_back_and_hours_within_the_session_alone(stage: Stage) -> None:
    door = Door(stage)
    sign_up = stage.come(door.activity, stage.person())
    for offset, kind in ((-30, MarkKind.IN), (40, MarkKind.OUT), (60, MarkKind.IN)):
        assert door.mark(SEVEN + minutes(offset), code=sign_up.code, kind=kind).counts
    assert heads_here(door.session) == 1
    # 19:00–19:40, and 20:00 to the end at 21:00, since no line says that they left.
    assert attended_minutes(door.activity, sign_up) == 100
    assert door.mark(SEVEN + minutes(150), code=sign_up.code, kind=MarkKind.OUT).counts
    assert attended_minutes(door.activity, sign_up) == 100
    assert (heads_here(door.session), facts("came")) == (0, 1)


def test_an_activity_past_midnight_counts_on_the_day_it_began(stage: Stage) -> None:
    plan = SessionPlan(at("2026-03-28 22:00"), at("2026-03-29 01:00"), place_text="大榕树下")
    door = Door(stage, sessions=(plan,))
    sign_up = stage.come(door.activity, stage.person())
    door.mark(at("2026-03-29 00:10"), code=sign_up.code)
    door.mark(at("2026-03-29 00:40"), code=sign_up.code, kind=MarkKind.OUT)
    assert attended_minutes(door.activity, sign_up) == 30
    event = Entry.objects.get(name="activities.attendance.came")
    assert event.payload["on"] == "2026-03-28"


def test_a_wrong_line_is_corrected_by_a_line(stage: Stage) -> None:
    door = Door(stage)
    sign_up = stage.come(door.activity, stage.person())
    wrong = door.mark(code=sign_up.code).mark
    void = void_mark(
        centre=stage.centre, mark_id=wrong.pk, actor=stage.staff, at=SEVEN + minutes(1)
    )
    again = void_mark(
        centre=stage.centre, mark_id=wrong.pk, actor=stage.staff, at=SEVEN + minutes(2)
    )
    assert void.pk == again.pk
    assert Mark.objects.count() == 2
    assert roll(door.session).here == 0
    assert (facts("came"), facts("undone")) == (1, 1)
    with pytest.raises(BadInput):
        void_mark(centre=stage.centre, mark_id=void.pk, actor=stage.staff, at=SEVEN)
    with pytest.raises(NotAllowed):
        void_mark(
            centre=stage.centre, mark_id=wrong.pk, actor=stage.actor(stage.person()), at=SEVEN
        )
    # The line may be written anew.
    assert door.mark(SEVEN + minutes(3), code=sign_up.code).counts


def test_another_line_stands_for_one_that_was_wrong(stage: Stage) -> None:
    door = Door(stage)
    sign_up = stage.come(door.activity, stage.person())
    first = door.mark(SEVEN, code=sign_up.code).mark
    door.mark(SEVEN + minutes(10), code=sign_up.code, kind=MarkKind.OUT)
    door.mark(SEVEN + minutes(20), code=sign_up.code)
    void_mark(centre=stage.centre, mark_id=first.pk, actor=stage.staff, at=SEVEN + minutes(30))
    assert (facts("came"), facts("undone")) == (2, 1)
    assert attended_minutes(door.activity, sign_up) == 100


def test_a_phone_whose_clock_is_wrong_tells_the_right_time(stage: Stage) -> None:
    door = Door(stage)
    sign_up = stage.come(door.activity, stage.person())
    arrives = at("2026-03-28 22:30")
    # The phone is 47 minutes fast: it scanned at 19:05 and believed it was 19:52.
    believed, phone_now = at("2026-03-28 19:52"), arrives + minutes(47)
    happened = corrected(believed, phone_now, arrives)
    line = door.mark(
        arrives,
        code=sign_up.code,
        source=MarkSource.OFFLINE,
        happened_at=happened,
        device_at=believed,
    ).mark
    assert (line.at, line.device_at, line.received_at) == (
        at("2026-03-28 19:05"),
        believed,
        arrives,
    )
    # A clock set forward between scan and sending cannot put the scan into the future.
    assert corrected(arrives + timedelta(days=3), phone_now, arrives) == arrives


def test_lines_that_arrive_late_are_read_in_the_order_of_their_time(stage: Stage) -> None:
    door = Door(stage)
    sign_up = stage.come(door.activity, stage.person())
    late = at("2026-03-28 23:00")
    door.mark(SEVEN + minutes(50), code=sign_up.code, kind=MarkKind.OUT)
    came = door.mark(late, code=sign_up.code, happened_at=SEVEN + minutes(5))
    assert came.counts
    assert attended_minutes(door.activity, sign_up) == 45


def test_people_who_came_are_counted_twice_over_and_meet(stage: Stage) -> None:
    door = Door(stage, party_limit=5)
    party = stage.come(door.activity, stage.person(), heads=4)
    wrong = door.mark(code=party.code).mark
    door.mark(alias="老吴", walk_in=True)
    day = SEVEN.date()
    deliver_all(SEVEN)
    assert total(stage.centre, CAME, day, day) == 5
    void_mark(centre=stage.centre, mark_id=wrong.pk, actor=stage.staff, at=SEVEN)
    deliver_all(SEVEN)
    assert total(stage.centre, CAME, day, day) == 1
    assert metric(CAME).recount(stage.centre, day, day) == {(day, ("training",)): 1}


def test_a_roll_costs_the_same_for_three_and_for_thirty(stage: Stage) -> None:
    door = Door(stage, seats=40)

    def cost(number: int) -> int:
        for _ in range(number):
            door.mark(code=stage.come(door.activity, stage.person()).code)
        session = session_of(door.activity)
        with CaptureQueriesContext(connection) as asked:
            assert roll(session).here
            assert heads_here(session)
        return len(asked)

    assert cost(3) == cost(12)


PROCESSES = 8


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_phones_that_send_the_same_scans_at_once_write_each_once(
    settings: Any, tmp_path: Path
) -> None:
    settings.EVENTS_DELIVERY = "worker"
    stage = make_stage(make_village())
    door = Door(stage)
    sign_ups = [stage.come(door.activity, stage.person()) for _ in range(3)]
    nonces = [uuid4() for _ in sign_ups]

    def send(index: int) -> int:
        return sum(
            door.mark(code=one.code, nonce=nonce).is_new
            for one, nonce in zip(sign_ups, nonces, strict=True)
        )

    with shared_rows(tmp_path):
        assert sum(at_once(PROCESSES, send)) == 3
        assert Mark.objects.filter(outcome=MarkOutcome.TAKEN).count() == Mark.objects.count() == 3
        assert facts("came") == 3
