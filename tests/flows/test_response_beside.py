"""F62: wherever 满意率 stands, 回应率 stands on the same page; no figure without who was silent."""

import re
from datetime import timedelta

import pytest
import time_machine
from django.test import Client

from changlai.foundation.people.backends import STAFF
from changlai.kernel.registers.public import registers_of
from tests.cast import NOW, Village
from tests.flows.desk import Desk
from tests.resolver import ADDRESSES, NOBODYS

RATE, BESIDE = "满意率", "回应率"
FORMS = ("", "?show=months", "?show=categories")
"""Ways in which the page of the three rates is looked at; other pages take no notice."""


def _read(client: Client, path: str) -> str:
    answer = client.get(path)
    kind = answer.headers.get("content-type", "")
    if answer.status_code != 200 or "html" not in kind:
        return ""
    return re.sub(r"<[^>]+>", " ", answer.content.decode())


@pytest.mark.slow
@pytest.mark.django_db
def test_f62_no_page_shows_satisfaction_without_how_many_answered(
    desk: Desk, lived_in: Village
) -> None:
    with time_machine.travel(NOW + timedelta(hours=1), tick=False):
        desk.answered()
        client = Client()
        client.force_login(lived_in.secretary, backend=STAFF)
        code, found, bare = lived_in.centre.code, set(), []
        plain = [one for one in ADDRESSES if [name for _, name in one.arguments] == ["code"]]
        registers = [one.code for one in registers_of(lived_in.actor(lived_in.secretary))]
        paths = [one.path(code, NOBODYS) for one in plain]
        paths += [f"/c/{code}/desk/registers/{one}/" for one in registers]
        for path in paths:
            for form in FORMS if "rates" in path else FORMS[:1]:
                words = _read(client, path + form)
                if RATE in words:
                    found.add(path + form)
                    if BESIDE not in words:
                        bare.append(path + form)
        assert bare == []
        assert len(found) >= 4, f"the walk came past too few figures: {sorted(found)}"
