"""What surrounds every page: whose centre it is, who is looking, and where else one can go.

The entries come from the registry (menu.MENU); `door` says where each is shown:
"home" the verbs of the home page, "tab" the resident's bar, "desk" the workbench,
"account" the corner with the person's own name, "acting" the way out of act-for mode,
"look" what stands under 我要看, "foot" the foot of the page, "elder" the switch of the large
type, "beside activities" what stands beside a list of that name ({% beside %}).
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest

from changlai.kernel.pages.look import token
from changlai.kernel.pages.routes import place_of
from changlai.kernel.registry.public import MenuItem, collect

ELDER_COOKIE = "elder"
DESK_GROUPS = ("今日", "诉求", "场所", "活动", "服务", "队伍", "党建", "宣传", "保障", "数据")


@dataclass(frozen=True)
class Entry:
    """A menu item that works for this actor, with its address."""

    title: str
    url: str
    icon: str
    hint: str = ""
    count: int | None = None
    is_here: bool = False


@dataclass(frozen=True)
class Group:
    """Entries of the workbench under one heading."""

    title: str
    entries: list[Entry] = field(default_factory=list)

    @property
    def is_here(self) -> bool:
        """Whether the page shown belongs to one of the entries."""
        return any(entry.is_here for entry in self.entries)


class Shell:
    """The frame of one request; everything is worked out when a template first asks for it."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.centre: Any = getattr(request, "centre", None)
        self.actor: Any = getattr(request, "actor", None)
        self.is_elder = request.COOKIES.get(ELDER_COOKIE) == "1"
        self.theme_colour = token("brand")

    @property
    def place(self) -> str:
        """How the centre is called for short; the platform's own name where there is none."""
        return (self.centre.short_name or self.centre.name) if self.centre else "常来"

    @property
    def root(self) -> str:
        """The centre's home; "/" where there is no centre."""
        return f"/c/{self.centre.code}/" if self.centre else "/"

    @property
    def desk_root(self) -> str:
        """The workbench's first page for whoever works here, for guests the home page."""
        if self.centre is None:
            return ""
        return f"{self.root}desk/" if getattr(self.actor, "is_staff", False) else self.root

    @property
    def _menu(self) -> tuple[MenuItem, ...]:
        return collect("menu", getattr(self.centre, "off", frozenset()))

    def _entries(self, items: Iterable[MenuItem], *, counted: bool = False) -> list[Entry]:
        shown: list[tuple[MenuItem, str]] = []
        for item in items:
            if self.actor is None or not item.shown(self.actor):
                continue
            url = place_of(self.centre, item.url_name)
            if url is None:
                continue
            shown.append((item, url))
        here = self._here([url for _, url in shown])
        return [
            Entry(
                item.title,
                url,
                item.icon,
                item.hint,
                item.count(self.actor) if counted and item.count else None,
                is_here=url == here,
            )
            for item, url in shown
        ]

    def _here(self, urls: list[str]) -> str | None:
        """Return the address this page belongs to: itself, or the longest one above it."""
        path = self.root if self.request.path == "/" else self.request.path
        if path in urls:
            return path
        # Home and the workbench stand above everything, so they are only themselves.
        above = [
            url for url in urls if url not in {self.root, self.desk_root} and path.startswith(url)
        ]
        return max(above, key=len, default=None)

    def _door(self, door: str, *, counted: bool = False) -> list[Entry]:
        return self._entries((item for item in self._menu if item.door == door), counted=counted)

    @cached_property
    def verbs(self) -> list[Entry]:
        """The six verbs of the home page, those that work."""
        return self._door("home")

    @cached_property
    def look(self) -> list[Entry]:
        """What stands under 我要看, each part of the house its own."""
        return self._door("look")

    @cached_property
    def tabs(self) -> list[Entry]:
        """The resident's bar at the thumb."""
        return self._door("tab", counted=True)

    @cached_property
    def account(self) -> list[Entry]:
        """Sign in, my name, sign out."""
        return self._door("account")

    @cached_property
    def acting(self) -> list[Entry]:
        """How to end act-for mode."""
        return self._door("acting")

    @cached_property
    def foot(self) -> list[Entry]:
        """The foot of every public page."""
        return self._door("foot")

    def beside(self, place: str) -> list[Entry]:
        """Return what upper parts of the house put beside a list that knows nothing of them."""
        return self._door(f"beside {place}")

    @cached_property
    def desk(self) -> list[Group]:
        """The workbench by group, in the order of the house; an empty group is left out."""
        items = [item for item in self._menu if item.door == "desk"]
        entries = self._entries(items, counted=True)
        by_title: dict[str, str] = {}
        for item in items:
            by_title.setdefault(item.title, item.group)
        names = [*DESK_GROUPS, *(item.group for item in items)]
        groups = []
        for name in dict.fromkeys(names):
            inside = [entry for entry in entries if by_title[entry.title] == name]
            if inside:
                groups.append(Group(name, inside))
        return groups

    @cached_property
    def elder_url(self) -> str | None:
        """Switch the large type on or off and come back to this page."""
        switch = next((item for item in self._menu if item.door == "elder"), None)
        url = place_of(self.centre, switch.url_name) if switch else None
        if url is None:
            return None
        back = self.request.get_full_path() if self.request.method == "GET" else "/"
        return f"{url}?{urlencode({'on': '0' if self.is_elder else '1', 'next': back})}"
