"""The demo village's brands: old stories, a route, two clean-up days, plots, two tables."""

from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from changlai.engines.activities.public import (
    Activity,
    end_activity,
    hold_session,
    mark,
    sign_up,
)
from changlai.engines.content.public import (
    AgreedAs,
    Wording,
    note_agreement,
    publish_version,
    start_piece,
)
from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.halls.brands.actions.brands import move_brand, tag_record
from changlai.halls.brands.actions.days import Day, plan_day
from changlai.halls.brands.actions.lives import tell_month
from changlai.halls.brands.actions.plots import Place, adopt_plot, lapse, put_plot, remind
from changlai.halls.brands.actions.route import Stop, put_stop
from changlai.halls.brands.demo_texts import HERITAGES, PLOTS, STOPS, TIPS
from changlai.halls.brands.models import Brand
from changlai.halls.brands.policies import WRITE
from changlai.halls.brands.states import HERITAGE, TIP, Adopter, BrandPart, BrandState
from changlai.kernel.errors import RuleBroken
from changlai.kernel.records.public import found
from changlai.kernel.registry.contributions import DemoAct

LEAST_PEOPLE: Final = 8
CLEANUPS: Final = ((40, "扫村道、清沟渠", 6), (19, "种桂花、补草皮", 9))
"""How many days ago, what, and how many came whose names nobody took."""


