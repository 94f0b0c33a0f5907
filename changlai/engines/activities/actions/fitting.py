"""Who may use which seats: everyone the common ones, some those that are kept for them."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef
from django.utils import timezone

from changlai.engines.activities.models import Activity, Mark, SeatPool, SignUp
from changlai.engines.activities.states import ELDER_AGE, KeptFor, MarkKind, MarkOutcome
from changlai.foundation.people.public import Person


def came_before(centre: Any, people: Collection[UUID]) -> set[UUID]:
    """Return which of some people were ever signed in here; a line taken back says nothing."""
    void = Mark.objects.filter(
        centre_id=OuterRef("centre_id"), voids_id=OuterRef("pk"), kind=MarkKind.VOID
    )
    rows = Mark.objects.of(centre).filter(
        ~Exists(void), person_id__in=list(people), kind=MarkKind.IN, outcome=MarkOutcome.TAKEN
    )
    return set(rows.values_list("person_id", flat=True))


def fits_of(person: Person | None, first_starts: datetime | None, *, came: bool) -> set[str]:
    """Return for whom kept seats are that this person may use.

    An elder is 60 or older in the year of the activity; a first-timer has never been signed in
    at anything of this centre.
    """
    fits: set[str] = {KeptFor.EVERYONE}
    if person is None or first_starts is None:
        return fits
    year = timezone.localtime(first_starts).year
    if person.birth_year is not None and year - person.birth_year >= ELDER_AGE:
        fits.add(KeptFor.ELDERS)
    if not came:
        fits.add(KeptFor.FIRST_TIMERS)
    return fits


class Seating:
    """The pools of a quota, and which of them each of some sign-ups may draw on.

    Who came before is asked once for all of them, and only where seats are kept for first-timers.
    """

    def __init__(
        self, activity: Activity, pools: Iterable[SeatPool], sign_ups: Iterable[SignUp]
    ) -> None:
        self.first_starts = activity.first_starts
        self.pools = [pool for pool in pools if is_open(pool)]
        has_first = any(pool.kept_for == KeptFor.FIRST_TIMERS for pool in self.pools)
        people = [row.person_id for row in sign_ups if row.person_id]
        self.came = came_before(activity.centre_id, people) if has_first and people else set()

    def pools_of(self, sign_up: SignUp) -> list[SeatPool]:
        """Return the pools a sign-up may draw on, those kept for its person first."""
        fits: set[str] = {KeptFor.EVERYONE}
        if any(pool.kept_for != KeptFor.EVERYONE for pool in self.pools):
            came = sign_up.person_id in self.came
            fits = fits_of(sign_up.person, self.first_starts, came=came)
        mine = [pool for pool in self.pools if pool.kept_for in fits]
        return sorted(mine, key=lambda pool: pool.kept_for == KeptFor.EVERYONE)


def is_open(pool: SeatPool) -> bool:
    """Say whether seats of a pool are given out; what was released belongs to everyone's."""
    return pool.kept_for == KeptFor.EVERYONE or pool.released_at is None


def pools_for(row: SignUp) -> list[SeatPool]:
    """Return the pools one sign-up may draw on, those kept for its person first."""
    pools = SeatPool.objects.of(row.centre_id).filter(quota_id=row.ticket.quota_id).order_by("pk")
    return Seating(row.activity, pools, [row]).pools_of(row)
