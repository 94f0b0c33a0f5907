"""How the log of attendance is read: who somebody is in it, what counts, how long they stayed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, NamedTuple
from uuid import UUID

from changlai.engines.activities.models import Certificate, Mark, Session, SignUp
from changlai.engines.activities.states import MarkKind, MarkOutcome

EARLIEST: Final = timedelta(hours=2)
"""How long before its beginning a session takes its first line."""
LATEST_SELF: Final = timedelta(hours=2)
"""How long after its end people may still sign themselves in."""


class Who(NamedTuple):
    """Somebody in the log: a person, a sign-up without one, a colleague from elsewhere, a name."""

    kind: str
    key: str


def who_of(mark: Mark) -> Who:
    """Return whom a line is about."""
    return who(mark.person_id, mark.sign_up_id, mark.alias, mark.account_id)


def who(
    person_id: UUID | None,
    sign_up_id: UUID | None,
    alias: str = "",
    account_id: UUID | None = None,
) -> Who:
    """Return who somebody is in the log; a person is the same with a sign-up and without."""
    if person_id is not None:
        return Who("person", str(person_id))
    if sign_up_id is not None:
        return Who("sign_up", str(sign_up_id))
    if account_id is not None:
        return Who("account", str(account_id))
    return Who("alias", alias)


def who_signed_up(sign_up: SignUp) -> Who:
    """Return whom a sign-up is about."""
    return who(sign_up.person_id, sign_up.pk)


def who_is_certified(row: Certificate) -> Who:
    """Return whose hours a certificate says."""
    return who(row.person_id, row.sign_up_id, row.alias, row.account_id)


@dataclass(frozen=True)
class Stay:
    """What the valid lines of one somebody in one session say, in order of time."""

    marks: tuple[Mark, ...] = ()

    @property
    def came_at(self) -> datetime | None:
        """When they first came."""
        return next((one.at for one in self.marks if one.kind == MarkKind.IN), None)

    @property
    def is_here(self) -> bool:
        """Whether they came and have not left."""
        return bool(self.marks) and self.marks[-1].kind == MarkKind.IN

    @property
    def left_at(self) -> datetime | None:
        """When they left for good; None while they are here or never came."""
        if not self.marks or self.is_here or self.came_at is None:
            return None
        return self.marks[-1].at

    @property
    def last(self) -> Mark | None:
        """The line that says how it stands, which a correction takes back."""
        return self.marks[-1] if self.marks else None

    def minutes(self, session: Session) -> int:
        """Return how long they stayed, within the session; without a leaving line to its end."""
        total = timedelta()
        since: datetime | None = None
        for one in self.marks:
            if one.kind == MarkKind.IN:
                since = since or one.at
            elif since is not None:
                total += _within(since, one.at, session)
                since = None
        if since is not None:
            total += _within(since, session.ends, session)
        return int(total.total_seconds() // 60)


def _within(since: datetime, until: datetime, session: Session) -> timedelta:
    return max(min(until, session.ends) - max(since, session.starts), timedelta())


def stays(marks: Iterable[Mark]) -> dict[Who, Stay]:
    """Put the lines of one session together by whom they are about; void and failed ones fall out.

    Lines are taken by the time they happened, not by that of their arrival: an offline phone may
    tell an hour later who came first.
    """
    rows = list(marks)
    void = {one.voids_id for one in rows if one.kind == MarkKind.VOID}
    found: dict[Who, list[Mark]] = {}
    for one in sorted(rows, key=lambda row: (row.at, row.received_at, row.pk)):
        counts = one.outcome == MarkOutcome.TAKEN and one.kind != MarkKind.VOID
        if counts and one.pk not in void:
            found.setdefault(who_of(one), []).append(one)
    return {key: Stay(tuple(lines)) for key, lines in found.items()}


def corrected(device_at: datetime, device_now: datetime, at: datetime) -> datetime:
    """Return when a scan happened by the server's clock.

    The phone says what its clock showed at the scan and what it shows at sending; how far that
    is from the server's clock at arrival is how far the scan was, too. Nothing happened later
    than it arrived.
    """
    return min(device_at + (at - device_now), at)
