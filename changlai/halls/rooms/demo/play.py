"""Half a year of bookings: teams that come each week, families, meetings, and small mishaps."""

import heapq
import random
from collections.abc import Callable
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any
from uuid import UUID

from changlai.engines.activities.public import Repeat
from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import close_room
from changlai.halls.rooms import actions
from changlai.halls.rooms.actions import Wish
from changlai.halls.rooms.demo.house import House
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.queries.elsewhere import elsewhere_for
from changlai.halls.rooms.states import DateState
from changlai.kernel.errors import RuleBroken

Do = Callable[[datetime], object]

TEAMS = (
    ("舞蹈室", "青竹舞蹈队", "舞蹈排练", 16, (2, 4), "19:00", 120),
    ("舞蹈室", "夕阳红太极队", "太极拳", 12, (1, 3, 5), "08:30", 90),
    ("棋牌室", "老友棋社", "下象棋", 10, (6,), "14:30", 180),
    ("书吧", "小青苗读书会", "亲子读书", 12, (6,), "09:30", 90),
    ("多功能厅", "青石岭锣鼓队", "锣鼓排练", 18, (7,), "14:30", 150),
    ("活动室", "白鹭腰鼓队", "腰鼓排练", 14, (3,), "19:00", 90),
)
"""Room, team, what, heads, weekdays, from, minutes: booked by the month, as teams do."""

SINGLES = (
    ("书吧", "孩子写作业", (2, 6), ("16:30", "18:30"), (60, 120)),
    ("书吧", "家教老师讲题", (3, 8), ("10:00", "15:00"), (90, 120)),
    ("书吧", "考证一起复习", (2, 5), ("09:00", "19:00"), (120, 180)),
    ("棋牌室", "老同学聚一聚", (6, 14), ("14:30", "19:00"), (120, 180)),
    ("棋牌室", "打牌喝茶", (4, 8), ("09:00", "15:00"), (120, 180)),
    ("舞蹈室", "孩子练舞", (2, 8), ("10:30", "16:00"), (60, 120)),
    ("舞蹈室", "练合唱", (10, 24), ("15:00", "20:00"), (60, 90)),
    ("议事厅", "兄弟几个商量修房", (4, 9), ("09:00", "19:30"), (60, 120)),
    ("议事厅", "合作社算账", (5, 12), ("09:30", "15:00"), (90, 180)),
    ("议事厅", "柑橘种植户碰头", (8, 20), ("15:00", "19:30"), (90, 120)),
    ("多功能厅", "八十大寿聚会", (40, 90), ("15:00",), (180, 240)),
    ("多功能厅", "返乡青年联谊", (20, 50), ("19:00",), (90, 120)),
    ("多功能厅", "广场舞比赛彩排", (20, 40), ("15:00", "19:00"), (90, 120)),
    ("文化小广场", "婚宴摆酒", (100, 240), ("10:00",), (360, 480)),
    ("文化小广场", "篮球友谊赛", (12, 40), ("16:30",), (90, 120)),
    ("活动室", "邻里聚会", (8, 20), ("15:00", "19:00"), (90, 120)),
    ("活动室", "下棋打牌", (4, 10), ("14:30",), (120, 180)),
)
MEETINGS = (
    ("议事厅", "村两委会", 9, "09:00", 120),
    ("议事厅", "村民小组长碰头会", 12, "15:00", 90),
    ("多功能厅", "村民代表会议", 45, "15:00", 150),
    ("多功能厅", "防汛防火培训", 50, "09:00", 120),
    ("调解室", "邻里调解", 5, "10:00", 90),
    ("活动室", "村两委会", 8, "15:00", 90),
)
REASONS = ("下雨，改天再来", "人凑不齐", "孩子发烧了", "改到家里了")
REFUSALS = ("那天要布置会场", "那天电工来检修线路", "音响送去修了")


