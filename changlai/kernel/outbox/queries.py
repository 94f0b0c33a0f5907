"""Named reads of the outbox: a person's messages, and the calls to make."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from changlai.kernel.crypto.phones import masked
from changlai.kernel.outbox.channels import PHONE
from changlai.kernel.outbox.models import CodeNotice, Message, Sending


def messages_of(centre: Any, person_id: UUID) -> QuerySet[Message]:
    """Return what a person was told, newest first."""
    return Message.objects.of(centre).to(person_id).order_by("-at", "-id")


def unread(centre: Any, person_id: UUID) -> QuerySet[Message]:
    """Return what a person has not opened yet; `.count()` costs no decrypting."""
    return Message.objects.of(centre).to(person_id).unread().order_by("-at", "-id")


def to_phone(centre: Any, at: datetime) -> QuerySet[Sending]:
    """Return the sendings for which somebody is to be phoned by now, urgent ones first."""
    rows = Sending.objects.of(centre).due(at).filter(channel=PHONE)
    return rows.select_related("message").order_by("-urgent", "due_at", "id")


def calls_waiting(centre: Any, at: datetime) -> int:
    """Return how many people are to be phoned by now."""
    rows = Sending.objects.of(centre).due(at).filter(channel=PHONE)
    return rows.order_by().values("message__person_id").distinct().count()


@dataclass(frozen=True)
class Call:
    """One call to make: a person, and all there is to tell them."""

    person_id: UUID
    name: str
    phone: str
    sendings: tuple[Sending, ...]

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
    """Return the calls to make by now, one for each person, urgent and older ones first."""
    by_person: dict[UUID, list[Sending]] = defaultdict(list)
    for sending in to_phone(centre, at):
        by_person[sending.message.person_id].append(sending)
    return [
        Call(person_id, rows[0].name, rows[0].phone, tuple(rows))
        for person_id, rows in by_person.items()
    ]


def calls_made(centre: Any, since: datetime) -> QuerySet[Sending]:
    """Return the lines ticked off since a moment, latest first."""
    rows = Sending.objects.of(centre).filter(channel=PHONE, done_at__gte=since)
    return rows.select_related("message").order_by("-done_at")


def recent_codes(since: datetime) -> list[tuple[str, str, datetime]]:
    """Return codes that went to the console since a moment: masked number, code, time."""
    return [
        (masked(row.phone), row.code, row.at) for row in CodeNotice.objects.filter(at__gte=since)
    ]
