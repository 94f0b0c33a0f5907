"""What happened to parcels, as facts: ids, codes and days, and never for whom a parcel is.

The book cannot be changed, and who received what is forgotten after thirty days.
"""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar
from uuid import UUID

from changlai.kernel.events.facts import Event


@dataclass(frozen=True, kw_only=True)
class ParcelTakenIn(Event):
    """A parcel was put on the shelf; `subject_id` is the parcel, `is_matched` whose is known."""

    name: ClassVar[str] = "parcels.parcel.taken_in"
    carrier: str | None
    is_matched: bool


@dataclass(frozen=True, kw_only=True)
class RecipientFound(Event):
    """It was found out for whom a parcel is."""

    name: ClassVar[str] = "parcels.parcel.recipient_found"


@dataclass(frozen=True, kw_only=True)
class NoticeDue(Event):
    """Somebody is to be told of parcels; `subject_id` is the notice that those parcels name."""

    name: ClassVar[str] = "parcels.notice.due"
    kind: str
    parcels: int


@dataclass(frozen=True, kw_only=True)
class ParcelHandedOut(Event):
    """A parcel left the centre in somebody's hands, after so many days on the shelf."""

    name: ClassVar[str] = "parcels.parcel.handed_out"
    taker: str
    days: int


@dataclass(frozen=True, kw_only=True)
class ParcelPutBack(Event):
    """A parcel that was handed out wrongly, on `handed_on`, stands on the shelf again."""

    name: ClassVar[str] = "parcels.parcel.put_back"
    taker: str
    handed_on: date


@dataclass(frozen=True, kw_only=True)
class ParcelReturned(Event):
    """A parcel went back to its carrier."""

    name: ClassVar[str] = "parcels.parcel.returned"
    days: int


@dataclass(frozen=True, kw_only=True)
class ProxyNamed(Event):
    """A recipient said who may fetch a parcel, or that nobody else may."""

    name: ClassVar[str] = "parcels.proxy.named"
    channel: str
    is_named: bool


@dataclass(frozen=True, kw_only=True)
class DeliveryAsked(Event):
    """A parcel is to be brought to somebody's door; `subject_id` is the delivery."""

    name: ClassVar[str] = "parcels.delivery.asked"
    parcel_id: UUID
    channel: str


@dataclass(frozen=True, kw_only=True)
class DeliveryEnded(Event):
    """A parcel was brought home, could not be, or need not be any more."""

    name: ClassVar[str] = "parcels.delivery.ended"
    parcel_id: UUID
    state: str
    by_staff: bool


@dataclass(frozen=True, kw_only=True)
class RulesPut(Event):
    """The centre said after how many days a parcel is overdue, and which shelves it has."""

    name: ClassVar[str] = "parcels.rules.put"
    overdue_days: int


@dataclass(frozen=True, kw_only=True)
class ParcelsPurged(Event):
    """Number, telephone and names of so many parcels were wiped, thirty days after they left."""

    name: ClassVar[str] = "parcels.parcels.purged"
    parcels: int
    kept_days: int
