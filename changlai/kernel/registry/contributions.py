"""The kinds of contribution an app can make, each a frozen value that the doors read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final


@dataclass(frozen=True)
class MenuItem:
    """One entry of a door's menu, shown only when it works for the actor.

    `door` is "home" (a resident verb: 我要说 …), "desk" (the workbench) or "foot".
    `shown(actor)` decides; `count(actor)` gives the small number beside the words, or None.
    """

    door: str
    title: str
    url_name: str
    icon: str
    order: int
    hint: str = ""
    group: str = ""
    shown: Callable[[Any], bool] = lambda actor: True
    count: Callable[[Any], int | None] | None = None


@dataclass(frozen=True)
class TodayLine:
    """One thing that needs the actor today; `late` adds the icon and the word 超时.

    `after` is said behind the time `at`: 11月26日(周四)下午5:30 前答复.
    """

    title: str
    url: str
    note: str = ""
    at: Any = None
    after: str = ""
    tag: str = ""
    tone: str = "waiting"
    late: bool = False


@dataclass(frozen=True)
class TodaySection:
    """A block of the 今日 sheet; `lines(actor, at)` is queried live and short enough to print.

    `lines` returns (lines, total), so that the sheet can say how many more there are.
    """

    code: str
    title: str
    order: int
    lines: Callable[[Any, Any], tuple[Sequence[TodayLine], int]]
    more_url_name: str = ""
    shown: Callable[[Any], bool] = lambda actor: True
    empty: str = "今天没有。"


class Turn(StrEnum):
    """Whose turn it is in a matter of 我的; the list goes in this order."""

    ME = "me"
    CENTRE = "centre"
    DATE = "date"
    OVER = "over"


MINE_OVER: Final = timedelta(days=30)
"""How long what is over still stands in 我的; the hall's own list keeps all of it."""


@dataclass(frozen=True)
class MineLine(TodayLine):
    """One matter of a person in 我的: whose turn it is and what happens next, in words.

    `next` is the person's verb where it is their turn (来取), else what the centre does. `at` is
    by when, or when to come: a moment or a day; `sort_at` sets the place in the list where the
    time is said in the note. A plain TodayLine counts as the centre's turn.
    """

    turn: Turn = Turn.CENTRE
    next: str = ""
    sort_at: Any = None

    @property
    def is_day(self) -> bool:
        """Whether `at` is a day and has no hour."""
        return isinstance(self.at, date) and not isinstance(self.at, datetime)


@dataclass(frozen=True)
class MineSection:
    """What a hall gives to 我的: `lines(actor, at)` lists what this person has with the centre.

    `lines` returns (lines, total); a total above the lines brings the link to the hall's own
    list. Ask two statements at most: everybody opens this page. `place` is "list" for matters,
    which all halls share one list of, "news" for messages, "own" for the person's own corner.
    """

    code: str
    title: str
    order: int
    lines: Callable[[Any, Any], tuple[Sequence[TodayLine], int]]
    more_url_name: str = ""
    empty: str = "还没有。"
    place: str = "list"


@dataclass(frozen=True)
class HeldLine:
    """One kind of thing that the house keeps about a person: how many, until when, why."""

    title: str
    count: int
    until: str
    why: str
    url: str = ""


@dataclass(frozen=True)
class Held:
    """What an app keeps about a person: `lines(centre, person_id, at)`, one statement at most.

    Kinds of which nothing is kept are left out by the page, so a line with 0 is right.
    """

    code: str
    order: int
    lines: Callable[[Any, Any, Any], Sequence[HeldLine]]


@dataclass(frozen=True)
class HomeSection:
    """A block of the centre's home: what anybody may see of the village's life, true or absent.

    `lines(centre, at)` is short. `said(centre, at)` is a sentence or two of figures above them, ""
    where a small group would show through. A section with neither is left out. The home page is
    what everyone opens: one statement for each section, no more.
    """

    code: str
    title: str
    order: int
    lines: Callable[[Any, Any], Sequence[TodayLine]]
    said: Callable[[Any, Any], str] = lambda centre, at: ""
    more: str = ""
    more_url_name: str = ""


@dataclass(frozen=True)
class RoleGift:
    """Powers ("voices.handle") that an app gives to a role code ("handler") in its own part."""

    role: str
    powers: frozenset[str]


@dataclass(frozen=True)
class Pack:
    """What a new centre receives from an app: `unpack(centre, at)` is idempotent."""

    code: str
    order: int
    unpack: Callable[[Any, Any], None]


@dataclass(frozen=True)
class DemoAct:
    """How an app plays the demo village: `play(village)` acts through actions in the past."""

    code: str
    order: int
    play: Callable[[Any], None]


@dataclass(frozen=True)
class Job:
    """Regular work of `tick`: `run(at)` every `seconds` at most; `code` names its last-run row."""

    code: str
    seconds: int
    run: Callable[[Any], Any]


@dataclass(frozen=True)
class RecordPage:
    """The page of a kind of record, where an engine keeps the thing and a hall shows it."""

    kind: str
    url_name: str


@dataclass(frozen=True)
class Searchable:
    """A kind of record that full search may offer: `visible(actor)` is the policy's queryset."""

    kind: str
    title: str
    order: int
    visible: Callable[[Any], Any]
    url: Callable[[Any], str]
    shown: Callable[[Any], bool] = field(default=lambda actor: True)


@dataclass(frozen=True)
class Part:
    """A part of the house that a village may do without; its `code` is the app's own name.

    Switched off it leaves no menu, page, register or block; what it keeps stays kept, and its
    regular work (as taking out what may no longer be held) goes on.
    """

    code: str
    title: str
    note: str
    order: int = 0


@dataclass(frozen=True)
class OfflinePage:
    """A page that is kept to open without a network; nobody's name may stand in it.

    A page of the site is kept by every phone. A page `of_centre`, as a screen of the hall, is
    kept by whoever opened it once, with its pictures, and comes anew whenever there is a network.
    """

    url_name: str
    files: tuple[str, ...] = ()
    of_centre: bool = False


@dataclass(frozen=True)
class Measure:
    """A number about the house that anybody may ask for: never typed, never of one person.

    `value(centre, at)` counts it anew from the hall's own rows, in one statement or two, and is
    None where there is nothing to count (no rooms yet): neither met nor missed. `words` is the
    formula as a villager reads it, `url_name` the desk page where one sees the rows behind.
    Checklists, tasks and assessments choose a measure by its `code`, which is never renamed.
    """

    code: str
    title: str
    unit: str
    value: Callable[[Any, datetime], int | Decimal | None]
    words: str
    url_name: str = ""
    order: int = 0
