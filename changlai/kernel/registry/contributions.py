"""The kinds of contribution an app can make, each a frozen value that the doors read."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any


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


@dataclass(frozen=True)
class MineSection:
    """A block of 我的: `lines(actor, at)` lists what this person has with the centre."""

    code: str
    title: str
    order: int
    lines: Callable[[Any, Any], tuple[Sequence[TodayLine], int]]
    more_url_name: str = ""
    empty: str = "还没有。"


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
    """A page of the site that every phone keeps, with its files; nobody's name may stand in it."""

    url_name: str
    files: tuple[str, ...] = ()
