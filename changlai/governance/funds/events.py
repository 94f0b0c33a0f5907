"""What happened to the village's money, as facts: ids, codes and cents, never names or words."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class SourcePut(Event):
    """A source of money was written down or changed; `subject_id` is the source."""

    name: ClassVar[str] = "funds.source.put"
    kind: str
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class ProjectPut(Event):
    """A project with its budget was written down or changed; `subject_id` is the project."""

    name: ClassVar[str] = "funds.project.put"
    is_new: bool


@dataclass(frozen=True, kw_only=True)
class VoucherMoved(Event):
    """A voucher was drafted, changed, returned or dropped; `subject_id` is the voucher."""

    name: ClassVar[str] = "funds.voucher.moved"
    state: str
    is_reversal: bool


@dataclass(frozen=True, kw_only=True)
class FundBooked(Event):
    """A second person signed and the line is in the ledger; `subject_id` is the line.

    `cents` counts on the side `side`, below nothing for a reversal; `day` lies in the month in
    which the line is published.
    """

    name: ClassVar[str] = "funds.entry.booked"
    source_id: UUID
    side: str
    cents: int
    purpose: str
    day: date
    is_reversal: bool


@dataclass(frozen=True, kw_only=True)
class MonthPublished(Event):
    """A month's lines stand on the public page; `month` is its first day."""

    name: ClassVar[str] = "funds.month.published"
    month: date
    lines: int


@dataclass(frozen=True, kw_only=True)
class NamingChanged(Event):
    """A donor agreed to be named, or took that back; `subject_id` is the voucher."""

    name: ClassVar[str] = "funds.donor.naming"
    may_name: bool


@dataclass(frozen=True, kw_only=True)
class LineAsked(Event):
    """Somebody asked about a line; `subject_id` is the line, the question is a voice."""

    name: ClassVar[str] = "funds.line.asked"
    case_id: UUID


@dataclass(frozen=True, kw_only=True)
class VouchersImported(Event):
    """A table of the township's bookkeeping was taken in as vouchers to be signed."""

    name: ClassVar[str] = "funds.vouchers.imported"
    read: int
    created: int
    unchanged: int
    rejected: int