class Bookings:
    """One house's agenda: what is due first happens first, nothing after the present."""

    def __init__(self, village: Any, house: House) -> None:
        self.village, self.house = village, house
        self.rng: random.Random = village.rng
        self.agenda: list[tuple[datetime, int, Do]] = []
        self.order = count()

    def run(self) -> None:
        """Fill the days, then let them happen."""
        days = list(self.village.days())
        self._teams(days)
        self._singles(days)
        self._meetings(days)
        if len(self.house.rooms) > 3:
            self._closures(days)
            self._waiting_now()
        for day in days:
            self._later(self.village.moment(day, 22, 30), self._night)
        while self.agenda:
            at, _, do = heapq.heappop(self.agenda)
            do(at)
        actions.finish_past(self.village.now)

    def _later(self, at: datetime, do: Do) -> None:
        if self.village.is_past(at):
            heapq.heappush(self.agenda, (at, next(self.order), do))

    def _night(self, at: datetime) -> None:
        while actions.finish_past(at) >= 200:
            continue

    def _clerk(self) -> Actor:
        return self.rng.choice(self.house.staff)

    def _id(self) -> UUID:
        return UUID(int=self.rng.getrandbits(128), version=4)

    def _moment(self, day: date, clock: str) -> datetime:
        hour, minute = (int(part) for part in clock.split(":"))
        found: datetime = self.village.moment(day, hour, minute)
        return found

    def _teams(self, days: list[date]) -> None:
        """Each team books its weekdays by the month, a few days ahead."""
        leaders = list(self.house.online)
        self.rng.shuffle(leaders)
        firsts = [days[0], *(day for day in days if day.day == 1)]
        for number, team in enumerate(one for one in TEAMS if one[0] in self.house.rooms):
            if not leaders:
                return
            leader = leaders[number % len(leaders)]
            for first in firsts:
                at = self._moment(first, "10:00") + timedelta(minutes=17 * number + 3)
                self._later(at, lambda now, t=team, w=leader: self._book_month(t, w, now))  # type: ignore[misc]

    def _book_month(self, team: Any, leader: Any, at: datetime) -> None:
        name, group, what, heads, weekdays, clock, minutes = team
        _, actor = leader
        day = at.date() + timedelta(days=1)
        last = (day.replace(day=1) + timedelta(days=32)).replace(day=1) - timedelta(days=1)
        for weekday in weekdays:
            begin = day + timedelta(days=(weekday - day.isoweekday()) % 7)
            if begin > last:
                continue
            booking = self._book(
                name,
                begin,
                clock,
                minutes,
                Wish(purpose=what, headcount=heads, group_name=group, agrees=True),
                at,
                actor=actor,
                repeat=Repeat((weekday,), begin, last),
            )
            if booking is not None and self._waits(booking):
                self._later(
                    at + timedelta(hours=self.rng.randint(2, 26)),
                    lambda now, one=booking: actions.confirm_booking(  # type: ignore[misc]
                        centre=self.house.centre, booking_id=one.pk, actor=self._clerk(), at=now
                    ),
                )

    def _singles(self, days: list[date]) -> None:
        """People book for themselves, on the phone or at the counter, some days ahead."""
        kinds = [one for one in SINGLES if one[0] in self.house.rooms]
        often = 0.85 if len(self.house.rooms) > 3 else 0.25
        ahead_of_now = [days[-1] + timedelta(days=one) for one in range(1, 8)]
        for day in [*days, *ahead_of_now]:
            weekend = day.isoweekday() >= 6
            for _ in range(2 if weekend else 1):
                if kinds and self.rng.random() < often:
                    self._plan_single(day, self.rng.choice(kinds))

    def _plan_single(self, day: date, kind: Any) -> None:
        asked = self._moment(day, "08:00") - timedelta(
            days=self.rng.choice((1, 1, 2, 3, 5)), minutes=-self.rng.randint(30, 750)
        )
        if asked.date() < self.village.since:
            return
        self._later(asked, lambda now: self._single(day, kind, now))

    def _single(self, day: date, kind: Any, at: datetime) -> None:
        name, what, heads, clocks, lengths = kind
        house, rng = self.house, self.rng
        wish = Wish(purpose=what, headcount=rng.randint(*heads), agrees=True)
        clock, minutes = rng.choice(clocks), rng.choice(lengths)
        if house.offline and (not house.online or rng.random() < 0.35):
            person = rng.choice(house.offline)
            booking = self._book(
                name,
                day,
                clock,
                minutes,
                wish,
                at,
                actor=self._clerk(),
                by_staff=True,
                person=person,
                channel=rng.choice(("counter", "phone", "phone")),
            )
        elif house.online:
            booking = self._book(
                name, day, clock, minutes, wish, at, actor=rng.choice(house.online)[1]
            )
        else:
            return
        if booking is not None:
            self._go_on(booking, at)

    def _go_on(self, booking: Any, at: datetime) -> None:
        """Decide a wish; then most come, some give up, a few stay away."""
        row = BookingDate.objects.of(self.house.centre).filter(booking=booking).first()
        if row is None:
            return
        if row.state == DateState.REQUESTED:
            decide = min(at + timedelta(minutes=self.rng.randint(40, 900)), row.starts)
            self._later(decide - timedelta(minutes=1), lambda now: self._decide(row.pk, now))
        luck = self.rng.random()
        if luck < 0.1:
            gone = at + (row.starts - at) * 0.6
            self._later(gone, lambda now: self._give_up(booking, row.pk, now))
        elif luck < 0.14:
            seen = row.starts + timedelta(minutes=self.rng.randint(35, 50))
            self._later(
                min(seen, row.ends), lambda now: self._try(actions.note_no_show, row.pk, now)
            )
        elif luck < 0.5:
            come = row.starts + timedelta(minutes=self.rng.randint(-10, 8))
            self._later(come, lambda now: self._try(actions.begin_use, row.pk, now))

    def _decide(self, date_id: UUID, at: datetime) -> None:
        if self.rng.random() < 0.08:
            why = self.rng.choice(REFUSALS)
            self._try(actions.refuse_date, date_id, at, reason=why)
        else:
            self._try(actions.confirm_date, date_id, at)

    def _give_up(self, booking: Any, date_id: UUID, at: datetime) -> None:
        """Let whoever booked by telephone of their own think better of it."""
        own = [who for person, who in self.house.online if person.pk == booking.person_id]
        if own and booking.channel == "online":
            reason = self.rng.choice(REASONS)
            self._try(actions.cancel_date, date_id, at, actor=own[0], reason=reason)

    def _try(self, do: Callable[..., Any], date_id: UUID, at: datetime, **more: Any) -> None:
        """Do a verb unless something else was quicker: life is so."""
        try:
            more.setdefault("actor", self._clerk())
            do(centre=self.house.centre, date_id=date_id, at=at, **more)
        except RuleBroken:
            return

    def _meetings(self, days: list[date]) -> None:
        """Arrange the village's own meetings, some days before."""
        for name, what, heads, clock, minutes in MEETINGS:
            if name not in self.house.rooms:
                continue
            every = 14 if minutes == 120 else 30
            for start in range(self.rng.randint(3, 12), len(days) + 10, every):
                day = days[0] + timedelta(days=start)
                day += timedelta(days=(8 - day.isoweekday()) % 7 if day.isoweekday() > 5 else 0)
                asked = self._moment(day - timedelta(days=3), "09:20")
                self._later(
                    asked,
                    lambda now, day=day, n=name, w=what, h=heads, c=clock, m=minutes: self._book(  # type: ignore[misc]
                        n,
                        day,
                        c,
                        m,
                        Wish(
                            purpose=w,
                            headcount=h,
                            priority=1,
                            agrees=True,
                            layout_id=self._layout(n, w),
                        ),
                        now,
                        actor=self._clerk(),
                        by_staff=True,
                        channel="counter",
                    ),
                )

    def _layout(self, room: str, what: str) -> UUID | None:
        wanted = "课桌" if "培训" in what or "代表" in what else ""
        found = self.house.layouts.get((room, wanted))
        return found.pk if found else None

    def _closures(self, days: list[date]) -> None:
        """Shut a room for two days, with a reason; whoever had it is told and goes elsewhere."""
        reasons = ((0.3, "舞蹈室", "地板打蜡"), (0.7, "多功能厅", "换灯管、修音响"))
        for share, name, why in reasons:
            day = days[int(len(days) * share)]
            self._later(
                self._moment(day, "11:10"),
                lambda now, n=name, w=why: self._close(n, w, now, days=2),  # type: ignore[misc]
            )

        # One that is still to come stands on the list today.
        self._later(
            self.village.now - timedelta(hours=20),
            lambda now: self._close("棋牌室", "粉刷墙面", now, days=1, ahead=4),
        )

    def _close(self, name: str, why: str, at: datetime, *, days: int, ahead: int = 1) -> None:
        first = at.date() + timedelta(days=ahead)
        keeper = next((one for one in self.house.staff if one.can("places.manage")), None)
        if keeper is None:
            return
        try:
            close_room(
                centre=self.house.centre,
                room_id=self.house.rooms[name].pk,
                starts=self._moment(first, "08:00"),
                ends=self._moment(first + timedelta(days=days - 1), "21:00"),
                reason=why,
                actor=keeper,
                at=at,
            )
        except RuleBroken:
            return
        rows = BookingDate.objects.of(self.house.centre).holding().with_booking()
        rows = rows.filter(room=self.house.rooms[name]).touching(
            self._moment(first, "08:00"), self._moment(first + timedelta(days=days - 1), "21:00")
        )
        for row in list(rows):
            # The fact would reach the hall after the play; whoever lost the room looks at once.
            if actions.lose_room(centre=self.house.centre, date_id=row.pk, at=at):
                self._later(
                    at + timedelta(minutes=self.rng.randint(20, 300)),
                    lambda now, one=row: self._elsewhere(one, now),  # type: ignore[misc]
                )

    def _elsewhere(self, row: BookingDate, at: datetime) -> None:
        """Take the first other room or time that is offered, as most do."""
        other = elsewhere_for(row, at)
        rooms = [one.room for one in other.rooms if one.room.capacity]
        starts = row.starts if rooms else next(iter(other.times), None)
        if starts is None:
            return
        more = {"room_id": rooms[0].pk if rooms else row.room_id, "starts": starts}
        self._try(actions.move_date, row.pk, at, **more, ends=starts + (row.ends - row.starts))

    def _waiting_now(self) -> None:
        """Leave for the desk: two families that want one hour, and a meeting to set up."""
        now = self.village.now
        saturday = now.date() + timedelta(days=(5 - now.date().weekday()) % 7 or 7)
        wanted = ((190, "满月酒", 40, ""), (95, "年终汇演彩排", 32, "青竹舞蹈队"))
        for (minutes, what, heads, group), (_, actor) in zip(
            wanted, self.house.online, strict=False
        ):
            wish = Wish(purpose=what, headcount=heads, group_name=group, agrees=True)
            self._later(
                now - timedelta(minutes=minutes),
                lambda at, wish=wish, actor=actor: self._book(  # type: ignore[misc]
                    "多功能厅", saturday, "19:00", 120, wish, at, actor=actor
                ),
            )

    def _book(
        self,
        name: str,
        day: date,
        clock: str,
        minutes: int,
        wish: Wish,
        at: datetime,
        *,
        actor: Actor,
        **more: Any,
    ) -> Any:
        """Book, or go home again when the room is taken."""
        starts = self._moment(day, clock)
        try:
            return actions.book_room(
                centre=self.house.centre,
                room_id=self.house.rooms[name].pk,
                actor=actor,
                at=at,
                starts=starts,
                ends=starts + timedelta(minutes=minutes),
                wish=wish,
                form_id=self._id(),
                skip_conflicts=True,
                **more,
            )
        except RuleBroken:
            return None

    def _waits(self, booking: Any) -> bool:
        rows = BookingDate.objects.of(self.house.centre).waiting().filter(booking=booking)
        found: bool = rows.exists()
        return found
