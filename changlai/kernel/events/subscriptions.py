"""Who wants to hear what: projections may be replayed, reactions happen once each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, Literal
from uuid import UUID

from changlai.kernel.events.facts import CODE, Event, StoredEvent

PROJECTION: Literal["projection"] = "projection"
REACTION: Literal["reaction"] = "reaction"

Listen = Callable[[StoredEvent], Any]
Reset = Callable[[UUID | None], Any]


@dataclass(frozen=True)
class Receiver:
    """One subscription: its stable code names its cursor in the database."""

    code: str
    kind: Literal["projection", "reaction"]
    names: frozenset[str]
    listen: Listen
    reset: Reset | None = None


_receivers: dict[str, Receiver] = {}


def receivers() -> tuple[Receiver, ...]:
    """Return all receivers, projections first: a reaction may read what a projection wrote."""
    return tuple(sorted(_receivers.values(), key=lambda one: one.kind))


def receiver(code: str) -> Receiver:
    """Return one receiver by code; raises KeyError."""
    return _receivers[code]


def projection(
    code: str, events: Iterable[type[Event] | str], reset: Reset
) -> Callable[[Listen], Listen]:
    """Subscribe a function that keeps a read model, which `reset(centre_id)` empties.

    `reset` is given one centre, or None for all. `changlai rebuild` resets the model and
    replays the book, so the function may write nothing else, and the same each time.
    """
    return _subscribe(code, PROJECTION, events, reset)


def reaction(code: str, events: Iterable[type[Event] | str]) -> Callable[[Listen], Listen]:
    """Subscribe a function that acts once on each event (a message, a task): never replayed."""
    return _subscribe(code, REACTION, events, None)


def _subscribe(
    code: str,
    kind: Literal["projection", "reaction"],
    events: Iterable[type[Event] | str],
    reset: Reset | None,
) -> Callable[[Listen], Listen]:
    names = frozenset(one if isinstance(one, str) else one.name for one in events)
    if not CODE.fullmatch(code):
        raise TypeError(f"{code!r} is not a code.")
    if not names:
        raise TypeError(f"{code} listens to nothing.")

    def subscribe(listen: Listen) -> Listen:
        if code in _receivers:
            raise TypeError(f"{code} is already the code of a receiver.")
        _receivers[code] = Receiver(code=code, kind=kind, names=names, listen=listen, reset=reset)
        return listen

    return subscribe