class _Brands:
    """Who keeps the brands of the demo village, and who comes."""

    def __init__(self, village: Any, staff: Any) -> None:
        self.village, self.centre, self.staff = village, village.centre, staff
        rows = residents(self.centre).order_by("added_at", "name", "birth_year", "id")
        self.people = list(rows[:40])
        with_phones = village.cast.get("residents") or self.people
        self.own = with_phones[0]
        self.brands = {one.slug: one for one in Brand.objects.of(self.centre)}

    def who(self, at: datetime) -> dict[str, Any]:
        actor = actor_of(account=self.staff, centre=self.centre, at=at)
        return {"centre": self.centre, "actor": actor, "at": min(at, self.village.now)}

    def once(self) -> UUID:
        return UUID(int=self.village.rng.getrandbits(128), version=4)

    def ago(self, days: int, hour: int = 9) -> datetime:
        """Return a moment so many days before the last, but never before the first."""
        day = max(self.village.since, self.village.until - timedelta(days=days))
        found_at: datetime = self.village.moment(day, hour)
        return min(found_at, self.village.now)

    def run(self) -> None:
        began = self.ago(75)
        for brand in self.brands.values():
            if brand.state == BrandState.DRAFT:
                move_brand(**self.who(began), brand_id=brand.pk, state=BrandState.SHOWN)
        if red := self.brands.get("red"):
            self.remember(red)
        if green := self.brands.get("green"):
            self.plant(green)
        if near := self.brands.get("neighbours"):
            self.sit_down(near)

    def remember(self, brand: Brand) -> None:
        """Write old stories down; one still waits for its narrator's word."""
        for place, (said, how) in enumerate(HERITAGES):
            at = self.ago(60 - 9 * place, 15)
            self.write(brand, HERITAGE, said, at, how)
        for stop in STOPS:
            put_stop(
                **self.who(self.ago(50)), brand_id=brand.pk, stop=Stop(**stop), form_id=self.once()
            )

    def write(
        self, brand: Brand, kind: str, said: dict[str, Any], at: datetime, how: dict[str, str]
    ) -> None:
        """Write a piece; let it out where its narrator (`how`) agreed, or where none is needed."""
        version = start_piece(
            **self.who(at), kind=kind, wording=Wording(**said), form_id=self.once()
        )
        if narrator := said.get("more", {}).get("narrator"):
            agreed: dict[str, Any] = {"agreed_on": at.date(), **how} if how else {}
            note_agreement(
                **self.who(at),
                piece_id=version.piece_id,
                name=narrator,
                agreed_as=AgreedAs.NARRATOR,
                **agreed,
            )
            if not how:
                return
        publish_version(**self.who(at + timedelta(hours=2)), version_id=version.pk)
        tag_record(
            **self.who(at + timedelta(hours=2)), brand_id=brand.pk, record_id=version.piece_id
        )

    def plant(self, brand: Brand) -> None:
        """Hold two clean-up days, plan one, let plots be adopted, write tips."""
        for ago, title, guests in CLEANUPS:
            self.happen(brand, BrandPart.CLEANUPS, title, self.ago(ago, 8), guests, "扫把、手套")
        self.plan(brand, BrandPart.CLEANUPS, "清水塘、捡垃圾", self.ahead(6, 8), "手套、长筒靴")
        for place, (said, adopting) in enumerate(PLOTS):
            plot = put_plot(
                **self.who(self.ago(70)),
                brand_id=brand.pk,
                place=Place(**said),
                form_id=self.once(),
            )
            if adopting:
                adopt_plot(
                    **self.who(self.ago(adopting["ago"], 10)),
                    plot_id=plot.pk,
                    form_id=self.once(),
                    person=self.own
                    if adopting["adopter"] == Adopter.PERSON
                    else self.people[place],
                    channel="counter",
                    **{key: value for key, value in adopting.items() if key != "ago"},
                )
        for place, said in enumerate(TIPS):
            self.write(brand, TIP, said, self.ago(30 - 8 * place, 16), {})

    def sit_down(self, brand: Brand) -> None:
        """Hold a birthday table, lay another one, keep two months that people told."""
        for person in self.people[5:8]:
            month = self.village.until.month
            tell_month(**self.who(self.ago(20)), person=person, month=month, agrees=True)
        at = self.ago(26, 11)
        self.happen(brand, BrandPart.TABLES, "上个月的寿星一起过", at, 7, "一家一个菜")
        self.plan(brand, BrandPart.TABLES, "百家宴", self.ahead(4, 17), "一家一个菜，带上碗筷")
        for record in found(self.centre, "生日", kinds=["activity"], only_public=True)[:2]:
            tag_record(**self.who(self.village.now), brand_id=brand.pk, record_id=record.pk)

    def ahead(self, days: int, hour: int) -> datetime:
        coming: datetime = self.village.moment(self.village.until + timedelta(days=days), hour)
        return coming

    def plan(
        self, brand: Brand, part: str, title: str, starts: datetime, bring: str, at: Any = None
    ) -> Activity:
        place = "村口晒场" if part == BrandPart.TABLES else "村口集合"
        day = Day(
            part=part,
            title=title,
            starts=starts,
            ends=starts + timedelta(hours=2),
            seats=24,
            place=place,
            host="三组妇女队",
            bring=bring,
        )
        who = self.who(at or self.ago(2))
        return plan_day(**who, brand_id=brand.pk, day=day, form_id=self.once())

    def happen(
        self, brand: Brand, part: str, title: str, starts: datetime, guests: int, bring: str
    ) -> None:
        """Plan a day a week before, let people sign up and come, and close it."""
        before = max(starts - timedelta(days=7), self.village.moment(self.village.since, 7))
        if before >= starts or starts + timedelta(hours=3) > self.village.now:
            return
        activity = self.plan(brand, part, title, starts, bring, before)
        ticket, session = activity.tickets.get(), activity.sessions.get()
        for person in self.village.rng.sample(self.people, 6):
            try:
                sign_up(
                    **self.who(before),
                    activity_id=activity.pk,
                    ticket_id=ticket.pk,
                    person=person,
                    channel="counter",
                    form_id=self.once(),
                )
            except RuleBroken:
                continue
            mark(**self.who(starts), session_id=session.pk, person=person, nonce=self.once())
        end = starts + timedelta(hours=3)
        hold_session(**self.who(end), session_id=session.pk, guests=guests)
        end_activity(**self.who(end), activity_id=activity.pk)


def play(village: Any) -> None:
    """Play the three brands that the pack brought; a village too small plays none."""
    staff = list(staff_of(village.centre, WRITE, at=village.now))
    if not staff or residents(village.centre).count() < LEAST_PEOPLE:
        return
    _Brands(village, staff[0]).run()
    # What the clock would have done by now: the first tick of a new village finds nothing to tell.
    lapse(village.now)
    remind(village.now)


DEMO = [DemoAct(code="brands", order=69, play=play)]
