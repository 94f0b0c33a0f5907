"""What stands behind the question mark of an address is typed by anybody: no page breaks on it."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from changlai.foundation.people.public import Access
from tests.flows.desk import Desk
from tests.resolver import ADDRESSES

# Those that a page reads by itself, and those that a form reads first: one wrong day must not
# keep the words from being looked at.
TOGETHER = (
    *("words", "q", "number", "code", "next", "show", "template", "s", "category", "person"),
    *("paper", "on", "done", "confirm", "about", "week", "page"),
)
CHOSEN = ("kind", "state_type", "channel", "urgency", "hand", "due", "since", "until", "day")
ODD = {
    "a zero": "\0",
    "a great number": "9" * 40,
    "a script": "<script>alert(1)</script>",
    "quotes and stars": "\"' * OR NEAR( ^ - %_\\",
    "ten thousand": "字" * 2_000,
}


@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.parametrize("odd", ODD.values(), ids=ODD)
def test_no_page_breaks_on_what_is_asked_of_it(desk: Desk, odd: str) -> None:
    case = desk.answered().case
    readers = [
        Client(raise_request_exception=False),
        desk.resident(desk.village.resident),
        desk.staff(desk.village.secretary),
    ]
    broken: list[tuple[str, str, int]] = []
    for address in ADDRESSES:
        if not isinstance(address.access, Access):
            continue
        page = address.path(desk.centre.code, case.pk)
        reader = {"residents": 1, "staff": 2}.get(address.access.kind, 0)
        for names in (TOGETHER, CHOSEN):
            answer = readers[reader].get(f"{page}?{urlencode(dict.fromkeys(names, odd))}")
            if answer.status_code >= 500 or b"<script>alert(1)" in getattr(answer, "content", b""):
                broken.append((address.full_name, names[0], answer.status_code))
    assert broken == []
