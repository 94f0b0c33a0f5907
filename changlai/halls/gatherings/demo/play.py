"""Half a year of activities: planned ahead, announced, joined, held and closed, some called off."""

import heapq
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from changlai.engines.activities.public import (
    HOLDING,
    Activity,
    ActivityState,
    Document,
    KeptFor,
    KeptPlan,
    MarkSource,
    Preset,
    QuotaPlan,
    Repeat,
    RosterRule,
    Session,
    SessionPlan,
    SessionState,
    SignUp,
    SignUpPlan,
    SignUpRule,
    TicketKind,
    Visibility,
    Words,
    announce_activity,
    approve_sign_up,
    cancel_activity,
    cancel_sign_up,
    dates_of,
    draw,
    end_activity,
    end_stale_offers,
    hold_session,
    mark,
    presets_of,
    release_kept,
    roll,
    sign_up,
)
from changlai.foundation.people.public import Actor, Person, actor_of, residents, staff_of
from changlai.foundation.places.public import free_rooms
from changlai.halls.gatherings.actions.decisions import finish_decision, note_decision
from changlai.halls.gatherings.actions.planning import Plan, plan_activity
from changlai.halls.gatherings.actions.rolls import wish_of
from changlai.halls.gatherings.demo.stories import (
    CANCELLED,
    COURSES,
    DECISIONS,
    STAFF,
    STORIES,
    Story,
)
from changlai.halls.gatherings.kinds import REVIEW_MEETING, STAFF_TRAINING
from changlai.halls.gatherings.queries.reviewing import agenda
from changlai.kernel.errors import RuleBroken
from changlai.kernel.events.public import deliver
from changlai.kernel.workcalendar.days import is_working_day

Do = Callable[[datetime], object]
PER_MONTH, NEIGHBOURS_PER_MONTH = 9, 2
LEAST_PEOPLE = 4


