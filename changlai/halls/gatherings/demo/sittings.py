"""Clinics and legal aid of the demo village: laid, booked, called in turn; one seat offered."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from changlai.engines.activities.public import (
    Activity,
    Session,
    SessionState,
    SignUp,
    SignUpState,
    cancel_sign_up,
)
from changlai.engines.appointments.public import (
    Appointment,
    AppointmentState,
    Provider,
    Sitting,
    arrive,
    book_slot,
    call_next,
    cancel_appointment,
    end_sitting,
    free_slots,
    lay_sitting,
    put_provider,
    walk_in,
)
from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.kernel.errors import RuleBroken

DOCTOR, LAWYER = "clinic", "legal_aid"
PROVIDERS = {
    DOCTOR: ("温若水", "全科医生", "溪桥镇卫生院", "演示医0001", "血压、血糖、腰腿痛"),
    LAWYER: ("乔守正", "律师", "禾望县法律援助中心", "演示律0002", "土地、婚姻、工钱、邻里的事"),
}
TITLES = {DOCTOR: "健康义诊", LAWYER: "法律咨询"}
COMING = ("路过的大叔", "带孩子的嫂子", "隔壁村的老伯", "下班来的小伙", "陪婆婆来的媳妇")
WEEK, QUARTER = timedelta(days=7), timedelta(minutes=15)
AHEAD = timedelta(days=15)
MOST_SLOTS = 12
LEAST_PEOPLE = 4

Do = Callable[[datetime], object]


@dataclass(frozen=True)
class Planned:
    """When somebody is to sit, where, and for which session of an activity."""

    kind: str
    starts: datetime
    ends: datetime
    title: str
    place: str
    origin_id: Any = None


class Clinics:
    """The sittings of one centre, each from its laying to its end, nothing after the present."""

    def __init__(self, village: Any, centre: Any) -> None:
        self.village, self.centre, self.rng = village, centre, village.rng
        accounts = staff_of(centre, "appointments.plan", at=village.now)
        self.staff = [actor_of(account=one, centre=centre, at=village.now) for one in accounts]
        working = {one.pk for one in staff_of(centre, at=village.now)}
        # Keys made in one millisecond come in any order: what a person is called tells them apart.
        rows = residents(centre).order_by("added_at", "name", "birth_year", "id")
        self.people = [one for one in rows if one.account_id not in working]
        self.providers: dict[str, Provider] = {}

    @property
    def can_play(self) -> bool:
        """Say whether there is anybody to lay times and anybody to come."""
        return bool(self.staff and len(self.people) >= LEAST_PEOPLE)

    def run(self, *, is_main: bool) -> None:
        """Play every sitting; the main village has somebody sitting just now, if it is day."""
        for one in self._planned():
            self._play(one)
        if is_main and (now := self._now()) is not None:
            self._play(now)

    def _planned(self) -> list[Planned]:
        """Return what the activities of these kinds ask for, and a fortnight's own without any."""
        since = self.village.moment(self.village.since, 8)
        rows = Session.objects.of(self.centre).filter(
            activity__preset__code__in=PROVIDERS,
            starts__gt=since,
            starts__lt=self.village.now + AHEAD,
        )
        rows = rows.exclude(state=SessionState.CANCELLED).select_related("activity__preset", "room")
        found = [
            Planned(
                row.activity.preset.code,
                row.starts,
                min(row.ends, row.starts + MOST_SLOTS * QUARTER),
                row.activity.title,
                row.room.name if row.room else row.place_text,
                row.pk,
            )
            for row in rows.order_by("starts", "activity__title", "order")
        ]
        return found or self._own()

    def _own(self) -> list[Planned]:
        found = []
        for place, day in enumerate(list(self.village.days())[9::14]):
            kind = LAWYER if place % 2 else DOCTOR
            starts = self.village.moment(day, 14 if place % 2 else 9)
            found.append(Planned(kind, starts, starts + 8 * QUARTER, TITLES[kind], "中心一楼大厅"))
        return found

    def _now(self) -> Planned | None:
        now = self.village.now
        local = now.astimezone(self.village.moment(self.village.until, 8).tzinfo)
        if not 9 <= local.hour < 17:
            return None
        starts = local.replace(minute=0, second=0, microsecond=0) - timedelta(hours=1)
        if Sitting.objects.of(self.centre).filter(starts__lt=now, ends__gt=now).exists():
            return None
        return Planned(LAWYER, starts, starts + 10 * QUARTER, TITLES[LAWYER], "议事室")

    def _provider(self, kind: str, at: datetime) -> Provider:
        if kind not in self.providers:
            name, title, unit, licence, note = PROVIDERS[kind]
            self.providers[kind] = put_provider(
                centre=self.centre,
                actor=self.staff[0],
                name=name,
                title=title,
                unit=unit,
                licence=licence,
                note=note,
            )
        return self.providers[kind]

    def _play(self, plan: Planned) -> None:
        village, boss = self.village, self.rng.choice(self.staff)
        first = village.moment(village.since, 9)
        laid = max(first, min(plan.starts - WEEK, village.now - timedelta(hours=5)))
        if not village.is_past(laid) or laid >= plan.starts:
            return
        try:
            sitting = lay_sitting(
                centre=self.centre,
                actor=boss,
                at=laid,
                provider=self._provider(plan.kind, laid),
                title=plan.title,
                starts=plan.starts,
                ends=plan.ends,
                place_text=plan.place,
                origin_id=plan.origin_id,
            )
        except RuleBroken:
            return
        self._book(sitting, laid)
        self._hold(sitting)

    def _book(self, sitting: Sitting, laid: datetime) -> None:
        until = min(sitting.starts, self.village.now)
        minutes = max(int((until - laid).total_seconds() // 60) - 5, 1)
        slots = free_slots(sitting, laid)
        wanted = round(len(slots) * self.rng.uniform(0.4, 0.85))
        people = self.rng.sample(self.people, min(wanted, len(self.people)))
        moments = sorted(self.rng.randint(1, minutes) for _ in people)
        for person, slot, passed in zip(
            people, self.rng.sample(slots, len(people)), moments, strict=True
        ):
            row = self._booked(slot.pk, person, laid + timedelta(minutes=passed))
            if row is not None and self.rng.random() < 0.06:
                cancel_appointment(
                    centre=self.centre,
                    appointment_id=row.pk,
                    actor=self.staff[0],
                    at=min(laid + timedelta(minutes=minutes), self.village.now),
                    reason="那天有事",
                )

    def _booked(self, slot_id: Any, person: Any, at: datetime) -> Appointment | None:
        own = person.account is not None
        actor = self.staff[0]
        if own:
            actor = actor_of(account=person.account, centre=self.centre, at=at, with_roles=False)
        try:
            return book_slot(
                centre=self.centre,
                slot_id=slot_id,
                actor=actor,
                at=at,
                channel="online" if own else "phone",
                person=person,
            )
        except RuleBroken:
            return None

    def _hold(self, sitting: Sitting) -> None:
        """Let people come, each be called in turn, and the sitting end, as far as time has gone."""
        agenda: list[tuple[datetime, int, Do]] = []

        def later(at: datetime, do: Do) -> None:
            agenda.append((at, len(agenda), do))

        rows = Appointment.objects.of(self.centre).filter(
            sitting=sitting, state=AppointmentState.BOOKED
        )
        by = {"centre": self.centre, "actor": self.rng.choice(self.staff)}
        for row in rows.select_related("slot").order_by("slot__starts"):
            if row.slot is not None and self.rng.random() < 0.88:
                comes = row.slot.starts - timedelta(minutes=self.rng.randint(2, 20))
                later(comes, lambda at, key=row.pk: arrive(appointment_id=key, at=at, **by))  # type: ignore[misc]
        for name in self.rng.sample(COMING, self.rng.randint(1, 3)):
            comes = sitting.starts + timedelta(minutes=self.rng.randint(1, 70))
            if comes < sitting.ends:
                later(
                    comes,
                    lambda at, who=name: walk_in(sitting_id=sitting.pk, alias=who, at=at, **by),  # type: ignore[misc]
                )
        calls = sitting.starts + timedelta(minutes=1)
        while calls < sitting.ends:
            later(calls, lambda at: call_next(sitting_id=sitting.pk, at=at, **by))
            calls += timedelta(minutes=self.rng.randint(11, 16))
        later(
            sitting.ends + timedelta(minutes=10),
            lambda at: end_sitting(sitting_id=sitting.pk, at=at, **by),
        )
        for at, _, do in sorted(agenda, key=lambda one: one[:2]):
            if self.village.is_past(at):
                do(at)


def offer_one(village: Any, centre: Any) -> SignUp | None:
    """Let somebody give up a seat of an activity others wait for, so that the next is asked."""
    boss = next(iter(staff_of(centre, "activities.plan", at=village.now)), None)
    waiting = SignUp.objects.of(centre).filter(
        state=SignUpState.WAITING,
        activity__state="announced",
        activity__first_starts__gt=village.now + timedelta(hours=4),
        activity__offer_hours__gt=0,
    )
    first = waiting.order_by("activity__first_starts", "queued_at").first()
    if boss is None or first is None:
        return None
    activity = Activity.objects.of(centre).get(pk=first.activity_id)
    held = SignUp.objects.of(centre).filter(activity=activity, state=SignUpState.CONFIRMED)
    leaving = held.filter(heads=first.heads).order_by("queued_at", "person__name").first()
    if leaving is None:
        return None
    return cancel_sign_up(
        centre=centre,
        sign_up_id=leaving.pk,
        actor=actor_of(account=boss, centre=centre, at=village.now),
        at=village.now - timedelta(minutes=40),
        reason="打电话来说那天有事",
    )


def play_signups(village: Any) -> None:
    """Play the sittings of both villages, and leave one seat on offer for the desk to see."""
    for centre, is_main in ((village.centre, True), (village.neighbour, False)):
        clinics = Clinics(village, centre)
        if clinics.can_play:
            clinics.run(is_main=is_main)
    offer_one(village, village.centre)
