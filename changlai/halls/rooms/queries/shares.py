"""Office and service area as it is used: shared rooms divide by what they are used for (F08)."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from changlai.foundation.places.public import HolderKind, Occupancy, RoomKind, RoomPast
from changlai.halls.rooms.models import BookingDate
from changlai.halls.rooms.states import Priority

WINDOW_DAYS = 90


@dataclass(frozen=True)
class SharedRoom:
    """A shared room and the minutes it was used for service and for the village's own business."""

    name: str
    area: Decimal
    service: int
    office: int

    @property
    def service_area(self) -> Decimal:
        """Return the part of the area that counts as service."""
        if not self.is_used:
            return Decimal(0)
        part = self.area * self.service / (self.service + self.office)
        return part.quantize(Decimal("0.01"), ROUND_HALF_UP)

    @property
    def office_area(self) -> Decimal:
        """Return the part of the area that counts as office."""
        return self.area - self.service_area if self.is_used else Decimal(0)

    @property
    def is_used(self) -> bool:
        """Whether anybody used it."""
        return bool(self.service or self.office)

    @property
    def said(self) -> str:
        """Return how it was used, in plain words."""
        if not self.is_used:
            return "没有人用过"
        return f"服务{self.service / 60:.0f}小时，村里开会办公{self.office / 60:.0f}小时"


@dataclass(frozen=True)
class WeightedShares:
    """The indoor area on a day: office and service with their part of the shared rooms."""

    since: date
    day: date
    office: Decimal
    service: Decimal
    unused: Decimal
    rooms: tuple[SharedRoom, ...]

    @property
    def indoor(self) -> Decimal:
        """Return the whole indoor area."""
        return self.office + self.service + self.unused

    def percent(self, area: Decimal) -> Decimal | None:
        """Return a share of the indoor area to one decimal; None without any."""
        if not self.indoor:
            return None
        return (100 * area / self.indoor).quantize(Decimal("0.1"), ROUND_HALF_UP)

    @property
    def office_percent(self) -> Decimal | None:
        """Return the office share."""
        return self.percent(self.office)

    @property
    def service_percent(self) -> Decimal | None:
        """Return the service share."""
        return self.percent(self.service)


def weighted_shares(centre: Any, day: date, at: datetime) -> WeightedShares:
    """Return the shares of a day with each shared room divided by its use in the 90 days before.

    What counts as service: activities, programmes, and bookings of residents and groups. What
    counts as office: bookings for the village's own business (村里的公事). The room's area divides
    as these hours do, each use once however many parts it takes; only what has passed counts. A
    shared room that nobody used is told apart and made neither. The village may read the
    unweighted shares beside it; nothing is typed in (decision of F08).
    """
    since = day - timedelta(days=WINDOW_DAYS)
    zone = timezone.get_default_timezone()
    first = datetime.combine(since, time(0), zone)
    last = min(datetime.combine(day, time(0), zone) + timedelta(days=1), at)
    rows = RoomPast.objects.of(centre).filter(
        Q(until__isnull=True) | Q(until__gt=day), since__lte=day
    )
    sums = dict.fromkeys(RoomKind, Decimal(0))
    shared: dict[UUID, tuple[str, Decimal]] = {}
    for room_id, name, kind, area in rows.order_by("room__order", "room__name").values_list(
        "room_id", "room__name", "kind", "area_m2"
    ):
        sums[RoomKind(kind)] += area
        if kind == RoomKind.SHARED:
            shared[room_id] = (name, area)
    used = _minutes(centre, list(shared), first, last)
    found = tuple(
        SharedRoom(name, area, *used.get(room_id, (0, 0)))
        for room_id, (name, area) in shared.items()
    )
    service = sums[RoomKind.SERVICE] + sum((one.service_area for one in found), Decimal(0))
    office = sums[RoomKind.OFFICE] + sum((one.office_area for one in found), Decimal(0))
    indoor = sums[RoomKind.SERVICE] + sums[RoomKind.OFFICE] + sums[RoomKind.SHARED]
    return WeightedShares(since, day, office, service, indoor - office - service, found)


def _minutes(
    centre: Any, room_ids: list[UUID], first: datetime, last: datetime
) -> dict[UUID, tuple[int, int]]:
    """Return (service, office) minutes of rooms in a time, each use once."""
    uses = Occupancy.objects.of(centre).live().uses()
    uses = uses.filter(room_id__in=room_ids, use_starts__lt=last, use_ends__gt=first)
    own = set(
        BookingDate.objects.of(centre)
        .filter(room_id__in=room_ids, priority=Priority.CENTRE, starts__lt=last, ends__gt=first)
        .values_list("pk", flat=True)
    )
    spans = {
        (room_id, holder_id, starts, ends): kind
        for room_id, holder_id, starts, ends, kind in uses.values_list(
            "room_id", "holder_id", "use_starts", "use_ends", "holder_kind"
        )
    }
    found: dict[UUID, list[int]] = {}
    for (room_id, holder_id, starts, ends), kind in spans.items():
        length = round((min(ends, last) - max(starts, first)).total_seconds() / 60)
        is_office = kind == HolderKind.BOOKING and holder_id in own
        found.setdefault(room_id, [0, 0])[1 if is_office else 0] += length
    return {room_id: (service, office) for room_id, (service, office) in found.items()}
