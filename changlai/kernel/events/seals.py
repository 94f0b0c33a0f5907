"""Close the book stretch by stretch with a keyed hash chain, and say whether it is as it was then.

The key comes from outside the database, so whoever can only write the database can not make a
seal; whoever has the key too is found out by a head that was copied elsewhere beforehand.
"""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives import hmac as keyed
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import transaction
from django.db.models import F

from changlai.kernel.events import sequencing
from changlai.kernel.events.models import Position, Seal, Sequencer

LENGTH = 1000
"""Events that one seal closes at most; a full stretch is closed without waiting for the hour."""

ALGORITHMS: dict[str, Callable[[], hashes.HashAlgorithm]] = {
    "sha256": hashes.SHA256,
    "sm3": hashes.SM3,
}
BEGINNING = "0" * 64


@dataclass(frozen=True)
class Head:
    """The newest seal of one centre: copied outside the database, it pins everything before it."""

    centre_id: UUID
    number: int
    position: int
    digest: str

    def as_json(self) -> dict[str, Any]:
        """Return the head for a file that is kept elsewhere."""
        return {
            "centre": str(self.centre_id),
            "number": self.number,
            "position": self.position,
            "digest": self.digest,
        }

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> "Head":
        """Read a head from such a file; raises KeyError, TypeError or ValueError."""
        return cls(
            UUID(value["centre"]),
            int(value["number"]),
            int(value["position"]),
            str(value["digest"]),
        )


@dataclass(frozen=True)
class Verdict:
    """What the verification of one centre's book found; without problems it is as it was."""

    centre_id: UUID
    events: int
    seals: int
    unsealed: int
    problems: tuple[str, ...]
    head: Head | None

    @property
    def holds(self) -> bool:
        """Say whether nothing was found."""
        return not self.problems


def seal(centre_id: UUID, at: datetime) -> list[Seal]:
    """Close everything placed and not yet closed in a centre's book; return the new seals."""
    made = []
    while one := _seal_stretch(centre_id, at):
        made.append(one)
    return made


def seal_all(at: datetime) -> int:
    """Close the open stretches of all centres, each hour; return how many seals were made."""
    open_books = Sequencer.objects.filter(sealed__lt=F("position")).values_list(
        "centre_id", flat=True
    )
    return sum(len(seal(centre_id, at)) for centre_id in list(open_books))


def verify(centre_id: UUID, outside: Head | None = None) -> Verdict:
    """Compute every seal of a centre again from the rows, and compare with what was stored.

    Finds an entry altered, removed or slipped in, a seal altered, removed or made without the
    key; with `outside`, a head exported earlier, also a chain that was made anew with the key.
    """
    problems: list[str] = []
    previous, expected, number = BEGINNING, 1, 0
    head = None
    pinned = outside is None
    for one in Seal.objects.of(centre_id).order_by("number").iterator():
        number += 1
        if (one.number, one.first, one.previous) != (number, expected, previous):
            problems.append(f"封存批次 {one.number} 与前一批次不相接。")
        problems.extend(_faults(one))
        if outside and outside.number == one.number:
            pinned = (outside.digest, outside.position) == (one.digest, one.last)
            if not pinned:
                problems.append(f"封存批次 {one.number} 与库外保存的封存值不同。")
                pinned = True
        number, expected, previous = one.number, one.last + 1, one.digest
        head = Head(centre_id, one.number, one.last, one.digest)
    if not pinned and outside:
        problems.append(f"库外保存的封存批次 {outside.number} 在库内找不到。")
    rest = list(
        Position.objects.of(centre_id)
        .filter(position__gte=expected)
        .order_by("position")
        .values_list("position", flat=True)
    )
    if rest and rest != list(range(expected, expected + len(rest))):
        problems.append(f"第 {expected} 条以后尚未封存的事件有缺号。")
    placed = Sequencer.objects.of(centre_id).values_list("position", flat=True).first() or 0
    if placed > expected + len(rest) - 1:
        problems.append(f"记有 {placed} 条事件，只找到 {expected + len(rest) - 1} 条。")
    return Verdict(centre_id, expected - 1 + len(rest), number, len(rest), tuple(problems), head)


def head_of(centre_id: UUID) -> Head | None:
    """Return the newest seal of a centre, to be kept outside the database."""
    one = Seal.objects.of(centre_id).order_by("-number").first()
    return Head(centre_id, one.number, one.last, one.digest) if one else None


@transaction.atomic
def _seal_stretch(centre_id: UUID, at: datetime) -> Seal | None:
    row = sequencing.locked_sequencer(centre_id)
    last = Seal.objects.of(centre_id).order_by("-number").first()
    first = last.last + 1 if last else 1
    if row.position < first:
        return None
    one = Seal(
        centre_id=centre_id,
        number=last.number + 1 if last else 1,
        first=first,
        last=min(row.position, first + LENGTH - 1),
        at=at,
        algorithm=settings.SEAL_ALGORITHM,
        key=_key()[1],
        previous=last.digest if last else BEGINNING,
    )
    one.digest = digest_of(one, _lines(one))
    one.save(force_insert=True)
    row.sealed = one.last
    row.save(update_fields=["sealed"])
    return one


def _faults(one: Seal) -> list[str]:
    if one.key != _key()[1]:
        return [f"封存批次 {one.number} 用的是另一把密钥，无法核对。"]
    if one.algorithm not in ALGORITHMS:
        return [f"封存批次 {one.number} 的算法 {one.algorithm} 不认识。"]
    if not hmac.compare_digest(digest_of(one, _lines(one)), one.digest):
        return [f"封存批次 {one.number}(第 {one.first} 至 {one.last} 条)与封存时不同。"]
    return []


def digest_of(one: Seal, lines: Iterator[bytes]) -> str:
    """Return the keyed hash of a seal: itself, the digest before it, each entry in order."""
    chain = keyed.HMAC(_key()[0], ALGORITHMS[one.algorithm]())
    own = [
        "changlai-seal-1",
        str(one.centre_id),
        one.number,
        one.first,
        one.last,
        _moment(one.at),
        one.algorithm,
        one.previous,
    ]
    chain.update(canonical(own))
    for line in lines:
        # The length goes first, so that no two different lists of lines read the same.
        chain.update(len(line).to_bytes(8, "big"))
        chain.update(line)
    return chain.finalize().hex()


def canonical(value: Any) -> bytes:
    """Return the one spelling of a JSON value, whether SQLite's text or PostgreSQL's jsonb."""
    return json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=True, allow_nan=False
    ).encode()


def _lines(one: Seal) -> Iterator[bytes]:
    rows = (
        Position.objects.of(one.centre_id)
        .filter(position__gte=one.first, position__lte=one.last)
        .select_related("event")
        .order_by("position")
    )
    for row in rows.iterator():
        event = row.event
        yield canonical(
            [
                row.position,
                str(event.pk),
                event.name,
                event.version,
                _moment(event.at),
                event.actor_id and str(event.actor_id),
                event.subject_id and str(event.subject_id),
                event.payload,
            ]
        )


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")


def _key() -> tuple[bytes, str]:
    """Return the sealing key, derived from settings and never stored, and its public mark."""
    return _derived(settings.SEAL_KEY)


@lru_cache(maxsize=4)
def _derived(secret: str) -> tuple[bytes, str]:
    key = HKDF(
        algorithm=hashes.SHA256(), length=32, salt=None, info=b"changlai audit seal 1"
    ).derive(secret.encode())
    return key, hashlib.sha256(b"mark of " + key).hexdigest()[:16]
