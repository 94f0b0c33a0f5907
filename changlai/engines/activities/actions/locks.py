"""The one order in which rows of a sign-up are locked, so that no two steps wait for each other.

1. the activity: shared by whoever signs up or decides one sign-up (`hold_still`), alone by whoever
   changes, draws or cancels it;
2. the pools of its seats, by key (`lock_pools`); a newcomer takes a seat by one conditional update
   of one pool, which locks that one row, and locks all of its quota only when none was free;
3. the sign-ups: one, or those who wait in their order;
4. the counter of a household, last.

A step may leave stages out, never go back. On SQLite a transaction that writes has the file to
itself.
"""

from typing import Any
from uuid import UUID

from django.db import connection

from changlai.engines.activities.models import Activity, SeatPool, SignUp


def hold_still(activity_id: Any) -> None:
    """Let nobody cancel or change an activity until this transaction ends; others still sign up."""
    if connection.vendor == "postgresql":
        table = Activity._meta.db_table
        with connection.cursor() as cursor:
            cursor.execute(f'SELECT 1 FROM "{table}" WHERE id = %s FOR SHARE', [activity_id])  # noqa: S608 -- the name of a model


def lock_pools(centre: Any, activity_id: UUID, quota_id: UUID | None = None) -> list[SeatPool]:
    """Lock the seats of an activity, or of one quota of it, and return them as they are now."""
    rows = SeatPool.objects.of(centre).select_for_update(of=("self",))
    rows = rows.filter(quota__activity_id=activity_id)
    if quota_id is not None:
        rows = rows.filter(quota_id=quota_id)
    return list(rows.order_by("pk"))


def lock_sign_up(centre: Any, sign_up_id: UUID) -> SignUp:
    """Lock all that a step of one sign-up may touch, in order; return it with its activity."""
    activity_id = SignUp.objects.of(centre).values_list("activity_id", flat=True).get(pk=sign_up_id)
    hold_still(activity_id)
    lock_pools(centre, activity_id)
    rows = SignUp.objects.of(centre).select_for_update(of=("self",))
    found: SignUp = rows.select_related("activity", "ticket", "person").get(pk=sign_up_id)
    return found