class Gatherings:
    """One centre's agenda: what is due first happens first, nothing after the present."""

    def __init__(self, village: Any, centre: Any, *, is_main: bool) -> None:
        self.village, self.centre, self.is_main = village, centre, is_main
        self.rng: random.Random = village.rng
        self.agenda: list[tuple[datetime, int, Do]] = []
        self.order = count()
        self.presets: dict[str, Preset] = {one.code: one for one in presets_of(centre)}
        accounts = list(staff_of(centre, "gatherings.manage", at=village.now))
        self.staff = [actor_of(account=one, centre=centre, at=village.now) for one in accounts]
        working = {one.pk for one in staff_of(centre, at=village.now)}
        # Keys made in one millisecond come in any order: what a person is called tells them apart.
        rows = residents(centre).order_by("added_at", "name", "birth_year", "id")
        self.people = [one for one in rows if one.account_id not in working]
        self.actors = {
            one.pk: actor_of(account=one.account, centre=centre, at=village.now, with_roles=False)
            for one in self.people
            if one.account is not None
        }
        self.told: dict[str, int] = {}

    @property
    def can_play(self) -> bool:
        """Say whether there is anybody to plan and anybody to come."""
        return bool(self.staff and self.presets and len(self.people) >= LEAST_PEOPLE)

    def run(self) -> None:
        """Fill the days, then let them happen."""
        days = list(self.village.days())
        self._stories(days)
        if self.is_main:
            self._courses(days)
            self._staff_and_reviews(days)
        for day in days:
            self._later(self.village.moment(day, 7), self._morning)
        while self.agenda:
            at, _, do = heapq.heappop(self.agenda)
            do(at)

    def _later(self, at: datetime, do: Do) -> None:
        if self.village.is_past(at):
            heapq.heappush(self.agenda, (at, next(self.order), do))

    def _morning(self, at: datetime) -> None:
        release_kept(at)
        end_stale_offers(at)

    def _boss(self) -> Actor:
        return self.rng.choice(self.staff)

    def _moment(self, day: date, clock: str) -> datetime:
        hour, minute = (int(part) for part in clock.split(":"))
        found: datetime = self.village.moment(day, hour, minute)
        return found

    def _stories(self, days: list[date]) -> None:
        """Spread the stories over the months, and a fortnight beyond today."""
        per_month = PER_MONTH if self.is_main else NEIGHBOURS_PER_MONTH
        span = [*days, *(days[-1] + timedelta(days=ahead) for ahead in range(1, 16))]
        number = max(3, round(per_month * len(span) / 30.4))
        step = len(span) / number
        for place in range(number):
            first = min(int(place * step + self.rng.random() * step), len(span) - 1)
            day = span[first]
            story = self._story(day)
            if story is None:
                continue
            day += timedelta(days=min((w - day.isoweekday()) % 7 for w in story.weekdays))
            ahead = min(story.days_ahead + self.rng.randint(-3, 5), (day - days[0]).days)
            at = self._moment(day, "09:00") - timedelta(
                days=max(ahead, 1), minutes=-self.rng.randint(0, 400)
            )
            self._later(at, lambda now, s=story, d=day: self._plan(s, d, now))  # type: ignore[misc]

    def _story(self, day: date) -> Story | None:
        fitting = [
            one
            for one in STORIES
            if day.month in one.months
            and one.preset in self.presets
            and (self.is_main or one.is_small)
        ]
        if not fitting:
            return None
        least = min(self.told.get(one.title, 0) for one in fitting)
        found = self.rng.choice([one for one in fitting if self.told.get(one.title, 0) == least])
        self.told[found.title] = self.told.get(found.title, 0) + 1
        return found

    def _session(self, story: Story, day: date) -> SessionPlan:
        starts = self._moment(day, story.clock)
        ends = starts + timedelta(minutes=story.minutes)
        if story.place:
            return SessionPlan(starts, ends, place_text=story.place)
        free = free_rooms(self.centre, starts, ends, headcount=story.heads, ignore_hours=True)
        indoor = [one for one in free if one.room.kind in {"shared", "service"}]
        if not indoor:
            return SessionPlan(starts, ends, place_text="中心一楼大厅")
        room = indoor[0]
        layout = room.layout.pk if room.layout else None
        return SessionPlan(starts, ends, room_id=room.room.pk, layout_id=layout)

    def _seats(self, story: Story, starts: datetime) -> SignUpPlan:
        if story.rule == "none":
            return SignUpPlan()
        kept = (
            (KeptPlan(KeptFor.ELDERS, story.kept, starts - timedelta(days=1)),)
            if story.kept
            else ()
        )
        is_draw = story.rule == "draw"
        return SignUpPlan(
            rule=SignUpRule(story.rule),
            quotas=(QuotaPlan("座位", story.heads, kept=kept),),
            closes_at=starts - timedelta(hours=30 if is_draw else 2),
            party_limit=2,
        )

    def _plan(self, story: Story, day: date, at: datetime) -> None:
        boss = self._boss()
        session = self._session(story, day)
        extra = dict(story.extra)
        if story.preset == "birthday_party":
            extra["month"] = day.month
        plan = Plan(
            preset=self.presets[story.preset],
            title=story.title,
            sessions=[session],
            sign_up=self._seats(story, session.starts),
            words=Words(story.summary, story.body, extra, story.audiences),
        )
        try:
            (activity,) = plan_activity(centre=self.centre, actor=boss, at=at, plan=plan)
        except RuleBroken:
            return
        if session.starts - at < timedelta(days=4) and self.rng.random() < 0.15:
            return  # a draft that somebody still has to announce
        self._announce(activity, boss, at + timedelta(minutes=self.rng.randint(5, 300)))

    def _announce(self, activity: Activity, boss: Actor, at: datetime) -> None:
        self._later(at, lambda now: self._announced(activity, boss, now))

    def _announced(self, activity: Activity, boss: Actor, at: datetime) -> None:
        announce_activity(centre=self.centre, activity_id=activity.pk, actor=boss, at=at)
        first = activity.first_starts
        if first is None:
            return
        if activity.sign_up_rule != SignUpRule.NONE:
            self._signing_up(activity, at, activity.closes_at or first)
        if self.rng.random() < 0.07 and first - at > timedelta(days=3):
            called_off = first - timedelta(hours=self.rng.randint(20, 50))
            self._later(called_off, lambda now: self._call_off(activity, boss, now))
        for session in Session.objects.of(self.centre).filter(activity=activity):
            done = session.ends + timedelta(minutes=self.rng.randint(10, 90))
            self._later(done, lambda now, s=session: self._hold(activity, s, now))  # type: ignore[misc]

    def _signing_up(self, activity: Activity, at: datetime, until: datetime) -> None:
        seats = sum(pool.seats for quota in activity.quotas.all() for pool in quota.pools.all())
        # Now and then more want to come than there are seats: somebody waits.
        wanted = round(seats * self.rng.uniform(0.6, 1.25))
        people = self.rng.sample(self.people, min(wanted, len(self.people)))
        minutes = max(int((until - at).total_seconds() // 60) - 1, 1)
        for person in people:
            moment = at + timedelta(minutes=min(int(self.rng.expovariate(3 / minutes)), minutes))
            self._later(moment, lambda now, p=person: self._come(activity, p, now))  # type: ignore[misc]
        if activity.sign_up_rule == SignUpRule.APPROVE:
            self._later(until - timedelta(hours=8), lambda now: self._approve(activity, now))
        if activity.sign_up_rule == SignUpRule.DRAW:
            self._later(until + timedelta(minutes=20), lambda now: self._draw(activity, now))

    def _come(self, activity: Activity, person: Person, at: datetime) -> None:
        ticket = TicketKind.objects.of(self.centre).filter(activity=activity).first()
        if ticket is None:
            return
        own = self.actors.get(person.pk)
        heads = 2 if self.rng.random() < 0.2 else 1
        try:
            row = sign_up(
                centre=self.centre,
                activity_id=activity.pk,
                ticket_id=ticket.pk,
                actor=own or self._boss(),
                at=at,
                channel="online" if own else self.rng.choice(["counter", "phone"]),
                person=person,
                heads=heads,
            )
        except RuleBroken:
            return
        if self.rng.random() < 0.06 and activity.first_starts is not None:
            later = at + (activity.first_starts - at) * self.rng.uniform(0.3, 0.9)
            self._later(later, lambda now: self._back_out(row, own, now))

    def _back_out(self, row: SignUp, own: Actor | None, at: datetime) -> None:
        try:
            cancel_sign_up(
                centre=self.centre,
                sign_up_id=row.pk,
                actor=own or self._boss(),
                at=at,
                reason="那天有事",
            )
        except RuleBroken:
            return

    def _approve(self, activity: Activity, at: datetime) -> None:
        boss = self._boss()
        rows = SignUp.objects.of(self.centre).filter(activity=activity, state="applied")
        for row in rows.order_by("queued_at", "person__name", "id"):
            try:
                approve_sign_up(centre=self.centre, sign_up_id=row.pk, actor=boss, at=at)
            except RuleBroken:
                return

    def _draw(self, activity: Activity, at: datetime) -> None:
        try:
            draw(centre=self.centre, activity_id=activity.pk, actor=self._boss(), at=at)
        except RuleBroken:
            return

    def _call_off(self, activity: Activity, boss: Actor, at: datetime) -> None:
        reason = self.rng.choice(CANCELLED)
        cancel_activity(
            centre=self.centre, activity_id=activity.pk, actor=boss, at=at, reason=reason
        )

    def _hold(self, activity: Activity, session: Session, at: datetime) -> None:
        activity.refresh_from_db()
        session.refresh_from_db()
        if activity.state != ActivityState.ANNOUNCED or session.state != SessionState.PLANNED:
            return
        boss = self._boss()
        self._call_the_roll(activity, session, boss)
        guests = 0
        if activity.version.roster_rule == RosterRule.OPEN:
            guests = self.rng.randint(12, 70)
        elif activity.visibility == Visibility.PUBLIC:
            guests = self.rng.randint(0, 5)
        hold_session(centre=self.centre, session_id=session.pk, actor=boss, at=at, guests=guests)
        is_last = activity.last_ends is not None and session.ends >= activity.last_ends
        # Where opinions are kept, each gets its word first: the act after this one closes it.
        if Document.OPINIONS in activity.version.documents:
            return
        # Yesterday's is left for the desk to close now and then.
        if is_last and (self.village.now - at > timedelta(days=3) or self.rng.random() < 0.6):
            end_activity(centre=self.centre, activity_id=activity.pk, actor=boss, at=at)

    def _call_the_roll(self, activity: Activity, session: Session, boss: Actor) -> None:
        expected = list(
            SignUp.objects.of(self.centre)
            .filter(activity=activity, state__in=HOLDING)
            .order_by("queued_at", "person__name", "id")
        )
        words: dict[str, Any] = {"centre": self.centre, "session_id": session.pk}
        for row in expected:
            if self.rng.random() < 0.85:
                moment = session.starts + timedelta(minutes=self.rng.randint(-12, 9))
                mark(actor=boss, at=moment, sign_up_id=row.pk, source=MarkSource.STAFF, **words)
        if activity.version.roster_rule == RosterRule.STAFF:
            for line in roll(session).lines:
                if self.rng.random() < 0.8:
                    wish = wish_of(self.centre, line)
                    mark(actor=boss, at=session.starts, walk_in=True, **wish, **words)
        elif activity.version.roster_rule == RosterRule.OPEN:
            some = self.rng.sample(self.people, min(len(self.people), self.rng.randint(3, 9)))
            for person in some:
                moment = session.starts + timedelta(minutes=self.rng.randint(-10, 25))
                mark(actor=boss, at=moment, person=person, walk_in=True, **words)

    def _courses(self, days: list[date]) -> None:
        """Begin a weekly course every eight or nine weeks; its dates leave holidays out."""
        for place, course in enumerate(COURSES):
            for start in range(4 + 20 * place, max(len(days) - 6, 5), 62):
                if start < len(days):
                    first = days[start] + timedelta(days=9)
                    first += timedelta(days=(course[6] - first.isoweekday()) % 7)
                    at = self._moment(days[start], "10:20")
                    self._later(at, lambda now, c=course, d=first: self._course(c, d, now))  # type: ignore[misc]

    def _course(self, course: Any, first: date, at: datetime) -> None:
        code, title, summary, clock, minutes, seats, weekday, extra = course
        rule = Repeat((weekday,), first, first + timedelta(weeks=7))
        story = Story(code, title, summary, clock, minutes, seats, "first", extra=extra)
        sessions = [self._session(story, day) for day in dates_of(rule).days]
        boss = self._boss()
        plan = Plan(
            preset=self.presets[code],
            title=title,
            sessions=sessions,
            sign_up=SignUpPlan(
                rule=SignUpRule.FIRST,
                quotas=(QuotaPlan("座位", seats),),
                closes_at=sessions[0].starts,
            ),
            words=Words(summary=summary, extra=extra),
            rule=rule,
        )
        try:
            (activity,) = plan_activity(centre=self.centre, actor=boss, at=at, plan=plan)
        except RuleBroken:
            return
        self._announced(activity, boss, at)

    def _staff_and_reviews(self, days: list[date]) -> None:
        """Train the staff each month, and look back at the end of each."""
        firsts = [day for day in days if day.day <= 7 and day.isoweekday() == 1]
        for place, day in enumerate(firsts):
            title, subject = STAFF[place % len(STAFF)]
            meeting = day + timedelta(days=3)
            at = self._moment(day, "08:50")
            self._later(
                at,
                lambda now, d=meeting, t=title, s=subject: self._inside(  # type: ignore[misc]
                    STAFF_TRAINING, t, {"subject": s, "hours": "1.5"}, d, "15:00", 90, now
                ),
            )
            if place and is_working_day(day + timedelta(days=1)):
                self._later(
                    at + timedelta(minutes=20),
                    lambda now, d=day + timedelta(days=1): self._review(d, now),  # type: ignore[misc]
                )

    def _inside(
        self,
        code: str,
        title: str,
        extra: dict[str, Any],
        day: date,
        clock: str,
        minutes: int,
        at: datetime,
    ) -> Activity | None:
        if code not in self.presets:
            return None
        story = Story(code, title, "", clock, minutes, 12, extra=extra)
        plan = Plan(
            preset=self.presets[code],
            title=title,
            sessions=[self._session(story, day)],
            sign_up=SignUpPlan(),
            words=Words(extra=extra),
        )
        boss = self._boss()
        try:
            (activity,) = plan_activity(centre=self.centre, actor=boss, at=at, plan=plan)
        except RuleBroken:
            return None
        self._announced(activity, boss, at)
        return activity

    def _review(self, day: date, at: datetime) -> None:
        until = day.replace(day=1) - timedelta(days=1)
        since = until.replace(day=1)
        deliver(self.centre.pk)
        extra = {
            "since": since.isoformat(),
            "until": until.isoformat(),
            "agenda": agenda(self.centre, since, until)[:2000],
            "host": "支书",
        }
        title = f"{since.month}月工作总结会"
        meeting = self._inside(REVIEW_MEETING, title, extra, day, "09:00", 120, at)
        if meeting is None:
            return
        after = self._moment(day, "11:20")
        for place, (text, who) in enumerate(self.rng.sample(DECISIONS, 3)):
            due = day + timedelta(days=14 + 7 * place)
            self._later(
                after,
                lambda now, t=text, w=who, d=due: self._decide(meeting, t, w, d, now),  # type: ignore[misc]
            )

    def _decide(self, meeting: Activity, text: str, who: str, due: date, at: datetime) -> None:
        boss = self._boss()
        row = note_decision(
            centre=self.centre,
            activity_id=meeting.pk,
            actor=boss,
            at=at,
            text=text,
            who=who,
            due_on=due,
        )
        done = self._moment(due - timedelta(days=self.rng.randint(-3, 6)), "16:30")
        if self.rng.random() < 0.8:
            self._later(
                done,
                lambda now: finish_decision(
                    centre=self.centre, decision_id=row.pk, actor=boss, at=now
                ),
            )
