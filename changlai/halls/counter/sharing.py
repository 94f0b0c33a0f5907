"""What the counter gives to other villages: its guides, without whom to ask, which is a name."""

from datetime import datetime
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field

from changlai.foundation.people.public import Actor
from changlai.halls.counter.actions.items import put_item
from changlai.halls.counter.models import ItemVersion, ServiceItem
from changlai.halls.counter.states import Audience, Domain, How, ItemLevel
from changlai.halls.counter.wishes import MOST, ItemWish, Paper
from changlai.kernel.errors import BadInput
from changlai.kernel.registry.contributions import Shared, TakeReport
from changlai.kernel.schemas.public import Schema

Line = Annotated[str, Field(min_length=1, max_length=200)]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class PaperRow(_Strict):
    """One paper to bring, as a pack writes it."""

    title: Annotated[str, Field(min_length=1, max_length=60)]
    how: How
    is_needed: bool


class ItemRow(_Strict):
    """One guide as a pack writes it: these fields and no others leave a village."""

    title: Annotated[str, Field(min_length=1, max_length=40)]
    level: ItemLevel
    domain: Domain
    audience: Annotated[list[Audience], Field(max_length=10)] = []
    daily_words: Annotated[str, Field(max_length=120)] = ""
    can_i: Annotated[str, Field(min_length=1, max_length=600)]
    days: Annotated[int, Field(ge=1, le=250)]
    at_home: Annotated[str, Field(max_length=200)] = ""
    fee: Annotated[str, Field(max_length=60)] = ""
    basis: Annotated[str, Field(max_length=200)] = ""
    steps: Annotated[list[Line], Field(max_length=MOST)] = []
    materials: Annotated[list[PaperRow], Field(max_length=MOST)] = []
    schema_: Annotated[dict[str, Any], Field(alias="schema")] = {}

    def wish(self) -> ItemWish:
        """Return the guide as one that is not offered yet."""
        return ItemWish(
            title=self.title,
            level=self.level,
            domain=self.domain,
            audience=tuple(self.audience),
            daily_words=self.daily_words,
            can_i=self.can_i,
            days=self.days,
            at_home=self.at_home,
            fee=self.fee,
            basis=self.basis,
            steps=tuple(self.steps),
            papers=tuple(Paper(one.title, one.how, one.is_needed) for one in self.materials),
            schema=Schema.parse(self.schema_),
            is_active=False,
        )


def _row(item: ServiceItem, version: ItemVersion) -> dict[str, Any]:
    return {
        "title": item.title,
        "level": item.level,
        "domain": item.domain,
        "audience": list(item.audience),
        "daily_words": item.daily_words,
        "can_i": version.can_i,
        "days": version.days,
        "at_home": version.at_home,
        "fee": version.fee,
        "basis": version.basis,
        "steps": list(version.steps),
        "materials": list(version.materials),
        "schema": version.schema or {},
    }


def _newest(centre: Any) -> dict[str, dict[str, Any]]:
    """Return every guide of a centre as a row, by its title, in two statements."""
    versions = {one.item_id: one for one in ItemVersion.objects.of(centre).order_by("number")}
    items = ServiceItem.objects.of(centre)
    return {one.title: _row(one, versions[one.pk]) for one in items if one.pk in versions}


def _give(centre: Any) -> list[dict[str, Any]]:
    offered = set(ServiceItem.objects.of(centre).offered().values_list("title", flat=True))
    return [row for title, row in _newest(centre).items() if title in offered]


def _take(
    *, centre: Any, rows: list[Any], actor: Actor, at: datetime, is_trial: bool
) -> TakeReport:
    """Write guides down as not offered; one with the same name is the village's and stays."""
    known = _newest(centre)

    def one(row: dict[str, Any]) -> tuple[str, bool]:
        wish = ItemRow.model_validate(row).wish()
        title = " ".join(wish.title.split())
        said = _as_said(title, wish)
        if title in known:
            if known[title] != said:
                raise BadInput("村里已经有同名的，内容不一样，没有动。")
            return title, False
        if not is_trial:
            put_item(centre=centre, actor=actor, at=at, wish=wish)
        known[title] = said
        return title, True

    report = TakeReport()
    report.sort(rows, one)
    return report


def _as_said(title: str, wish: ItemWish) -> dict[str, Any]:
    """Return a wish as the row that it will be given as."""
    version = wish.version()
    version.pop("whom")
    return {
        "title": title,
        "level": wish.level,
        "domain": wish.domain,
        "audience": [str(one) for one in wish.audience],
        "daily_words": " ".join(wish.daily_words.split())[:120],
        **version,
    }


SHARING = [
    Shared(
        "counter.items", "办事指南", 20, 1, _give, _take, "先是“不办”，改好了再打勾，群众才看得到"
    )
]
