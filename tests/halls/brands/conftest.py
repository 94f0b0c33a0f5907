"""Brands of the cast's village, and short words for what is done with them."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from changlai.engines.activities.public import (
    Activity,
    SessionPlan,
    announce_activity,
    hold_session,
    make_activity,
    presets_of,
)
from changlai.engines.content.models import Version
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.brands.actions.brands import Saying, make_brand, move_brand, tag_record
from changlai.halls.brands.actions.days import Day, plan_day
from changlai.halls.brands.actions.lives import tell_month
from changlai.halls.brands.actions.plots import Place, adopt_plot, put_plot
from changlai.halls.brands.actions.route import Stop, put_stop
from changlai.halls.brands.models import Adoption, BirthdayMonth, Brand, Plot, RouteStop
from changlai.halls.brands.pack import unpack
from changlai.halls.brands.states import BrandPart, BrandState
from changlai.kernel.events.public import deliver
from tests.cast import NOW, Village
from tests.engines.content.pages import Desk

DAY = timedelta(days=1)
ALL = tuple(one.value for one in BrandPart)


@dataclass(frozen=True)
class Brands:
    """The brands of the cast's village."""

    village: Village

    @property
    def centre(self) -> Any:
        return self.village.centre

    @property
    def staff(self) -> Any:
        return self.village.actor(self.village.handler)

    @property
    def desk(self) -> Desk:
        return Desk(self.village)

    def who(self, actor: Any = None, at: datetime = NOW) -> dict[str, Any]:
        return {"centre": self.centre, "actor": actor or self.staff, "at": at}

    def presets(self) -> None:
        unpack(self.centre, NOW)

    def brand(self, name: str = "书香门第", *, shown: bool = True, **more: Any) -> Brand:
        said = {"slogan": "一家一本书。", "parts": ALL, "began_on": NOW.date()} | more
        row = make_brand(**self.who(), saying=Saying(name=name, **said), form_id=uuid4())
        return self.show(row) if shown else row

    def show(self, row: Brand) -> Brand:
        return move_brand(**self.who(), brand_id=row.pk, state=BrandState.SHOWN)

    def held(
        self, brand: Brand | None = None, title: str = "扫村道", *, guests: int = 0, days: int = 3
    ) -> Activity:
        """Let an activity have taken place some days ago, and belong to a brand."""
        starts = NOW - days * DAY
        before = self.who(at=starts - DAY)
        row = make_activity(
            **before,
            preset=presets_of(self.centre).get(code="cleanup_day"),
            title=title,
            sessions=[SessionPlan(starts, starts + timedelta(hours=2), place_text="村口")],
        )
        announce_activity(**before, activity_id=row.pk)
        hold_session(
            **self.who(at=starts + timedelta(hours=3)),
            session_id=row.sessions.get().pk,
            guests=guests,
        )
        if brand is not None:
            self.tag(brand, row.pk)
        return row

    def tag(self, brand: Brand, record_id: Any) -> None:
        tag_record(**self.who(), brand_id=brand.pk, record_id=record_id)

    def day(self, brand: Brand, *, part: str = "tables", seats: int = 20, **more: Any) -> Activity:
        starts = more.pop("starts", NOW + 3 * DAY)
        said = {"title": "三月百家宴", "place": "村口晒场", "bring": "一家一个菜"} | more
        planned = Day(
            part=part, starts=starts, ends=starts + timedelta(hours=2), seats=seats, **said
        )
        return plan_day(**self.who(), brand_id=brand.pk, day=planned, form_id=uuid4())

    def stop(self, brand: Brand, title: str = "老祠堂", **more: Any) -> RouteStop:
        said = {"place": "村口往东第二个路口", "walk_minutes": 5} | more
        return put_stop(
            **self.who(), brand_id=brand.pk, stop=Stop(title=title, **said), form_id=uuid4()
        )

    def plot(self, brand: Brand, name: str = "老樟树", **more: Any) -> Plot:
        said = {"place": "村口", "kind": "tree", "to_do": "天旱浇水"} | more
        return put_plot(
            **self.who(), brand_id=brand.pk, place=Place(name=name, **said), form_id=uuid4()
        )

    def adopted(self, plot: Plot, person: Any = None, **more: Any) -> Adoption:
        actor = more.pop("actor", None)
        at = more.pop("at", NOW)
        said = {"form_id": uuid4(), "channel": "counter"} | more
        return adopt_plot(
            **self.who(actor, at),
            plot_id=plot.pk,
            person=person or self.village.resident_person,
            **said,
        )

    def own(self, plot: Plot, **more: Any) -> Adoption:
        return self.adopted(plot, actor=self.village.actor(self.village.resident), **more)

    def month(self, person: Any, number: int = 3) -> BirthdayMonth:
        return tell_month(**self.who(), person=person, month=number, agrees=True)

    def heritage(self, title: str = "红军井", *, agreed: bool = True, **more: Any) -> Version:
        said = {
            "body": "井是那年挖的。",
            "more": {"narrator": "郑阿婆", "period": "1934年", "certainty": "heard"},
        } | more
        version = self.desk.draft("heritage", title, **said)
        if agreed:
            self.desk.agreed(version, agreed_as="narrator")
        return version

    def page(self, name: str, **kwargs: Any) -> str:
        return reverse(f"brands:{name}", kwargs={"code": self.centre.code, **kwargs})

    def client(self, account: Any) -> Client:
        client = Client()
        staff = {self.village.secretary, self.village.handler, self.village.duty}
        client.force_login(account, backend=STAFF if account in staff else RESIDENT)
        return client

    def html(self, name: str, client: Client | None = None, query: str = "", **kwargs: Any) -> str:
        answer = (client or Client()).get(self.page(name, **kwargs) + query)
        assert answer.status_code == 200, answer.status_code
        return str(answer.content.decode())

    def deliver(self) -> None:
        deliver(self.centre.pk)
        deliver(self.centre.pk)

    def live(self) -> None:
        """Leave a row of everything, with a brand whose page offers all."""
        self.presets()
        row = self.brand("村里的一切", slug="all")
        self.stop(row)
        self.stop(row, "红军井")
        self.own(self.plot(row), is_named=True)
        self.plot(row, "花坛", kind="bed")
        self.month(self.village.resident_person)
        self.held(row, guests=12)
        self.day(row)
        piece = self.desk.out(self.heritage())
        self.tag(row, piece.piece_id)
        self.heritage("没问过的", agreed=False)
        self.tag(row, self.desk.live("tip", "厨余堆肥", body="一层土一层菜叶。").piece_id)


@pytest.fixture
def brands(village: Village) -> Brands:
    return Brands(village)
