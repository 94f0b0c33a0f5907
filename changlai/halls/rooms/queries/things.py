"""Named reads of facilities, repairs, signs and idle assets."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Case, When

from changlai.engines.cases.public import RUNNING, visible_cases
from changlai.foundation.people.public import Actor
from changlai.foundation.places.public import Condition, Facility
from changlai.halls.rooms.models import Repair, Sign, SignLimit
from changlai.halls.rooms.repairs import FAMILY
from changlai.halls.rooms.things import HANGING, Position


def facilities(centre: Any) -> Any:
    """Return the village's things with their rooms, those out of use last."""
    return Facility.objects.of(centre).select_related("room").order_by("room__order", "name", "id")


def checks_due(centre: Any, day: date) -> Any:
    """Return the facilities whose check is due, the longest overdue first."""
    rows = facilities(centre).exclude(condition=Condition.GONE)
    return rows.filter(check_due__lte=day).order_by("check_due", "name", "id")


def repairs(actor: Actor) -> Any:
    """Return the repairs an actor may see, the newest first."""
    cases = visible_cases(actor).filter(family=FAMILY)
    rows = Repair.objects.of(actor.centre_id).filter(case__in=cases)
    return rows.select_related(
        "case__kind_version", "case__handler", "case__person", "case__centre", "room", "facility"
    ).order_by("-case__opened_at", "-id")


def running_repairs(centre: Any, room: Any) -> Any:
    """Return what is reported of a room and not yet mended, without a word of who said so."""
    rows = Repair.objects.of(centre).filter(room=room, case__state_type__in=RUNNING)
    return rows.select_related("case__kind_version", "facility").order_by("case__opened_at", "id")


@dataclass(frozen=True)
class Overhang:
    """A position with more signs than the rule lets hang."""

    position: str
    hanging: int
    limit: SignLimit

    @property
    def sentence(self) -> str:
        """Return the warning, with the rule by name."""
        named = f"({self.limit.named})" if self.limit.named else ""
        return (
            f"{Position(self.position).label}标识现在有{self.hanging}块，"
            f"最多{self.limit.most}块{named}。出处：{self.limit.source}。"
        )


def limits_on(centre: Any, day: date) -> dict[str, SignLimit]:
    """Return the rule that holds on a day for each position that has one."""
    found: dict[str, SignLimit] = {}
    rows = SignLimit.objects.of(centre).filter(valid_from__lte=day).order_by("valid_from")
    for row in rows:
        found[row.position] = row
    return found


def overhangs(centre: Any, day: date) -> list[Overhang]:
    """Return the positions at which too many signs hang."""
    counts: dict[str, int] = {}
    for position in (
        Sign.objects.of(centre).filter(state__in=HANGING).values_list("position", flat=True)
    ):
        counts[position] = counts.get(position, 0) + 1
    limits = limits_on(centre, day)
    return [
        Overhang(position, counts[position], limit)
        for position, limit in limits.items()
        if counts.get(position, 0) > limit.most
    ]


def signs(centre: Any) -> Any:
    """Return the signs, those that hang first."""
    rows = Sign.objects.of(centre).select_related("room", "merged_into", "photo")
    hang_first = Case(When(state__in=HANGING, then=0), default=1)
    return rows.order_by(hang_first, "-position", "installed_on", "id")


def without_basis(centre: Any) -> Any:
    """Return the signs that hang though nobody wrote down why."""
    return Sign.objects.of(centre).hanging().filter(basis="").select_related("room")
