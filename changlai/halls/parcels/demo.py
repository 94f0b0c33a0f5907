"""The shelf of the demo village: parcels come most days, most are fetched soon, a few stay."""

from datetime import datetime, timedelta
from random import Random
from typing import Any, Final

from changlai.foundation.people.public import actor_of, residents, staff_of
from changlai.halls.parcels import policies
from changlai.halls.parcels.actions import arranging, handing_out, keeping, telling
from changlai.halls.parcels.actions.taking_in import take_in
from changlai.halls.parcels.models import Parcel
from changlai.halls.parcels.states import Carrier, Taker
from changlai.kernel.registry.contributions import DemoAct

CARRIERS: Final = (Carrier.POST, Carrier.ZTO, Carrier.YTO, Carrier.SF, Carrier.JT)
PROXIES: Final = ("隔壁阿珍", "女婿小林", "代销店老何")
PLACES: Final = ("榕树头第三户", "晒谷场边上那家", "")
A_BATCH: Final = 4


class _Shelf:
    """What the play goes on with: who acts, and which parcels are to be fetched when."""

    def __init__(self, village: Any, actor: Any, people: list[Any]) -> None:
        self.centre, self.now = village.centre, village.now
        self.rng: Random = village.rng
        self.actor, self.people = actor, people
        self.number = 0
        self.due: list[tuple[datetime, Parcel]] = []

    def batch(self, at: datetime) -> None:
        """Scan in what one carrier brought, and tell whose it is."""
        carrier = self.rng.choice(CARRIERS)
        for step in range(self.rng.randrange(2, A_BATCH + 1)):
            self.number += 1
            moment = at + timedelta(seconds=20 * step)
            person = None if self.number % 9 == 0 else self.rng.choice(self.people)
            taken = take_in(
                centre=self.centre,
                actor=self.actor,
                at=moment,
                waybill=f"{carrier.value.upper()}{8_000_000 + 37 * self.number}",
                recipient="" if person else "0999",
                person=person,
                carrier=carrier,
            )
            days = self.rng.choice((0, 1, 1, 2, 3, 5, 9))
            later = moment.replace(hour=16) + timedelta(days=days, minutes=self.number % 50)
            self.due.append((later, taken.parcel))
        if at + timedelta(minutes=2) <= self.now:
            telling.tell_now(centre=self.centre, actor=self.actor, at=at + timedelta(minutes=2))

    def fetch(self, until: datetime) -> None:
        """Let whoever comes until then fetch theirs; some send somebody, one goes back."""
        self.due.sort(key=lambda one: (one[0], one[1].waybill_tail))
        while self.due and self.due[0][0] <= until:
            at, parcel = self.due.pop(0)
            who: dict[str, Any] = {"centre": self.centre, "actor": self.actor, "at": at}
            what: dict[str, Any] = {"parcel_id": parcel.pk}
            chance = self.rng.randrange(20)
            if chance == 0:
                handing_out.return_parcel(**who, **what, reason="打电话说不要了。")
            elif chance < 4 and parcel.person_id:
                name = self.rng.choice(PROXIES)
                arranging.name_proxy(**who, **what, name=name, channel="phone")
                handing_out.hand_out(**who, **what, taker=Taker.PROXY, taker_name=name)
            elif chance == 4:
                asked = arranging.ask_delivery(
                    **who, **what, place=self.rng.choice(PLACES), channel="phone"
                )
                arranging.end_delivery(**who, delivery_id=asked.pk, state="done")
            else:
                named = "" if parcel.person_id else "来取的村民"
                handing_out.hand_out(**who, **what, taker_name=named)


def play(village: Any) -> None:
    """Bring parcels three days a week; fetch, remind and forget in the order of the days."""
    staff = list(staff_of(village.centre, policies.KEEP, at=village.now))
    order = ("added_at", "name", "birth_year", "id")
    people = list(residents(village.centre).order_by(*order)[:40])
    if not staff or not people:
        return
    actor = actor_of(account=staff[0], centre=village.centre, at=village.now)
    shelf = _Shelf(village, actor, people)
    day = village.since + timedelta(days=10)
    while (at := village.moment(day, 10)) <= village.now:
        if day.weekday() in {0, 2, 4}:
            shelf.batch(at)
        shelf.fetch(min(at.replace(hour=18), village.now))
        if day.weekday() == 6:
            telling.remind_overdue(at)
            keeping.purge(at)
        day += timedelta(days=1)
    _ask(shelf)


def _ask(shelf: _Shelf) -> None:
    """Leave one of those that wait to be brought home, and one with a proxy."""
    waiting = [one for _, one in shelf.due if one.person_id is not None][:2]
    who: dict[str, Any] = {"centre": shelf.centre, "actor": shelf.actor, "at": shelf.now}
    for number, parcel in enumerate(waiting):
        if number == 0:
            arranging.ask_delivery(**who, parcel_id=parcel.pk, place=PLACES[0], channel="phone")
        else:
            arranging.name_proxy(**who, parcel_id=parcel.pk, name=PROXIES[0], channel="phone")


DEMO = [
    DemoAct(code="parcels", order=34, play=play),
]
