"""What each address of the resolver may ask of the database, with a village at work.

The budgets are those of the house, counted beyond session and centre: a public page 4, the home
and what a resident has signed in for 8, a page of the workbench 15, one thing's page 12. A page
that every hall adds a section to may ask once for each of them besides (docs/decisions/0012).
Tests beside the pages prove that none grows with its rows.
"""

from collections.abc import Iterator

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.foundation.people.public import Access
from changlai.kernel.registry.public import collect
from tests.cast import NOW, Village
from tests.flows.desk import Desk
from tests.resolver import ADDRESSES, Address, things_of

SESSION_AND_CENTRE = 2
FOR_VISITORS = 4 + 1  # a visitor has no session
FOR_RESIDENTS = 8 + SESSION_AND_CENTRE
FOR_STAFF = 15 + SESSION_AND_CENTRE
FOR_ONE_THING = 12 + SESSION_AND_CENTRE
FOR_HOME = 8
SECTIONS = {
    "web:today": ("today",),
    "web:today_print": ("today",),
    "web:mine": ("mine",),
    "people:held": ("held",),
    "publishing:window": ("home", "faces"),
    "practices:arrival": ("sharing",),
}
"""Pages that halls add sections to, with the kinds of contribution that make them."""

READERS = {
    "open": ("visitor", "resident", "secretary"),
    "residents": ("resident", "secretary"),
    "staff": ("secretary",),
}
"""Who is shown the pages of each mark; that nobody else is, the sweep of roles proves."""


@pytest.fixture
def the_day() -> Iterator[None]:
    """Stand in the days of the village's rows, so that today and what is coming are not empty."""
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def busy(the_day: None, desk: Desk, lived_in: Village) -> Village:
    """Fill the desk beyond what a page shows at once, in the village with a row of everything."""
    resident = lived_in.resident
    own = {"actor": desk.actor(resident), "person": lived_in.resident_person}
    for _ in range(12):
        desk.answered()
        desk.opened()
        desk.accepted(**own)
    return lived_in


def counted(address: Address, village: Village, readers: dict[str, Client]) -> dict[str, int]:
    """Return the statements of a page for each reader who gets one, of the first thing it shows."""
    assert address.access is not None
    who = READERS.get(address.access.kind, ())
    for thing in things_of(village, address):
        path = address.path(village.centre.code, thing)
        answers = {reader: readers[reader].get(path).status_code for reader in who}
        if 405 in answers.values():
            return {}
        if 200 in answers.values():
            return {
                reader: taken(readers[reader], path)
                for reader, status in answers.items()
                if status == 200
            }
    return {}


def taken(client: Client, page: str) -> int:
    """Return how many statements a page takes that was asked for before."""
    with CaptureQueriesContext(connection) as seen:
        client.get(page)
    return len(seen)


def budget(address: Address, reader: str) -> int:
    sections = sum(len(collect(kind)) for kind in SECTIONS.get(address.full_name, ()))
    if address.names_a_thing:
        return FOR_ONE_THING + sections
    if address.full_name == "web:home":
        return FOR_HOME + (0 if reader == "visitor" else SESSION_AND_CENTRE)
    plain = {"visitor": FOR_VISITORS, "resident": FOR_RESIDENTS, "secretary": FOR_STAFF}
    return plain[reader] + sections


# Pages ask the same of both databases; that none grows with its rows is tested on both.
@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
def test_no_page_asks_more_than_its_budget(the_day: None, desk: Desk, busy: Village) -> None:
    readers = {
        "visitor": Client(raise_request_exception=False),
        "resident": desk.resident(busy.resident),
        "secretary": desk.staff(busy.secretary),
    }
    found = {
        (address.full_name, reader): (count, budget(address, reader))
        for address in ADDRESSES
        if isinstance(address.access, Access)
        for reader, count in counted(address, busy, readers).items()
    }
    seen = {name for name, _ in found}
    assert {"web:home", "web:mine", "web:today", "voices:cases", "voices:desk_case"} <= seen
    assert {"rooms:book", "gatherings:desk_activity", "cells:desk_cells", "figures:panel"} <= seen
    assert {"parcels:mine", "parcels:parcel", "parcels:desk_parcel"} <= seen
    assert {"canteen:week", "canteen:ticket", "canteen:desk_meal", "canteen:desk_month"} <= seen
    assert {key: pair for key, pair in found.items() if pair[0] > pair[1]} == {}
