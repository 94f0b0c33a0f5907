"""Facets: the part of an activity that another hall asks about, on the same form.

A hall lists its own in `facets.FACETS`. So one theme day is one activity with one form, and each
hall finds its part: the party's meeting, the volunteers' task. Nothing is entered twice.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from changlai.engines.activities.states import RosterRule
from changlai.kernel.registry.public import collect
from changlai.kernel.schemas.public import Schema


def _everyone(actor: Any) -> bool:
    return True


def _nobody(activity: Any) -> Iterable[Any]:
    return ()


@dataclass(frozen=True)
class FacetKind:
    """A hall's part of activities: its questions, whom the roll lists for it, who may see it.

    `expected(activity)` gives the persons that the roll names for this part before anyone came,
    and `roster_rule` whom else it takes: the staff, or whoever comes.
    `suits(preset_code)` says for which kinds of activity the form offers it.
    """

    code: str
    title: str
    schema: Schema
    order: int = 0
    roster_rule: RosterRule = RosterRule.SIGNED_UP
    expected: Callable[[Any], Iterable[Any]] = _nobody
    may_see: Callable[[Any], bool] = _everyone
    suits: Callable[[str], bool] = _everyone


def facet_kinds(actor: Any, preset_code: str = "") -> list[FacetKind]:
    """Return the parts an actor may see and fill in, for a kind of activity."""
    return [
        one
        for one in collect("facets")
        if one.may_see(actor) and (not preset_code or one.suits(preset_code))
    ]


def facet_kind(code: str) -> FacetKind | None:
    """Return the part of a code; None once its hall is no longer there."""
    return next((one for one in collect("facets") if one.code == code), None)
