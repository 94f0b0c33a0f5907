"""A life of a village, drawn by chance: everything people can come for, and every correction."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from random import Random
from typing import Any
from uuid import uuid4

from changlai.engines.activities.models import Mark, Session
from changlai.engines.activities.public import (
    ActivityState,
    Preset,
    RosterRule,
    SessionPlan,
    SessionState,
    SignUpRule,
    announce_activity,
    cancel_session,
    count_guests,
    end_activity,
    hold_session,
    make_activity,
    mark,
    put_preset,
    void_mark,
)
from changlai.engines.activities.states import MarkKind
from changlai.engines.appointments.public import (
    Appointment,
    AppointmentState,
    Sitting,
    call_next,
    finish,
    lay_sitting,
    note_missed,
    put_provider,
    walk_in,
)
from changlai.engines.cases.public import Channel, open_case
from changlai.foundation.people.models import Person
from changlai.foundation.people.public import Actor, merge_persons
from changlai.foundation.places.public import make_room
from changlai.halls.rooms.actions import Wish, book_room, end_use, note_no_show
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.states import HOLDING
from changlai.halls.voices.actions import (
    log_call,
    log_missed_call,
    settle_missed_call,
)
from changlai.halls.voices.models import CallLog
from changlai.halls.voices.pack import PACK as VOICES
from changlai.halls.voices.states import CallState
from changlai.kernel.errors import RuleBroken
from tests.cast import SHANGHAI, make_centre, make_person, phone

BEGIN = datetime(2026, 1, 5, 9, 0, tzinfo=SHANGHAI)


@dataclass
class Life:
    """A centre of its own whose clock goes on with each thing that happens."""

    code: str
    seed: int
    now: datetime = BEGIN
    centre: Any = None
    people: list[Person] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.centre = make_centre(self.code)
        self.actor = Actor.system(self.centre.pk)
        for pack in VOICES:
            pack.unpack(self.centre, self.now)
        self.people = [make_person(self.centre, f"村民{n}", number=n) for n in range(6)]
        self.preset: Preset = put_preset(
            centre=self.centre,
            actor=self.actor,
            at=self.now,
            title="电影夜",
            roster_rule=RosterRule.OPEN,
            sign_up_rule=SignUpRule.NONE,
        )
        self.provider = put_provider(
            centre=self.centre, actor=self.actor, name="沈大夫", title="医生"
        )

        self.room = make_room(
            centre=self.centre,
            actor=self.actor,
            at=self.now,
            name="大礼堂",
            kind="shared",
            area_m2=Decimal(120),
            capacity=80,
        )

    @property
    def verbs(self) -> list[Callable[[], Any]]:
        return [
            self.say,
            self.say,
            self.ring,
            self.miss,
            self.ring_back,
            self.sit,
            self.see_somebody,
            self.plan,
            self.come,
            self.come,
            self.leave,
            self.correct,
            self.hold,
            self.end,
            self.cancel,
            self.book,
            self.use,
            self.use,
            self.merge,
            self.sleep,
        ]

    def step(self) -> None:
        self.now += timedelta(minutes=self.chance.randint(1, 90))
        try:
            self.chance.choice(self.verbs)()
        except RuleBroken:
            return  # what the house refuses did not happen

    def somebody(self) -> Person | None:
        active = [one for one in self.people if one.is_active]
        return self.chance.choice([*active, None])

    def any_of(self, rows: Any) -> Any:
        found = list(rows)
        return self.chance.choice(found) if found else None

    def say(self) -> None:
        open_case(
            centre=self.centre,
            kind="help",
            text="二组路灯不亮。",
            channel=self.chance.choice([Channel.ONLINE, Channel.COUNTER, Channel.IMPORT]),
            at=self.now,
            actor=self.actor,
            person=self.somebody(),
        )

    def ring(self) -> None:
        log_call(
            centre=self.centre,
            actor=self.actor,
            at=self.now,
            summary="问班车几点开",
            is_answered=self.chance.random() < 0.6,
            person=self.somebody(),
        )

    def miss(self) -> None:
        number = phone(self.chance.randint(100, 120))
        log_missed_call(centre=self.centre, actor=self.actor, at=self.now, phone=number)

    def ring_back(self) -> None:
        call = self.any_of(CallLog.objects.of(self.centre).filter(state=CallState.MISSED))
        if call:
            settle_missed_call(
                centre=self.centre,
                call_id=call.pk,
                actor=self.actor,
                at=self.now,
                summary="问体检",
                is_answered=self.chance.random() < 0.5,
            )

    def sit(self) -> None:
        lay_sitting(
            centre=self.centre,
            actor=self.actor,
            at=self.now,
            provider=self.provider,
            title="义诊",
            starts=self.now + timedelta(minutes=5),
            ends=self.now + timedelta(hours=4),
            is_opaque=self.chance.random() < 0.2,
        )

    def see_somebody(self) -> None:
        sitting = self.any_of(Sitting.objects.of(self.centre))
        if sitting is None:
            return
        person = None if sitting.is_opaque else self.somebody()
        walk_in(
            centre=self.centre,
            sitting_id=sitting.pk,
            actor=self.actor,
            at=self.now,
            person=person,
            alias="" if person or sitting.is_opaque else "老何",
        )
        call_next(centre=self.centre, sitting_id=sitting.pk, actor=self.actor, at=self.now)
        called = Appointment.objects.of(self.centre).filter(state=AppointmentState.CALLED)
        if (row := self.any_of(called)) is not None:
            end = finish if self.chance.random() < 0.7 else note_missed
            end(centre=self.centre, appointment_id=row.pk, actor=self.actor, at=self.now)

    def plan(self) -> None:
        starts = self.now + timedelta(minutes=30)
        activity = make_activity(
            centre=self.centre,
            actor=self.actor,
            at=self.now,
            preset=self.preset,
            title="坝坝电影",
            sessions=(SessionPlan(starts, starts + timedelta(hours=2), place_text="晒谷场"),),
        )
        announce_activity(
            centre=self.centre, activity_id=activity.pk, actor=self.actor, at=self.now
        )

    def session(self) -> Session | None:
        return self.any_of(Session.objects.of(self.centre).exclude(state=SessionState.CANCELLED))

    def come(self, kind: str = MarkKind.IN) -> None:
        if (session := self.session()) is not None:
            person = self.somebody()
            mark(
                centre=self.centre,
                session_id=session.pk,
                actor=self.actor,
                at=self.now,
                kind=kind,
                person=person,
                alias="" if person else self.chance.choice(["阿根", "小满妈"]),
                happened_at=self.now - timedelta(minutes=self.chance.randint(0, 50)),
            )

    def leave(self) -> None:
        self.come(MarkKind.OUT)

    def correct(self) -> None:
        if (row := self.any_of(Mark.objects.of(self.centre))) is not None:
            void_mark(centre=self.centre, mark_id=row.pk, actor=self.actor, at=self.now)

    def hold(self) -> None:
        if (session := self.session()) is not None:
            # A session said to be held before has its number put right.
            is_held = session.state == SessionState.HELD
            (count_guests if is_held else hold_session)(
                centre=self.centre,
                session_id=session.pk,
                actor=self.actor,
                at=self.now,
                guests=self.chance.choice([0, 0, 3, 40]),
            )

    def end(self) -> None:
        rows = Session.objects.of(self.centre).filter(activity__state=ActivityState.ANNOUNCED)
        if (session := self.any_of(rows)) is not None:
            end_activity(
                centre=self.centre, activity_id=session.activity_id, actor=self.actor, at=self.now
            )

    def cancel(self) -> None:
        if self.chance.random() < 0.3 and (session := self.session()) is not None:
            cancel_session(
                centre=self.centre,
                session_id=session.pk,
                actor=self.actor,
                at=self.now,
                reason="下雨",
            )

    def book(self) -> None:
        starts = self.now + timedelta(minutes=self.chance.randint(5, 300))
        person = self.somebody()
        book_room(
            centre=self.centre,
            room_id=self.room.pk,
            actor=self.actor,
            at=self.now,
            starts=starts,
            ends=starts + timedelta(hours=1),
            wish=Wish(
                purpose="排练",
                headcount=self.chance.randint(1, 20),
                contact_name="" if person else "老何",
            ),
            form_id=uuid4(),
            by_staff=True,
            person=person,
            channel="counter",
            ignore_hours=True,
        )

    def use(self) -> None:
        rows = BookingDate.objects.of(self.centre).filter(state__in=HOLDING, starts__lt=self.now)
        if (row := self.any_of(rows)) is not None:
            done = end_use if self.chance.random() < 0.7 else note_no_show
            done(centre=self.centre, date_id=row.pk, actor=self.actor, at=self.now)

    def merge(self) -> None:
        active = [one for one in self.people if one.is_active]
        if len(active) < 3 or self.chance.random() < 0.6:
            return
        keep, gone = self.chance.sample(active, 2)
        merge_persons(
            centre=self.centre, keep_id=keep.pk, merge_id=gone.pk, actor=self.actor, at=self.now
        )
        for one in (keep, gone):
            one.refresh_from_db()

    def sleep(self) -> None:
        self.now += timedelta(hours=self.chance.randint(3, 60))
