"""Write entries as iCalendar (RFC 5545): the same entries give the same bytes."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from uuid import UUID

from django.utils import timezone
from icalendar import Calendar, Event, Timezone, TimezoneStandard

from changlai.kernel.feeds.entries import Entry, Revision

PRODUCT = "-//Changlai//Changlai 1//ZH"
CONTENT_TYPE = "text/calendar; charset=utf-8"
AGAIN = timedelta(hours=4)
"""How often a telephone may look again."""


def calendar(
    entries: Iterable[Entry],
    *,
    name: str,
    site: str = "",
    revisions: Mapping[UUID, Revision] | None = None,
) -> bytes:
    """Return entries as a calendar. `site` ("https://example.cn") stands before each address.

    A cancelled entry stays in it, marked, so that it vanishes from telephones; SEQUENCE and
    LAST-MODIFIED come from `revisions`, so that a telephone sees what is newer.
    """
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("calscale", "GREGORIAN")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", name)
    found.add("x-wr-timezone", timezone.get_default_timezone_name())
    found.add("refresh-interval", AGAIN, parameters={"value": "DURATION"})
    found.add("x-published-ttl", "PT4H")
    found.add_component(_zone())
    for entry in sorted(entries, key=lambda one: (one.starts, one.uid)):
        found.add_component(_event(entry, site, revisions or {}))
    return bytes(found.to_ical())


def _event(entry: Entry, site: str, revisions: Mapping[UUID, Revision]) -> Event:
    changes = [revisions[key] for key in (entry.uid, *entry.about) if key in revisions]
    changed = max([entry.made_at, *(one.at for one in changes if one.at)]).astimezone(UTC)
    event = Event()
    event.add("uid", str(entry.uid))
    event.add("dtstamp", changed)
    event.add("created", entry.made_at.astimezone(UTC))
    event.add("last-modified", changed)
    event.add("sequence", sum(one.number for one in changes))
    event.add("dtstart", _here(entry.starts))
    event.add("dtend", _here(entry.ends))
    event.add("summary", f"【已取消】{entry.title}" if entry.is_cancelled else entry.title)
    for key, value in (("location", entry.place), ("description", entry.text)):
        if value:
            event.add(key, value)
    if entry.url:
        event.add("url", f"{site}{entry.url}")
    event.add("status", _status(entry))
    event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
    return event


def _status(entry: Entry) -> str:
    if entry.is_cancelled:
        return "CANCELLED"
    return "CONFIRMED" if entry.is_certain else "TENTATIVE"


def _here(moment: datetime) -> datetime:
    return timezone.localtime(moment, timezone.get_default_timezone())


def _zone() -> Timezone:
    """Say what Asia/Shanghai is: eight hours before Greenwich, all year since 1991."""
    zone, standard = Timezone(), TimezoneStandard()
    zone.add("tzid", timezone.get_default_timezone_name())
    # Without a zone of its own, as the standard asks for the onset.
    standard.add("dtstart", datetime(1991, 9, 15))  # noqa: DTZ001
    standard.add("tzoffsetfrom", timedelta(hours=8))
    standard.add("tzoffsetto", timedelta(hours=8))
    standard.add("tzname", "CST")
    zone.add_component(standard)
    return zone
