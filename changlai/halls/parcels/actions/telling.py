"""Decide who is to be told of parcels: once for all that came together, and again when overdue."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from changlai.foundation.people.public import Actor
from changlai.halls.parcels import policies, queries
from changlai.halls.parcels.events import NoticeDue
from changlai.halls.parcels.models import Parcel, ShelfRule
from changlai.halls.parcels.states import NOTICE_APART, OVERDUE_DAYS, SETTLE, NoticeKind
from changlai.kernel.events.public import publish
from changlai.kernel.ids import uuid7
from changlai.kernel.policies import require

REMIND_AFTER = timedelta(days=1)
MATCHED = Q(person__isnull=False) | Q(phone_index__isnull=False)


def tell_arrived(at: datetime) -> int:
    """Tell of what was scanned ten minutes ago and more; return how many people are told.

    By then a carrier's other boxes are scanned too, so whoever gets three hears of them once.
    """
    rows = Parcel.objects.live().filter(MATCHED, told_at__isnull=True, in_at__lte=at - SETTLE)
    centres = sorted(set(rows.order_by().values_list("centre_id", flat=True)))
    return sum(_tell_new(centre_id, None, at) for centre_id in centres)


def tell_now(*, centre: Any, actor: Actor, at: datetime) -> int:
    """Tell of what was scanned, as the batch is done; return how many people are told.

    Whoever was told within the hour is told of the rest by the clock, when the hour is over.
    Raises NotAllowed.
    """
    require(policies.may_keep, actor, centre)
    return _tell_new(centre.pk, actor.account_id, at)


@transaction.atomic
def _tell_new(centre_id: UUID, actor_id: UUID | None, at: datetime) -> int:
    """Tell each recipient of all that is new; a batch that goes on keeps nobody waiting."""
    rows = Parcel.objects.of(centre_id).live().filter(MATCHED)
    fresh = list(rows.filter(told_at__isnull=True).select_for_update().order_by("id"))
    lately = _told_lately(centre_id, at)
    groups = [group for whose, group in _by_recipient(fresh).items() if whose not in lately]
    if actor_id is None:
        # By the clock: only where the first of them has waited for the others.
        groups = [group for group in groups if min(one.in_at for one in group) <= at - SETTLE]
    for group in groups:
        _note(group, NoticeKind.ARRIVED, actor_id, at)
    return len(groups)


def _told_lately(centre_id: UUID, at: datetime) -> set[Any]:
    """Return who was told of new parcels within the last hour, whatever became of those."""
    rows = Parcel.objects.of(centre_id).filter(told_at__gt=at - NOTICE_APART, told_at__lte=at)
    return {_whose(one) for one in rows.only("person_id", "phone_index", "centre_id")}


def remind_overdue(at: datetime) -> int:
    """Tell once more of what stands longer than its centre wants; return how many are told."""
    rows = Parcel.objects.live().filter(MATCHED, reminded_at__isnull=True)
    days = dict(ShelfRule.objects.values_list("centre_id", "overdue_days"))
    shortest = min([OVERDUE_DAYS, *days.values()])
    late = rows.filter(queries.standing(at, shortest)).order_by()
    centres = sorted(set(late.values_list("centre_id", flat=True)))
    return sum(_remind(one, days.get(one, OVERDUE_DAYS), at) for one in centres)


@transaction.atomic
def _remind(centre_id: UUID, overdue_days: int, at: datetime) -> int:
    rows = Parcel.objects.of(centre_id).live().filter(MATCHED, reminded_at__isnull=True)
    # Whose it is may have been found out only now: a second notice comes after a first one.
    rows = rows.filter(told_at__lte=at - REMIND_AFTER)
    late = list(rows.filter(queries.standing(at, overdue_days)).select_for_update().order_by("id"))
    groups = _by_recipient(late)
    for group in groups.values():
        _note(group, NoticeKind.OVERDUE, None, at)
    return len(groups)


def _whose(parcel: Parcel) -> Any:
    return parcel.person_id or parcel.phone_index


def _by_recipient(parcels: Iterable[Parcel]) -> dict[Any, list[Parcel]]:
    groups: dict[Any, list[Parcel]] = defaultdict(list)
    for parcel in parcels:
        groups[_whose(parcel)].append(parcel)
    return groups


def _note(group: list[Parcel], kind: NoticeKind, actor_id: UUID | None, at: datetime) -> None:
    """Write on each parcel in which notice it is told of, and let the notice be sent."""
    notice, centre_id = uuid7(), group[0].centre_id
    said = (
        {"told_at": at, "notice": notice}
        if kind == NoticeKind.ARRIVED
        else {"reminded_at": at, "reminder": notice}
    )
    Parcel.objects.of(centre_id).filter(pk__in=[one.pk for one in group]).update(**said)
    publish(
        NoticeDue(
            centre_id=centre_id,
            at=at,
            actor_id=actor_id,
            subject_id=notice,
            kind=kind,
            parcels=len(group),
        )
    )
