"""What voices give to other villages: the tree of matters, promised times, prepared replies."""

from datetime import date, datetime
from typing import Annotated, Any

from django.utils import timezone
from pydantic import BaseModel, ConfigDict, Field

from changlai.engines.cases.public import (
    Category,
    Level,
    ReplyTemplate,
    ServiceLevel,
    categories,
    put_category,
)
from changlai.foundation.people.public import Actor
from changlai.halls.voices.actions.settings import keep_reply, suggest_times
from changlai.halls.voices.kinds import FAMILY, KINDS
from changlai.halls.voices.models import SuggestedTimes
from changlai.kernel.errors import BadInput
from changlai.kernel.registry.contributions import Shared, TakeReport

TITLES = {kind.code: kind.title for kind in KINDS}
NOT_TOUCHED = "村里已经有同名的，内容不一样，没有动。"
Name = Annotated[str, Field(min_length=1, max_length=60)]
_Key = tuple[str, str]


class _Strict(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class CategoryRow(_Strict):
    """One matter with what stands above it, from the root down."""

    title: Name
    above: Annotated[list[Name], Field(max_length=4)] = []


class TimesRow(_Strict):
    """The promised times of one kind for one urgency."""

    title: str
    kind: str
    level: Level


class ReplyRow(_Strict):
    """One prepared reply."""

    title: Annotated[str, Field(min_length=1, max_length=40)]
    text: Annotated[str, Field(min_length=1, max_length=5000)]
    kind: Annotated[str, Field(max_length=30)] = ""


def _path(row: Category) -> list[str]:
    return str(row.full_name).split(" / ")


def _give_categories(centre: Any) -> list[dict[str, Any]]:
    paths = [_path(row) for row in categories(centre)]
    return [{"title": names[-1], "above": names[:-1]} for names in paths]


def _take_categories(
    *, centre: Any, rows: list[Any], actor: Actor, at: datetime, is_trial: bool
) -> TakeReport:
    """Write matters down as not in use, each below those above it."""
    known: dict[tuple[str, ...], Any] = {
        tuple(_path(row)): row for row in Category.objects.of(centre)
    }

    def one(row: dict[str, Any]) -> tuple[str, bool]:
        said = CategoryRow.model_validate(row)
        names = tuple(" ".join(name.split()) for name in [*said.above, said.title])
        if any(not name or " / " in name for name in names):
            raise BadInput("类别的名称里不能有“ / ”，也不能空着。")
        title = " / ".join(names)
        if names in known:
            return title, False
        if names[:-1] and names[:-1] not in known:
            raise BadInput("它上面的那一类没有收，这一类也收不了。")
        parent = known.get(names[:-1])
        made = None
        if not is_trial:
            made, _ = put_category(
                centre=centre,
                name=names[-1],
                at=at,
                actor=actor,
                family=FAMILY,
                parent=parent,
                order=len(known),
                is_active=False,
            )
        known[names] = made
        return title, True

    report = TakeReport()
    report.sort(rows, one)
    return report


def _promised(centre: Any, until: date | None = None) -> dict[_Key, Level]:
    """Return the newest promise of each kind and urgency; `until` leaves out later ones."""
    rows = ServiceLevel.objects.of(centre).filter(kind__in=TITLES, category__isnull=True)
    if until is not None:
        rows = rows.filter(valid_from__lte=until)
    return {(row.kind, row.urgency): _level(row) for row in rows.order_by("valid_from")}


def _level(row: ServiceLevel) -> Level:
    names = Level.model_fields.keys()
    return Level.model_validate({name: getattr(row, name) for name in names})


def _give_times(centre: Any) -> list[dict[str, Any]]:
    found = sorted(_promised(centre).items())
    return [
        {
            "title": f"{TITLES[kind]}({level.urgency.label})",
            "kind": kind,
            "level": level.model_dump(mode="json"),
        }
        for (kind, _), level in found
    ]


def _take_times(
    *, centre: Any, rows: list[Any], actor: Actor, at: datetime, is_trial: bool
) -> TakeReport:
    """Lay times beside the village's own; nothing runs by them before somebody sets them."""
    now = _promised(centre, timezone.localdate(at))
    waiting = {
        (row.kind, row.urgency): Level.model_validate(row.level)
        for row in SuggestedTimes.objects.of(centre)
    }

    def one(row: dict[str, Any]) -> tuple[str, bool]:
        said = TimesRow.model_validate(row)
        if said.kind not in TITLES:
            raise BadInput("村里没有这一种诉求，时限用不上。")
        key, title = (said.kind, said.level.urgency.value), f"{TITLES[said.kind]}的时限"
        if len(said.level.source) > 200:
            raise BadInput("依据太长了，最多200个字。")
        own = now.get(key)
        if own is not None and own.model_copy(update={"source": said.level.source}) == said.level:
            return title, False
        if key in waiting:
            if waiting[key] != said.level:
                raise BadInput("已经有一份别处来的时限等着看，先用上或者拿掉。")
            return title, False
        if not is_trial:
            suggest_times(centre=centre, actor=actor, at=at, kind=said.kind, level=said.level)
        waiting[key] = said.level
        return title, True

    report = TakeReport()
    report.sort(rows, one)
    return report


def _replies(centre: Any) -> Any:
    return ReplyTemplate.objects.of(centre).filter(family=FAMILY)


def _give_replies(centre: Any) -> list[dict[str, Any]]:
    rows = _replies(centre).filter(is_active=True).order_by("order", "title")
    return [{"title": one.title, "text": one.text, "kind": one.kind} for one in rows]


def _take_replies(
    *, centre: Any, rows: list[Any], actor: Actor, at: datetime, is_trial: bool
) -> TakeReport:
    """Write prepared replies down as not in use."""
    known = {one.title: (one.text, one.kind) for one in _replies(centre)}

    def one(row: dict[str, Any]) -> tuple[str, bool]:
        said = ReplyRow.model_validate(row)
        title, text = said.title.strip(), said.text.strip()
        if said.kind and said.kind not in TITLES:
            raise BadInput("村里没有它要用在的那一种诉求。")
        if title in known:
            if known[title] != (text, said.kind):
                raise BadInput(NOT_TOUCHED)
            return title, False
        if not is_trial:
            keep_reply(
                centre=centre,
                actor=actor,
                at=at,
                title=title,
                text=text,
                kind=said.kind,
                is_active=False,
            )
        known[title] = (text, said.kind)
        return title, True

    report = TakeReport()
    report.sort(rows, one)
    return report


SHARING = [
    Shared(
        "voices.categories",
        "诉求的分类",
        40,
        1,
        _give_categories,
        _take_categories,
        "先停用，到“诉求设置”里恢复了才能选",
    ),
    Shared(
        "voices.times",
        "诉求的时限",
        42,
        1,
        _give_times,
        _take_times,
        "放在“诉求设置”的“时限”下面等着看，不自动起用",
    ),
    Shared(
        "voices.replies",
        "答复模板",
        44,
        1,
        _give_replies,
        _take_replies,
        "先停用，改成本村的话再用",
    ),
]
