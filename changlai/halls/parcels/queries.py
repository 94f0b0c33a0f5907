"""Named reads of the parcels hall: the shelf, whose a number is, who may fetch, what waits."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, OuterRef, Q
from django.utils import timezone

from changlai.foundation.people.public import Delegation, Person, Scope, residents
from changlai.halls.parcels.models import Delivery, Parcel, ShelfRule
from changlai.halls.parcels.states import OVERDUE_DAYS, SHELVES, DeliveryState, ParcelState
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.crypto.public import blind_index
from changlai.kernel.errors import BadInput
from changlai.kernel.keeping import Kept

_kept = Kept()


def rules_of(centre: Any) -> ShelfRule:
    """Return what a centre chose, or the usual where it chose nothing yet."""
    centre_id = getattr(centre, "pk", centre)
    found = ShelfRule.objects.of(centre_id).first()
    return found or ShelfRule(centre_id=centre_id, overdue_days=OVERDUE_DAYS, shelves=SHELVES)


def next_shelf(centre: Any, shelves: list[str]) -> str:
    """Return the shelf with the most room: the one on which the fewest parcels stand."""
    rows = Parcel.objects.of(centre).live().order_by().values_list("shelf")
    full = dict(rows.annotate(many=Count("pk")))
    return min(shelves, key=lambda shelf: full.get(shelf, 0))


def waybill_key(waybill: str) -> str:
    """Return the fingerprint under which a waybill number is found again."""
    return blind_index(waybill, "waybill")


def live_by_waybill(centre: Any, key: str) -> Parcel | None:
    """Return the parcel of that number that stands on the shelf."""
    rows = Parcel.objects.of(centre).live().select_related("person")
    found: Parcel | None = rows.filter(waybill_key=key).first()
    return found


def _tails(centre: Any) -> dict[str, list[UUID]]:
    """Return who of a centre has a number that ends with which four figures.

    Numbers are ciphertext, so they cannot be asked for their end; what was read is kept for a
    minute, since a scanner asks twice a second.
    """

    def find() -> dict[str, list[UUID]]:
        found: dict[str, list[UUID]] = {}
        rows = Person.objects.of(centre).filter(is_active=True, phone_index__isnull=False)
        for pk, phone in rows.values_list("pk", "phone").order_by("pk").iterator():
            found.setdefault(phone[-4:], []).append(pk)
        return found

    kept: dict[str, list[UUID]] = _kept.keep("tails", getattr(centre, "pk", centre), "", find)
    return kept


def people_ending(centre: Any, tail: str) -> list[Person]:
    """Return the villagers whose telephone number ends with these four figures."""
    keys = _tails(centre).get(tail, [])
    if not keys:
        return []
    rows = residents(centre).filter(pk__in=keys)
    return [one for one in rows if one.phone.endswith(tail)]


def person_of(centre: Any, phone: str, tail: str, name: str) -> Person | None:
    """Return the one villager that a number, its end or a name beside it can mean; else None."""
    if phone:
        index = blind_index(phone, "phone")
        return Person.objects.of(centre).filter(is_active=True, phone_index=index).first()
    if not tail:
        return None
    found = people_ending(centre, tail)
    if len(found) > 1 and name:
        found = [one for one in found if one.name == name]
    return found[0] if len(found) == 1 else None


def found_by(centre: Any, parcels: Any, words: str) -> Any:
    """Narrow parcels by part of a name, a telephone number or its end, a waybill or a code."""
    words = words.strip()
    plain = words.upper().replace(" ", "")
    found = Q(name__icontains=words) | Q(person__name__icontains=words)
    found |= Q(proxy_name__icontains=words)
    if any(sign.isdigit() for sign in plain):
        found |= Q(waybill_key=waybill_key(plain)) | Q(waybill_tail=plain[-6:])
        found |= Q(digits=plain.rpartition("-")[2])
        if len(plain) == 4:
            ends = [one.pk for one in people_ending(centre, plain)]
            found |= Q(tail=plain) | Q(person_id__in=ends)
        try:
            index = blind_index(normalise_cn(plain), "phone")
        except BadInput:
            pass
        else:
            found |= Q(phone_index=index) | Q(person__phone_index=index)
    return parcels.filter(found)


def of_same(parcel: Parcel) -> Any:
    """Return the other parcels that wait for the same recipient."""
    rows = Parcel.objects.of(parcel.centre_id).live().exclude(pk=parcel.pk).order_by("in_at", "id")
    if parcel.person_id is not None:
        return rows.filter(person_id=parcel.person_id)
    return rows.filter(phone_index=parcel.phone_index) if parcel.phone_index else rows.none()


def fetchers(parcel: Parcel, at: datetime) -> list[str]:
    """Return the names of those who may fetch it by the recipient's own word or standing leave."""
    found = [parcel.proxy_name] if parcel.proxy_name else []
    if parcel.person_id is None:
        return found
    leaves = Delegation.objects.of(parcel.centre_id).filter(
        principal_id=parcel.person_id,
        ended_at__isnull=True,
        expires_on__gte=timezone.localdate(at),
    )
    for leave in leaves.select_related("delegate").order_by("given_at", "id"):
        name = leave.delegate.shown_name
        if Scope.PARCELS in leave.scopes and name and name not in found:
            found.append(name)
    return found


def standing(at: datetime, days: int) -> Q:
    """Return the condition of having stood on the shelf for so many days."""
    return Q(in_at__lte=at - timedelta(days=days))


def overdue(centre: Any, at: datetime, overdue_days: int) -> Any:
    """Return what stands on the shelf longer than the centre wants, the longest first."""
    rows = Parcel.objects.of(centre).live().filter(standing(at, overdue_days))
    return rows.select_related("person__hamlet").order_by("in_at", "id")


def with_delivery(parcels: Any) -> Any:
    """Return parcels with `to_deliver`: whether somebody wants it brought home."""
    asked = Delivery.objects.filter(
        centre_id=OuterRef("centre_id"), parcel_id=OuterRef("pk"), state=DeliveryState.ASKED
    )
    return parcels.annotate(to_deliver=Exists(asked))


@dataclass(frozen=True)
class Shelf:
    """How many parcels stand here, and how many of them want something done."""

    waiting: int
    unmatched: int
    overdue: int
    deliveries: int


def shelf_counts(
    centre: Any, at: datetime, overdue_days: int, *, with_deliveries: bool = True
) -> Shelf:
    """Count the shelf in one statement, and what is to be brought home in another."""
    counts = (
        Parcel.objects.of(centre)
        .live()
        .aggregate(
            waiting=Count("pk"),
            unmatched=Count("pk", filter=Q(person__isnull=True, phone_index__isnull=True)),
            overdue=Count("pk", filter=standing(at, overdue_days)),
        )
    )
    asked = Delivery.objects.of(centre).asked().count() if with_deliveries else 0
    return Shelf(**counts, deliveries=asked)


def between(rows: Any, field: str, first: date | None, last: date | None) -> Any:
    """Narrow rows to some days of the village, both included; None is without end."""
    zone = timezone.get_default_timezone()
    if first:
        rows = rows.filter(**{f"{field}__gte": datetime.combine(first, time(0), zone)})
    if last:
        until = datetime.combine(last + timedelta(days=1), time(0), zone)
        rows = rows.filter(**{f"{field}__lt": until})
    return rows


def handed(centre: Any, first: date, last: date) -> Any:
    """Return the parcels that were fetched on some days, both included."""
    rows = Parcel.objects.of(centre).filter(state=ParcelState.HANDED)
    return between(rows, "out_at", first, last)
