"""Give the village's ways to others in a file, look at a file that came, take it over."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from changlai.foundation.people.public import Actor, names_of, trouble_in
from changlai.governance.practices import policies
from changlai.governance.practices.events import PackTaken
from changlai.governance.practices.models import PackArrival
from changlai.governance.practices.packing import PackPart, PackSaid, packed, read_pack
from changlai.governance.practices.states import LONGEST_TITLE, ArrivalState
from changlai.kernel.errors import BadInput
from changlai.kernel.events.public import publish
from changlai.kernel.policies import require
from changlai.kernel.registry.public import Shared, TakeReport, collect


@dataclass
class Gift:
    """What would go into a pack: the parts with their rows, and what stays at home, and why."""

    parts: list[tuple[Shared, list[dict[str, Any]]]] = field(default_factory=list)
    left_out: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def count(self) -> int:
        """Return how many rows go."""
        return sum(len(rows) for _, rows in self.parts)


@dataclass
class Taking:
    """What taking a pack does, or would do, part by part."""

    parts: list[tuple[str, str, TakeReport]] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def made(self) -> int:
        """Return how many things come new."""
        return sum(len(report.made) for _, _, report in self.parts)

    @property
    def same(self) -> int:
        """Return how many were there already, word for word."""
        return sum(len(report.same) for _, _, report in self.parts)

    @property
    def refused(self) -> int:
        """Return how many are not taken."""
        return sum(len(report.refused) for _, _, report in self.parts)

    def said(self) -> dict[str, Any]:
        """Return it as an arrival keeps it."""
        parts = [
            {"title": title, "made": one.made, "same": one.same, "refused": one.refused}
            for title, _, one in self.parts
        ]
        return {"parts": parts, "unknown": self.unknown}


def shareable(centre: Any) -> tuple[Shared, ...]:
    """Return the parts that a village can give and take; those it does without are left out."""
    found: tuple[Shared, ...] = collect("sharing", getattr(centre, "off", frozenset()))
    return found


def gift_of(*, centre: Any, actor: Actor, codes: Iterable[str]) -> Gift:
    """Return the rows of the chosen parts that name nobody; the others stay, and that is told.

    Raises NotAllowed.
    """
    require(policies.may_take, actor, centre)
    wanted, names = set(codes), names_of(centre)
    gift = Gift()
    for shared in shareable(centre):
        if shared.code not in wanted:
            continue
        rows = []
        for row in shared.give(centre):
            if trouble := trouble_in(row, names):
                gift.left_out.append((shared.title, str(row["title"]), trouble))
            else:
                rows.append(row)
        gift.parts.append((shared, rows))
    return gift


def make_pack(
    *, centre: Any, actor: Actor, codes: Iterable[str], title: str, note: str = ""
) -> bytes:
    """Return the file with the chosen parts. Nothing in it says which village it is of.

    Raises NotAllowed; BadInput for an empty one, or a title that names somebody.
    """
    gift = gift_of(centre=centre, actor=actor, codes=codes)
    title, note = " ".join(title.split()), " ".join(note.split())[:200]
    if not title or len(title) > LONGEST_TITLE:
        raise BadInput(f"请给经验包起个名称，最多{LONGEST_TITLE}个字。")
    if trouble := trouble_in([title, note], names_of(centre)):
        raise BadInput(f"名称或说明里不行：{trouble}。")
    if not gift.count:
        raise BadInput("选的几样里没有能给别人的，请再选一样。")
    parts = [PackPart(one.code, one.format, rows) for one, rows in gift.parts if rows]
    return packed(title=title, note=note, parts=parts)


@transaction.atomic
def keep_arrival(*, centre: Any, actor: Actor, at: datetime, body: bytes) -> PackArrival:
    """Keep a file that somebody brought, to be looked at; the same file again is the same arrival.

    Nothing of it is taken over yet. Raises NotAllowed, BadInput.
    """
    require(policies.may_take, actor, centre)
    said = read_pack(body)
    first = PackArrival.objects.of(centre).filter(checksum=said.checksum).first()
    if first is not None:
        return first
    row = PackArrival(
        centre=centre,
        title=said.title,
        note=said.note,
        made_by_version=said.made_by,
        checksum=said.checksum,
        body=body.decode(),
        came_at=at,
        brought_by_id=actor.account_id,
    )
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError:
        return PackArrival.objects.of(centre).get(checksum=said.checksum)
    return row


def try_pack(*, centre: Any, actor: Actor, at: datetime, arrival: PackArrival) -> Taking:
    """Return what taking a pack would do now, without a word written. Raises NotAllowed."""
    require(policies.may_take, actor, centre)
    return _take(centre, read_pack(arrival.body.encode()), actor, at, is_trial=True)


@transaction.atomic
def take_pack(*, centre: Any, actor: Actor, at: datetime, arrival_id: UUID) -> Taking:
    """Take a pack over through the halls' own actions: drafts that the village then edits.

    Taken again it changes nothing: what came is there, what was edited is left alone.
    Raises NotAllowed.
    """
    row: PackArrival = PackArrival.objects.of(centre).select_for_update().get(pk=arrival_id)
    require(policies.may_take, actor, centre)
    taking = _take(centre, read_pack(row.body.encode()), actor, at, is_trial=False)
    if row.state == ArrivalState.LOOKED or taking.made:
        row.move_to(ArrivalState.TAKEN, at)
        row.taken_by_id, row.said = actor.account_id, taking.said()
        row.save(update_fields=["state", "taken_at", "taken_by", "said"])
        publish(
            PackTaken(
                centre_id=row.centre_id,
                at=at,
                actor_id=actor.account_id,
                subject_id=row.pk,
                made=taking.made,
                same=taking.same,
                refused=taking.refused,
            )
        )
    return taking


def _take(centre: Any, said: PackSaid, actor: Actor, at: datetime, *, is_trial: bool) -> Taking:
    known = {one.code: one for one in shareable(centre)}
    taking = Taking()
    names = names_of(centre)
    for part in said.parts:
        shared = known.get(part.code)
        if shared is None:
            taking.unknown.append(f"“{part.code}”({len(part.rows)}条)：这里没有这一部分，没有收。")
            continue
        if part.format > shared.format:
            taking.unknown.append(
                f"{shared.title}({len(part.rows)}条)：是常来 {said.made_by} 写的，"
                "要升级以后才读得了，没有收。"
            )
            continue
        # A pack that names somebody is not made more harmless by having been sent.
        troubles = [trouble_in(row, names) for row in part.rows]
        clean = [row for row, bad in zip(part.rows, troubles, strict=True) if not bad]
        report: TakeReport = shared.take(
            centre=centre, rows=clean, actor=actor, at=at, is_trial=is_trial
        )
        for number, (row, bad) in enumerate(zip(part.rows, troubles, strict=True), 1):
            if bad:
                report.refused.append((_label(row, number), f"{bad}，没有收。"))
        taking.parts.append((shared.title, shared.arrives, report))
    return taking


def _label(row: Any, number: int) -> str:
    title = row.get("title") if isinstance(row, dict) else None
    if not isinstance(title, str):
        return f"第{number}条"
    # The mark may stand in the title itself.
    return f"第{number}条" if trouble_in(title, frozenset()) else title[:40]
