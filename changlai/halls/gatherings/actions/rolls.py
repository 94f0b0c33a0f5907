"""Bring lines of attendance in by the handful: a paper sheet, or what an offline phone kept."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID, uuid5

from changlai.engines.activities.public import (
    MarkKind,
    MarkSource,
    RollLine,
    Session,
    Taken,
    corrected,
    mark,
    roll,
)
from changlai.foundation.people.public import Actor, Person
from changlai.kernel.errors import BadInput, RuleBroken

MOST_SCANS: Final = 200
"""How many scans a phone sends at once; it sends the rest in the next breath."""
MOST_NAMES: Final = 60


@dataclass(frozen=True)
class Scan:
    """What a phone kept: a code or a name, by the phone's clock, under a number of its own."""

    nonce: UUID
    session_id: UUID
    kind: str
    device_at: datetime
    code: str = ""
    name: str = ""


@dataclass(frozen=True)
class Answer:
    """What became of a scan; the phone drops it when `is_kept` or when it can never be."""

    nonce: UUID
    outcome: str
    sentence: str
    is_new: bool = False


def take_scans(
    *, centre: Any, actor: Actor, at: datetime, device_now: datetime, scans: Sequence[Scan]
) -> list[Answer]:
    """Write what a phone kept while it had no network, each scan for itself.

    Times are set right by how far the phone's clock is from ours. A name that exactly one
    expected person bears means that person; any other is somebody who just came. One scan
    that cannot be taken does not hold up the others. Raises BadInput for too many at once.
    """
    if len(scans) > MOST_SCANS:
        raise BadInput(f"一次最多上传{MOST_SCANS}条。")
    expected: dict[UUID, list[RollLine]] = {}
    known = {
        row.pk: row
        for row in Session.objects.of(centre)
        .select_related("activity__version")
        .filter(pk__in={one.session_id for one in scans})
    }
    answers = []
    for one in sorted(scans, key=lambda scan: (scan.device_at, scan.nonce)):
        session = known.get(one.session_id)
        if session is None:
            answers.append(Answer(one.nonce, "refused", "本中心没有这一场活动。"))
            continue
        if one.name and session.pk not in expected:
            expected[session.pk] = roll(session).lines
        try:
            taken = _take(
                centre, actor, at, device_now, one, meant_by(one.name, expected.get(session.pk, []))
            )
        except RuleBroken as rule:
            answers.append(Answer(one.nonce, "refused", rule.sentence))
        else:
            answers.append(
                Answer(one.nonce, taken.mark.outcome, taken.sentence, is_new=taken.is_new)
            )
    return answers


def _take(
    centre: Any,
    actor: Actor,
    at: datetime,
    device_now: datetime,
    scan: Scan,
    meant: RollLine | None,
) -> Taken:
    return mark(
        centre=centre,
        session_id=scan.session_id,
        actor=actor,
        at=at,
        kind=scan.kind,
        source=MarkSource.OFFLINE,
        code=scan.code,
        alias="" if scan.code or meant else scan.name,
        walk_in=bool(scan.name) and not scan.code and meant is None,
        **(wish_of(centre, meant) if meant and not scan.code else {}),
        nonce=scan.nonce,
        happened_at=corrected(scan.device_at, device_now, at),
        device_at=scan.device_at,
    )


def meant_by(name: str, lines: Iterable[RollLine]) -> RollLine | None:
    """Return the one line of those expected that bears a name; None for none or several."""
    found = [one for one in lines if name and one.name == name and one.is_expected]
    return found[0] if len(found) == 1 else None


def wish_of(centre: Any, line: RollLine) -> dict[str, Any]:
    """Return whom a line of the roll means, as a line of the log is told."""
    if line.sign_up is not None:
        return {"sign_up_id": line.sign_up.pk}
    if line.person_id is not None:
        return {"person": Person.objects.of(centre).get(pk=line.person_id)}
    return {"account_id": UUID(line.who.key)}


@dataclass(frozen=True)
class Entered:
    """What came of entering a paper sheet: how many lines are new."""

    came: int
    not_taken: list[str]


def enter_sheet(
    *,
    centre: Any,
    session: Session,
    actor: Actor,
    at: datetime,
    form_id: UUID,
    ticked: Iterable[UUID],
    names: str,
    came_at: datetime,
) -> Entered:
    """Enter a sign-in sheet of paper: those ticked, and the names written below the list.

    Sent twice it is entered once. A name that exactly one expected person bears means that
    person. Raises NotAllowed; BadInput for more names than a sheet holds.
    """
    written = [name for line in names.splitlines() if (name := " ".join(line.split()))]
    if len(written) > MOST_NAMES:
        raise BadInput(f"一次最多写{MOST_NAMES}个名字，请分两次录。")
    lines = roll(session).lines
    wishes: dict[str, dict[str, Any]] = {str(one): {"sign_up_id": one} for one in ticked}
    for name in dict.fromkeys(written):
        line = meant_by(name, lines)
        if line is None:
            wishes[name] = {"alias": name, "walk_in": True}
        else:
            key = str(line.sign_up.pk) if line.sign_up else line.who.key
            wishes[key] = wish_of(centre, line)
    came, refused = 0, []
    for key, wish in wishes.items():
        try:
            taken = mark(
                centre=centre,
                session_id=session.pk,
                actor=actor,
                at=at,
                kind=MarkKind.IN,
                source=MarkSource.PAPER,
                nonce=uuid5(form_id, key),
                happened_at=came_at,
                **wish,
            )
        except BadInput as error:
            refused.append(error.sentence)
        else:
            came += taken.is_new and taken.counts
            if taken.is_new and not taken.counts:
                refused.append(f"{_called(taken)}：{taken.sentence}")
    return Entered(came, refused)


def _called(taken: Taken) -> str:
    line: Any = taken.mark
    if line.account_id is not None:
        return str(line.account.shown_name)
    return line.person.name if line.person else line.alias or "一位"
