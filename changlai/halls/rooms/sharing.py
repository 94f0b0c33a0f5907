"""What rooms give to other villages: what a room is good for; the rooms stay at home."""

from datetime import datetime
from typing import Any

from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import Function, put_function
from changlai.kernel.errors import BadInput
from changlai.kernel.registry.contributions import Shared, TakeReport

LONGEST = 30


def _give(centre: Any) -> list[dict[str, Any]]:
    return [{"title": one.name} for one in Function.objects.of(centre)]


def _take(
    *, centre: Any, rows: list[Any], actor: Actor, at: datetime, is_trial: bool
) -> TakeReport:
    """Add names to the list; no room is offered for one until staff tick it there."""
    known = set(Function.objects.of(centre).values_list("name", flat=True))

    def one(row: dict[str, Any]) -> tuple[str, bool]:
        if row.keys() != {"title"} or not isinstance(row["title"], str):
            raise BadInput("写法不对，没有收。")
        name = " ".join(row["title"].split())
        if not name or len(name) > LONGEST:
            raise BadInput(f"名称要有字，最多{LONGEST}个字。")
        if name in known:
            return name, False
        if not is_trial:
            put_function(centre=centre, actor=actor, name=name, order=len(known))
        known.add(name)
        return name, True

    report = TakeReport()
    report.sort(rows, one)
    return report


SHARING = [
    Shared(
        "rooms.functions",
        "房间能用来做什么",
        10,
        1,
        _give,
        _take,
        "加进用途的单子，到房间里勾上才算数",
    )
]
