"""F01: the reporting tree is data, edited in the browser, and counts what was tagged."""

from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client

from changlai.engines.activities.public import Preset
from changlai.engines.cases.public import open_case
from changlai.halls.gatherings.kinds import KINDS
from changlai.halls.gatherings.pack import PACK as GATHERINGS
from changlai.insights.figures.actions.tags import put_tag, put_uses
from changlai.insights.figures.models import Tag
from changlai.insights.figures.pack import PACK
from changlai.insights.figures.queries.coming import sources
from changlai.insights.figures.queries.panel import panel
from changlai.insights.figures.queries.tags import counted, tree
from changlai.insights.figures.spans import Span
from changlai.kernel.errors import BadInput, NotAllowed
from tests.insights.figures.conftest import APRIL, Place, at

SignedIn = Callable[[Any], Client]


@pytest.fixture
def planted(place: Place) -> Place:
    for _ in range(2):
        for pack in PACK:
            pack.unpack(place.centre, APRIL)
    return place


def titled(place: Place, title: str) -> Tag:
    found: Tag = Tag.objects.of(place.centre).get(title=title)
    return found


def test_a_new_village_has_one_line_three_standpoints_and_three_hearts(planted: Place) -> None:
    found = [(one.depth, one.tag.title) for one in tree(planted.centre)]
    assert found[0] == (0, "133")
    assert [title for depth, title in found if depth == 1] == ["一条主线", "三个立足", "三颗心"]
    assert [depth for depth, _ in found].count(2) == 6


def test_f01_what_a_village_starts_with_counts_under_133(place: Place) -> None:
    for pack in (*GATHERINGS, *PACK):
        pack.unpack(place.centre, APRIL)
    root = tree(place.centre)[0]
    shipped = {kind.code for kind in KINDS if "133" in kind.tags}
    assert {preset.code for preset in root.presets} == shipped
    assert root.sources == {source.code for source in sources()}


def test_a_heading_counts_what_is_under_it_once(planted: Place) -> None:
    for day in ("02", "09"):
        planted.activity(
            f"2026-03-{day} 11:00", f"2026-03-{day} 12:00", "东半", done=f"2026-03-{day} 13:00"
        )
    for _ in range(7):
        open_case(
            centre=planted.centre,
            kind="help",
            text="路灯不亮。",
            channel="counter",
            at=at("2026-03-10 10:00"),
            actor=planted.staff,
        )
    planted.deliver()
    facts: dict[str, Any] = {"centre": planted.centre, "actor": planted.staff, "at": APRIL}
    for title in ("立足一", "立足二"):
        put_uses(
            **facts,
            tag_id=titled(planted, title).pk,
            presets=[planted.preset.code],
            source_codes=["voices", "no-such"],
        )
    span = Span.read("2026-03")
    assert span is not None
    found = panel(planted.centre, span, APRIL)
    rows = {
        row.tag.title: (row.activities, row.heads)
        for row in counted(tree(planted.centre), found.kinds, found.sources, span)
    }
    assert rows["133"] == rows["三个立足"] == rows["立足一"] == rows["立足二"] == (2, 7)
    assert rows["三颗心"] == (0, 0)


def test_the_secretary_edits_the_tree_in_the_browser(planted: Place, signed_in: SignedIn) -> None:
    client = signed_in(planted.village.secretary)
    with time_machine.travel(APRIL, tick=False):
        parent = titled(planted, "三颗心")
        response = client.post(
            planted.page("tags"), {"title": "为老人的心", "parent": str(parent.pk)}
        )
        row = titled(planted, "为老人的心")
        assert response["Location"] == planted.page("tag", pk=row.pk)
        assert row.parent == parent
        client.post(
            planted.page("tag", pk=row.pk),
            {
                "title": "暖心",
                "order": "0",
                "is_active": "on",
                "presets": [planted.preset.code],
                "sources": ["voices"],
            },
        )
        shown = client.get(planted.page("tags")).content.decode()
        panel_page = client.get(planted.page("panel")).content.decode()
    assert "暖心" in shown
    assert "电影夜" in shown
    assert "暖心" in panel_page
    preset = Preset.objects.of(planted.centre).get(pk=planted.preset.pk)
    assert preset.tags == [row.code]


def test_words_are_needed_and_what_was_typed_stays(planted: Place, signed_in: SignedIn) -> None:
    client = signed_in(planted.village.secretary)
    response = client.post(planted.page("tags"), {"title": "", "parent": ""})
    assert "请填写提法。" in response.content.decode()
    with pytest.raises(BadInput):
        put_tag(centre=planted.centre, actor=planted.staff, at=APRIL, title="　")


def test_others_do_not_edit_it(planted: Place, signed_in: SignedIn) -> None:
    assert signed_in(planted.village.handler).get(planted.page("tags")).status_code == 404
    handler = planted.village.actor(planted.village.handler)
    with pytest.raises(NotAllowed):
        put_tag(centre=planted.centre, actor=handler, at=APRIL, title="心")


def test_a_closed_heading_is_off_the_panel_and_kept(planted: Place) -> None:
    row = titled(planted, "三颗心")
    facts: dict[str, Any] = {"centre": planted.centre, "actor": planted.staff, "at": APRIL}
    put_tag(**facts, tag_id=row.pk, title=row.title, is_active=False)
    assert "心一" not in {one.tag.title for one in tree(planted.centre)}
    assert "心一" in {one.tag.title for one in tree(planted.centre, with_closed=True)}
