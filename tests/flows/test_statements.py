"""What each address of the resolver may ask of the database, with a village at work.

The budgets are those of the house, counted beyond session and centre: a public page 4, what a
resident has signed in for 8, a page of the workbench 15, one thing's page 12. A page that every
hall adds a section to may ask twice for each of them besides. Tests beside the pages prove that
none grows with its rows.
"""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.foundation.people.public import Access
from changlai.kernel.registry.public import collect
from tests.architecture.test_sweep import ADDRESSES, Address
from tests.flows.desk import Desk

SESSION_AND_CENTRE = 2
FOR_VISITORS = 4 + 1  # a visitor has no session
FOR_RESIDENTS = 8 + SESSION_AND_CENTRE
FOR_STAFF = 15 + SESSION_AND_CENTRE
FOR_ONE_THING = 12 + SESSION_AND_CENTRE
SECTIONS = {"web:today": "today", "web:today_print": "today", "web:mine": "mine"}
"""Pages that halls add sections to, with the kind of contribution that makes them."""
LIKE_THE_HOME = {"rooms:book"}
"""Public pages that gather what is true just now from many tables, as a resident's home does."""
FOR_THE_FIGURES = 22 + SESSION_AND_CENTRE  # three figures of a month and a quarter, then and before


@pytest.fixture
def busy(desk: Desk) -> Any:
    """Fill the desk beyond what a page shows at once; return a voice of the resident in hand."""
    resident = desk.village.resident
    own = {"actor": desk.actor(resident), "person": desk.village.resident_person}
    for _ in range(12):
        desk.answered()
        desk.opened()
        case = desk.accepted(**own).case
    return case


def taken(client: Client, page: str) -> int | None:
    """Return how many statements a page takes once warm; None where this reader gets no page."""
    if client.get(page).status_code != 200:
        return None
    with CaptureQueriesContext(connection) as seen:
        client.get(page)
    return len(seen)


def budget(address: Address, reader: str) -> int:
    if address.full_name == "figures:panel":
        return FOR_THE_FIGURES
    return _plain(address, reader) + 2 * len(collect(SECTIONS.get(address.full_name, "none")))


def _plain(address: Address, reader: str) -> int:
    if reader == "visitor" and address.full_name not in LIKE_THE_HOME:
        return FOR_VISITORS
    if reader in {"visitor", "resident"}:
        return FOR_RESIDENTS
    return FOR_ONE_THING if address.names_a_thing else FOR_STAFF


@pytest.mark.slow
@pytest.mark.django_db
def test_no_page_asks_more_than_its_budget(desk: Desk, busy: Any) -> None:
    readers = {
        "visitor": Client(raise_request_exception=False),
        "resident": desk.resident(desk.village.resident),
        "secretary": desk.staff(desk.village.secretary),
    }
    found = {
        (address.full_name, reader): (count, budget(address, reader))
        for address in ADDRESSES
        if isinstance(address.access, Access)
        for reader, client in readers.items()
        if (count := taken(client, address.path(desk.centre.code, busy.pk))) is not None
    }
    seen = {name for name, _ in found}
    assert {"web:home", "web:mine", "web:today", "voices:cases", "voices:desk_case"} <= seen
    assert {key: pair for key, pair in found.items() if pair[0] > pair[1]} == {}
