"""Every address of the resolver is classified, and opens for nobody it is not meant for."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

import pytest
import time_machine
from django.template import Template
from django.test import Client
from django.test.utils import _TestState

from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.foundation.people.public import Access, Actor
from tests.cast import NOW, Village
from tests.resolver import ADDRESSES, NOBODYS, SIGNED, Address, things_of

RESIDENTS = {"resident", "neighbour"}

STRANGERS = ("anonymous", "neighbour", "other_secretary")
"""Who has no business on the workbench of the village."""

CLOSE_LOOK = (*STRANGERS, "handler")
"""Who asks for each true row: those who must not see it, and one for whom it must not break."""

FOR_NEIGHBOURS: frozenset[str] = frozenset()
"""Pages of one thing that any signed-in person may open, each with its reason beside it."""

ROLES = (
    *STRANGERS,
    *("resident", "handler", "duty", "secretary", "supervisor", "clerk"),
    *("township", "county", "operator", "security", "auditor"),
)


SHARES = 12
IDS = [f"{address.namespace}:{address.name}" for address in ADDRESSES]


def test_the_resolver_was_walked() -> None:
    assert len(ADDRESSES) > 5


@pytest.mark.parametrize("address", ADDRESSES, ids=IDS)
def test_every_address_says_who_may_open_it(address: Address) -> None:
    ours_to_judge = not address.view.__module__.startswith("django.contrib.staticfiles")
    assert not ours_to_judge or isinstance(address.access, Access), (
        f"/{address.route} carries no mark: open_to_all, for_residents or for_staff"
    )


def test_an_unclassified_view_is_seen() -> None:
    plain = Address("plain", lambda request: None, "", "plain", ())
    assert not isinstance(plain.access, Access)


@pytest.fixture
def clients(village: Village) -> dict[str, Client]:
    """One browser for each role, signed in as that role signs in."""
    found = {"anonymous": Client()}
    for role, account in village.accounts().items():
        client = Client()
        client.force_login(account, backend=RESIDENT if role in RESIDENTS else STAFF)
        found[role] = client
    return found


def _actor(village: Village, role: str) -> Actor:
    if role == "anonymous":
        return village.stranger
    return village.actor(village.accounts()[role])


@pytest.fixture
def plain_rendering(monkeypatch: pytest.MonkeyPatch) -> None:
    """Render as the site does, without copying each context for a test to look into."""
    monkeypatch.setattr(Template, "_render", _TestState.saved_data.template_render)


# Who may open a page is the same on both databases; each page's own tests run on both.
# A village is costly to fill, so a share of all addresses is asked for in one.
@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
@pytest.mark.usefixtures("plain_rendering")
@pytest.mark.parametrize("share", range(SHARES))
def test_every_address_answers_every_role_as_it_is_marked(
    share: int, lived_in: Village, clients: dict[str, Client]
) -> None:
    actors = {role: _actor(lived_in, role) for role in ROLES}
    wrong: list[str] = []
    with time_machine.travel(NOW, tick=False):
        for address in ADDRESSES[share::SHARES]:
            if address.access is None:
                continue  # named by the test above
            for thing in things_of(lived_in, address):
                path = address.path(lived_in.centre.code, thing)
                for role in ROLES if thing == NOBODYS else CLOSE_LOOK:
                    try:
                        _visit(address, path, role, clients[role], actors[role])
                    except AssertionError as error:
                        wrong.append(f"{address.full_name}: {error}")
    assert not wrong, "\n".join(wrong)


def _visit(address: Address, path: str, role: str, client: Client, actor: Actor) -> None:
    access = address.access
    assert access is not None
    response = _ask(client.get, path, role)
    told = f"GET {path} as {role}: {response.status_code}"
    assert response.status_code < 500, told
    of_a_centre = address.route.startswith("c/")
    if access.kind == "open":
        return
    if access == SIGNED:
        assert response.status_code == 404, told
        return
    if role == "anonymous":
        assert response.status_code in {302, 404}, told
        if response.status_code == 302:
            assert "next=" in urlsplit(response["Location"]).query, told
        return
    if access.kind == "residents":
        if address.names_a_thing and role in STRANGERS and address.full_name not in FOR_NEIGHBOURS:
            assert response.status_code in {302, 404}, told
        return
    allowed = actor.can(access.power) if access.power else actor.is_staff
    if of_a_centre and not allowed:
        assert response.status_code == 404 or _is_sign_in(response), told
    if of_a_centre and role in STRANGERS:
        assert not allowed, f"{role} is staff of a village not theirs"


def _ask(method: Callable[[str], Any], path: str, role: str) -> Any:
    """Send the request; an error tells whose it was."""
    try:
        return method(path)
    except Exception as error:
        error.add_note(f"{path} as {role}")
        raise


def _is_sign_in(response: Any) -> bool:
    return response.status_code == 302 and "next=" in response["Location"]


@pytest.mark.slow
@pytest.mark.django_db
def test_a_posted_verb_is_refused_to_strangers_too(
    village: Village, clients: dict[str, Client]
) -> None:
    wrong: list[str] = []
    staff = [one for one in ADDRESSES if one.access and one.access.kind == "staff"]
    assert len(staff) > 5
    with time_machine.travel(NOW, tick=False):
        for address in staff:
            path = address.path(village.centre.code, NOBODYS)
            for role in STRANGERS:
                response = _ask(clients[role].post, path, role)
                refused = response.status_code in {404, 405} or _is_sign_in(response)
                if not refused:
                    wrong.append(f"POST {path} as {role}: {response.status_code}")
    assert not wrong, "\n".join(wrong)
