"""Named reads of the outbox: a person's messages, and the calls and visits to make."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from changlai.kernel.crypto.phones import masked
from changlai.kernel.outbox.channels import BY_HAND
from changlai.kernel.outbox.models import CodeNotice, Message, Sending


def messages_of(
    centre: Any, person_id: UUID, within: Collection[str] | None = None
) -> QuerySet[Message]:
    """Return what a person was told, newest first; `within` are the scopes of a delegate."""
    return Message.objects.of(centre).to(person_id).within(within).order_by("-at", "-id")


def unread(
    centre: Any, person_id: UUID, within: Collection[str] | None = None
) -> QuerySet[Message]:
    """Return what a person has not opened yet; `.count()` costs no decrypting."""
    return messages_of(centre, person_id, within).unread()  # type: ignore[attr-defined]


def to_tell(centre: Any, at: datetime) -> QuerySet[Sending]:
    """Return the sendings for which somebody is to be phoned or visited by now, urgent first."""
    rows = Sending.objects.of(centre).due(at).filter(channel__in=BY_HAND)
    return rows.select_related("message").order_by("-urgent", "due_at", "id")


def calls_waiting(centre: Any, at: datetime) -> int:
    """Return how many people are to be phoned or visited by now."""
    rows = Sending.objects.of(centre).due(at).filter(channel__in=BY_HAND)
    return rows.order_by().values("message__person_id").distinct().count()


@dataclass(frozen=True)
class Call:
    """One call to make: a person, and all there is to tell them.

    Who has no number has a `place` instead of a `phone`, and is told there.
    """

    person_id: UUID
    name: str
    phone: str
    place: str
    sendings: tuple[Sending, ...]

    @property
    def is_visit(self) -> bool:
        """Whether somebody has to go there."""
        return not self.phone

    @property
    def is_urgent(self) -> bool:
        """Whether one of the things cannot wait."""
        return any(row.urgent for row in self.sendings)

    @property
    def since(self) -> datetime:
        """When the first of the things happened."""
        return min(row.message.at for row in self.sendings)

    @property
    def tries(self) -> int:
        """How often it was tried in vain."""
        return max(row.tries for row in self.sendings)

    @property
    def tried_at(self) -> datetime | None:
        """When it was last tried."""
        return max((row.tried_at for row in self.sendings if row.tried_at), default=None)


def calls_to_make(centre: Any, at: datetime) -> list[Call]:
    """Return the calls to make by now, one for each person, urgent and older ones first.

    Whom to visit stands at the end, hamlet by hamlet, since that is one walk.
    """
    by_person: dict[tuple[UUID, str], list[Sending]] = defaultdict(list)
    for sending in to_tell(centre, at):
        by_person[sending.message.person_id, sending.channel].append(sending)
    calls = [
        Call(person_id, rows[0].name, rows[0].phone, rows[0].place, tuple(rows))
        for (person_id, _), rows in by_person.items()
    ]
    return sorted(calls, key=_way)


def _way(call: Call) -> tuple[bool, bool, str]:
    """Say when a call comes: telephone first, then hamlet by hamlet, at last the unknown place."""
    return (call.is_visit, call.is_visit and not call.place, call.place if call.is_visit else "")


def calls_made(centre: Any, since: datetime) -> QuerySet[Sending]:
    """Return the lines ticked off since a moment, latest first."""
    rows = Sending.objects.of(centre).filter(channel__in=BY_HAND, done_at__gte=since)
    return rows.select_related("message").order_by("-done_at")


def recent_codes(since: datetime) -> list[tuple[str, str, datetime]]:
    """Return codes that went to the console since a moment: masked number, code, time."""
    return [
        (masked(row.phone), row.code, row.at) for row in CodeNotice.objects.filter(at__gte=since)
    ]
