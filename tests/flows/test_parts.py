"""A part that a village does without leaves no menu, page, register or block, and loses nothing."""

from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from changlai.foundation.areas.public import choose_parts
from changlai.foundation.people.backends import STAFF
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.registry.public import app_of, collect, modules
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db

PARTS = [part.code for part in collect("parts")]


def at_desk(village: Village) -> Client:
    client = Client()
    client.force_login(village.secretary, backend=STAFF)
    return client


def plain_pages(part: str) -> list[str]:
    """Return the url names of a part that take nothing but the centre, from the resolver."""

    def walk(patterns: Any, spaces: tuple[str, ...] = ()) -> Any:
        for one in patterns:
            if isinstance(one, URLResolver):
                inner = (*spaces, one.namespace) if one.namespace else spaces
                yield from walk(one.url_patterns, inner)
                continue
            assert isinstance(one, URLPattern)
            if spaces == (part,) and set(one.pattern.converters) == {"code"}:
                yield f"{part}:{one.name}"

    return list(walk(get_resolver().url_patterns))


@pytest.mark.parametrize("part", PARTS)
def test_a_part_switched_off_leaves_nothing_and_comes_back_whole(
    part: str, village: Village
) -> None:
    centre, actor = village.centre, village.actor(village.secretary)
    client = at_desk(village)
    pages = [reverse(name, kwargs={"code": centre.code}) for name in plain_pages(part)]
    assert pages, "a part has pages"
    own_menu = [
        item.title
        for module in modules("menu")
        if app_of(module) == part
        for item in module.MENU
        if item.door in {"desk", "home"}
    ]
    own_registers = {
        one.code
        for module in modules("registers")
        if app_of(module) == part
        for one in module.REGISTERS
    }
    answers = [client.get(page).status_code for page in pages]
    assert 200 in answers
    home, desk = (f"/c/{centre.code}/", f"/c/{centre.code}/desk/")
    shown = client.get(home).content.decode() + client.get(desk).content.decode()
    assert any(title in shown for title in own_menu)

    choose_parts(centre=centre, actor=actor, at=NOW, off=[part])
    assert {client.get(page).status_code for page in pages} == {404}
    assert {Client().get(page).status_code for page in pages} == {404}
    shown = client.get(home).content.decode() + client.get(desk).content.decode()
    assert not [page for page in pages if f'href="{page}"' in shown]
    listed = client.get(reverse("registers:index", kwargs={"code": centre.code}))
    for code in own_registers:
        assert f"/{code}/" not in listed.content.decode()
        register = reverse("registers:show", kwargs={"code": centre.code, "register": code})
        assert client.get(register).status_code == 404

    choose_parts(centre=centre, actor=actor, at=NOW, off=[])
    assert [client.get(page).status_code for page in pages] == answers


def test_parts_are_chosen_in_the_browser_by_whoever_runs_the_centre(village: Village) -> None:
    client, centre = at_desk(village), village.centre
    page = reverse("areas:parts", kwargs={"code": centre.code})
    assert "便民格子间" in client.get(page).content.decode()
    kept = [code for code in PARTS if code != "cells"]
    assert client.post(page, {"on": kept}).status_code == 302
    centre.refresh_from_db()
    assert "cells" in centre.parts_off
    other = Client()
    other.force_login(village.handler, backend=STAFF)
    assert other.post(page, {"on": PARTS}).status_code in {403, 404}


def test_only_known_parts_and_only_by_those_who_may(village: Village) -> None:
    centre = village.centre
    with pytest.raises(BadInput):
        choose_parts(centre=centre, actor=village.actor(village.secretary), at=NOW, off=["nothing"])
    with pytest.raises(NotAllowed):
        choose_parts(centre=centre, actor=village.actor(village.resident), at=NOW, off=["cells"])
