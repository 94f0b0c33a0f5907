"""The stage of the demo village: a fictional place, two centres, days of the past, a cast.

Apps play on it by their own `demo.DEMO` acts, through the same actions as everyone else, so that
demo data obeys every rule. Places, people and texts are invented; the code prefix 99 is no
province of the country.
"""

import json
import os
import random
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from changlai.foundation.areas.actions import open_centre
from changlai.foundation.areas.models import Area, Centre, Level

PLACES = (
    ("99", Level.PROVINCE, "常来省"),
    ("9901", Level.CITY, "清禾市"),
    ("990101", Level.COUNTY, "禾望县"),
    ("990101100", Level.TOWNSHIP, "溪桥镇"),
    ("990101100201", Level.VILLAGE, "青石岭村"),
    ("990101100202", Level.VILLAGE, "白鹭湾村"),
)
HAMLETS = ("上屋组", "桥头组", "老樟组", "窑湾组", "新塘组", "石板冲组")
NEIGHBOUR_HAMLETS = ("湾里组", "渡口组", "竹园组")
# No look-alikes such as 0/O and 1/l: demo passwords are read from a terminal and typed by hand.
LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
LENGTH = 12


@dataclass(frozen=True)
class DemoAccount:
    """One row of the list of demo accounts; these keys are what `make run` prints."""

    name: str
    role: str
    password: str
    centre: str
    sign_in: str
    phone: str
    totp_secret: str


@dataclass
class DemoVillage:
    """What an act gets: two centres, the days to fill, chance from the seed, and the cast so far.

    `cast` keeps people and accounts by role for the acts that follow. `now` is the last moment
    that may be acted in: no demo row lies in the future of the one who watches.
    """

    centre: Centre
    neighbour: Centre
    seed: int
    since: date
    until: date
    now: datetime
    rng: random.Random
    cast: dict[str, Any] = field(default_factory=dict)
    accounts: list[DemoAccount] = field(default_factory=list)
    watch: Callable[[datetime], object] = lambda at: None

    def days(self) -> Iterator[date]:
        """Yield each day from the first to the last."""
        for ahead in range((self.until - self.since).days + 1):
            yield self.since + timedelta(days=ahead)

    def moment(self, day: date, hour: int, minute: int = 0) -> datetime:
        """Return a moment of a day, in the platform's zone."""
        return datetime.combine(day, time(hour, minute), timezone.get_default_timezone())

    def is_past(self, at: datetime) -> bool:
        """Return whether a moment may be acted in; whoever watches sees how far the play is."""
        self.watch(at)
        return at <= self.now

    def password(self) -> str:
        """Return a new random password; the only thing here that the seed does not repeat."""
        return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))

    def note_account(
        self,
        *,
        name: str,
        role: str,
        password: str = "",
        centre: str = "",
        sign_in: str = "",
        phone: str = "",
        totp_secret: str = "",
    ) -> None:
        """Put an account on the list that is printed at the end; `centre` is the centre's code."""
        self.accounts.append(DemoAccount(name, role, password, centre, sign_in, phone, totp_secret))


def set_stage(*, seed: int, months: int, until: date, now: datetime) -> DemoVillage:
    """Make the fictional branch of the tree and open both centres `months` before `until`.

    `now` is the caller's clock: nothing is acted after it, nor after the evening of `until`.
    """
    areas: dict[str, Area] = {}
    for code, level, name in PLACES:
        parent = max((known for known in areas if code.startswith(known)), key=len, default="")
        above = areas[parent].full_name if parent else ""
        areas[code], _ = Area.objects.update_or_create(
            code=code,
            defaults={
                "level": level,
                "name": name,
                "parent_code": parent,
                "full_name": above + name,
            },
        )
    since = months_before(until, months)
    opened = datetime.combine(since, time(8), timezone.get_default_timezone())
    last = datetime.combine(until, time(21), timezone.get_default_timezone())
    centre = open_centre(
        area=areas["990101100201"],
        code="qingshiling",
        name="青石岭村智慧党群服务中心",
        short_name="青石岭村",
        phone="0000-5550101",
        address="溪桥镇青石岭村桥头组1号",
        host_name="青石岭村党支部、村民委员会(演示)",
        filing_number="演示备〔0001〕号",
        hamlets=HAMLETS,
        at=opened,
    )
    neighbour = open_centre(
        area=areas["990101100202"],
        code="bailuwan",
        name="白鹭湾村智慧党群服务中心",
        short_name="白鹭湾村",
        phone="0000-5550202",
        address="溪桥镇白鹭湾村渡口组8号",
        host_name="白鹭湾村党支部、村民委员会(演示)",
        filing_number="演示备〔0002〕号",
        hamlets=NEIGHBOUR_HAMLETS,
        at=opened,
    )
    return DemoVillage(
        centre=centre,
        neighbour=neighbour,
        seed=seed,
        since=since,
        until=until,
        now=min(now, last),
        rng=chance(seed, "stage"),
    )


def chance(seed: int, act: str) -> random.Random:
    """Return an act's own chance: a new act does not change what the others play."""
    return random.Random(f"{seed}:{act}")  # noqa: S311 -- a demo must be repeatable, not secret


def months_before(day: date, months: int) -> date:
    """Return the same day so many months earlier, or the last day of that month."""
    count = day.year * 12 + day.month - 1 - months
    year, month = divmod(count, 12)
    first = date(year, month + 1, 1)
    next_first = date(year + (month + 1) // 12, (month + 1) % 12 + 1, 1)
    return min(first + timedelta(days=day.day - 1), next_first - timedelta(days=1))


def write_accounts(accounts: list[DemoAccount], path: Path) -> None:
    """Write the list of demo accounts, readable by its owner alone."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        os.fchmod(file.fileno(), 0o600)
        json.dump([asdict(row) for row in accounts], file, ensure_ascii=False, indent=2)
        file.write("\n")
