"""What stands in each calendar, put together from the sources of all halls."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from changlai.doors.calendars.models import CalendarKey, ChangeCount
from changlai.foundation.people.public import Person
from changlai.kernel.feeds.public import AgendaSource, Entry, Revision
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.records.public import Record
from changlai.kernel.registry.public import collect

BACK, AHEAD = timedelta(days=31), timedelta(days=370)
"""A telephone keeps what it once had, so a month back is enough to tell it of changes."""
ROOM_BACK, ROOM_AHEAD = timedelta(days=7), timedelta(days=62)


def sources() -> tuple[AgendaSource, ...]:
    """Return the sources of all halls in their order."""
    return collect("agenda")


def public_entries(centre: Any, at: datetime) -> list[Entry]:
    """Return what anyone may know of the centre, a month back and a year ahead."""
    since, until = at - BACK, at + AHEAD
    return _linked(centre, (one.public(centre, since, until) for one in sources()))


def entries_of_person(centre: Any, person_id: UUID, at: datetime) -> list[Entry]:
    """Return a person's own: sign-ups, appointments, bookings."""
    since, until = at - BACK, at + AHEAD
    return _linked(centre, (one.of_person(centre, person_id, since, until) for one in sources()))


def entries_of_room(centre: Any, room_id: UUID, at: datetime) -> list[Entry]:
    """Return when a room is taken; what is public has its name, all else is only taken."""
    since, until = at - ROOM_BACK, at + ROOM_AHEAD
    return _linked(centre, (one.of_room(centre, room_id, since, until) for one in sources()))


def _linked(centre: Any, given: Iterable[Iterable[Entry]]) -> list[Entry]:
    """Join the entries, later sources over earlier ones, and lead each to its record's page."""
    found = {entry.uid: entry for entries in given for entry in entries}
    keys = {entry.record_id for entry in found.values() if entry.record_id}
    pages = dict(Record.objects.of(centre).filter(pk__in=keys).values_list("pk", "url_name"))
    return [
        replace(entry, url=optional_url(centre, pages[entry.record_id], pk=entry.record_id))
        if pages.get(entry.record_id)
        else entry
        for entry in found.values()
    ]


def revisions(centre: Any, entries: Iterable[Entry]) -> dict[UUID, Revision]:
    """Return how often what entries are about was changed, in one statement."""
    keys = {key for entry in entries for key in (entry.uid, *entry.about)}
    found: dict[UUID, Revision] = {}
    for row in ChangeCount.objects.of(centre).filter(subject_id__in=keys):
        so_far = found.get(row.subject_id, Revision())
        at = max(row.at, so_far.at) if so_far.at else row.at
        found[row.subject_id] = Revision(so_far.number + row.number, at)
    return found


def live_key(centre: Any, person_id: UUID) -> CalendarKey | None:
    """Return the key that opens a person's calendar, if there is one."""
    return CalendarKey.objects.of(centre).live().filter(person_id=person_id).first()


def person_of_secret(centre: Any, secret: str) -> Person | None:
    """Return whose calendar a secret opens; None for one that is unknown or ended."""
    index = CalendarKey._meta.get_field("secret_index").index_of(secret)
    key = (
        CalendarKey.objects.of(centre)
        .live()
        .filter(secret_index=index, person__is_active=True)
        .select_related("person")
        .first()
    )
    return key.person if key else None
