"""F02: the wall, its versions, its register, its screen; F56: stories; F62: the window."""

import re
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from changlai.engines.content.models import Version
from changlai.engines.content.public import withdraw_agreement
from changlai.foundation.people.backends import RESIDENT, STAFF
from changlai.halls.publishing.registers import REGISTERS
from changlai.kernel.errors import BadInput
from changlai.kernel.registry.public import collect
from tests.cast import NOW, Village
from tests.engines.content.pages import Desk

LATER = NOW + timedelta(days=40)


@pytest.fixture
def desk(village: Village) -> Desk:
    return Desk(village)


@pytest.fixture
def staff(village: Village, client: Client) -> Client:
    client.force_login(village.secretary, backend=STAFF)
    return client


def page(village: Village, name: str, **kwargs: Any) -> str:
    return reverse(f"publishing:{name}", kwargs={"code": village.centre.code, **kwargs})


def test_f02_publishing_v2_archives_v1_both_dated_in_the_register(desk: Desk) -> None:
    first = desk.live("wall", "从一口井说起", place="大厅东墙")
    desk.out(desk.next(first, at=LATER, body="新写的。"), at=LATER)

    register = next(one for one in REGISTERS if one.code == "wall_updates")
    rows = list(register.rows(desk.chief, {}))
    told = {row.number: {one.title: one.of(row) for one in register.columns} for row in rows}
    assert told[1]["存档时间"] == LATER
    assert told[1]["为什么存档"] == "有了新的一版"
    assert (told[1]["发布时间"], told[2]["发布时间"]) == (NOW, LATER)
    assert told[2]["存档时间"] is None
    assert {row["挂在哪里"] for row in told.values()} == {"大厅东墙"}


def test_f02_only_the_published_version_is_on_wall_section_and_screen(
    desk: Desk, client: Client
) -> None:
    first = desk.live("wall", "从一口井说起", body="旧的话。")
    desk.next(first, body="还没发布的话。")
    for name, kwargs in (
        ("wall", {}),
        ("wall_screen", {}),
        ("wall_section", {"pk": first.piece_id}),
    ):
        with time_machine.travel(NOW, tick=False):
            html = client.get(page(desk.village, name, **kwargs)).content.decode()
        assert "旧的话" in html
        assert "还没发布" not in html


def test_f02_a_panel_past_its_day_stands_on_the_sheet_of_the_day(desk: Desk, staff: Client) -> None:
    desk.live("wall", "从一口井说起")
    section = next(one for one in collect("today") if one.code == "publishing_due")
    assert section.lines(desk.chief, NOW + timedelta(days=179))[1] == 0
    lines, total = section.lines(
        desk.village.actor(desk.village.secretary), NOW + timedelta(days=180)
    )
    assert (total, lines[0].title) == (1, "从一口井说起")
    assert "待更新" in lines[0].note


def test_the_screen_needs_nobody_signed_in_and_turns_without_inline_script(
    desk: Desk, client: Client
) -> None:
    desk.live("wall", "从一口井说起")
    with time_machine.travel(NOW, tick=False):
        answer = client.get(page(desk.village, "wall_screen"))
    html = answer.content.decode()
    assert answer.status_code == 200
    assert "data-panel" in html
    assert not re.search(r"<script(?![^>]*src=)", html)


def test_f56_a_story_with_somebody_who_did_not_agree_is_not_approved(
    desk: Desk, staff: Client
) -> None:
    draft = desk.draft("story", "修渠那几天", body="唐远山说。")
    desk.agreed(draft, "唐远山", agreed_on=None, how="")
    url = page(desk.village, "desk_story", pk=draft.piece_id)
    with time_machine.travel(NOW, tick=False):
        answer = staff.post(url, {"verb": "publish"})
    assert answer.status_code == 200
    assert "唐远山还没有同意" in answer.content.decode()
    assert Version.objects.of(desk.village.centre).get().is_open
    with pytest.raises(BadInput):
        desk.out(draft)


def test_f56_no_measure_and_no_metric_counts_the_clips() -> None:
    for name in ("metrics", "measures", "encounters"):
        for one in collect(name) if name != "measures" else ():
            assert "clip" not in str(getattr(one, "code", one))


def test_f56_the_press_kit_of_a_published_story_opens_with_its_words(
    desk: Desk, staff: Client
) -> None:
    from io import BytesIO

    from docx import Document

    draft = desk.draft("story", "修渠那几天", summary="六天。", body="头一天来了九个人。")
    url = page(desk.village, "press_kit", pk=draft.piece_id)
    with time_machine.travel(NOW, tick=False):
        assert staff.get(url).status_code == 404
        desk.agreed(draft, "唐远山")
        desk.out(draft)
        first, again = staff.get(url).content, staff.get(url).content
    assert first == again
    text = "\n".join(one.text for one in Document(BytesIO(first)).paragraphs)
    for word in ("修渠那几天", "六天。", "头一天来了九个人。", "唐远山", "0898-66000001"):
        assert word in text


def test_a_story_taken_down_by_consent_is_gone_from_every_address_on_the_next_request(
    desk: Desk, client: Client
) -> None:
    draft = desk.draft("story", "修渠那几天")
    row = desk.agreed(draft, "唐远山")
    live = desk.out(draft)
    names = [("read", {"pk": live.piece_id}), ("print", {"pk": live.piece_id})]
    with time_machine.travel(NOW, tick=False):
        for name, kwargs in names:
            answer = client.get(page(desk.village, name, **kwargs))
            assert answer.status_code == 200
            assert answer["Cache-Control"] == "no-store"
        assert "修渠" in client.get(page(desk.village, "feed")).content.decode()
        withdraw_agreement(**desk.who(), agreement_id=row.pk)
        for name, kwargs in names:
            assert client.get(page(desk.village, name, **kwargs)).status_code == 404
        for name in ("look", "feed", "list"):
            answer = client.get(page(desk.village, name), {"kind": "story"})
            assert "修渠" not in answer.content.decode()
    lines, total = next(one for one in collect("today") if one.code == "publishing_paper").lines(
        desk.village.actor(desk.village.secretary), NOW
    )
    assert total == 1
    assert "取下" in lines[0].title


def test_f62_the_window_says_how_many_answered_beside_every_satisfaction(
    village: Village, client: Client
) -> None:
    from uuid import uuid4

    from changlai.engines.faces.public import ask, tap_face
    from changlai.foundation.people.public import Actor
    from changlai.kernel.events.public import deliver

    month_before = NOW - timedelta(days=25)
    for number in range(10):
        asked = ask(
            centre=village.centre, kind="parcels", subject_id=uuid4(), at=month_before, title="取件"
        )
        assert asked is not None
        if number < 8:
            tap_face(
                centre=village.centre,
                token=asked.token,
                actor=Actor.anonymous(village.centre.pk),
                at=month_before,
                face=4 if number < 6 else 1,
            )
    deliver(village.centre.pk)
    with time_machine.travel(NOW, tick=False):
        html = client.get(page(village, "window")).content.decode()
    blocks = re.findall(r'<div class="figure">.*?</div>', html, re.DOTALL)
    assert blocks
    for block in blocks:
        if "满意" in block:
            assert "回应率80" in block
            assert "75" in block
    assert any("满意率" in block for block in blocks)


def test_whoever_stands_in_a_story_takes_it_back_from_their_own_page(
    desk: Desk, client: Client
) -> None:
    village = desk.village
    draft = desk.draft("story", "修渠那几天")
    desk.agreed(draft, name="", person=village.resident_person)
    live = desk.out(draft)
    row = live.piece.agreements.get()
    url = page(village, "agreed")
    with time_machine.travel(NOW, tick=False):
        stranger = Client()
        stranger.force_login(village.second, backend=RESIDENT)
        assert "修渠那几天" not in stranger.get(url).content.decode()
        assert stranger.post(url, {"agreement": row.pk}).status_code == 404

        client.force_login(village.resident, backend=RESIDENT)
        assert "修渠那几天" in client.get(url).content.decode()
        assert client.post(url, {"agreement": row.pk}).status_code == 302
        assert client.post(url, {"agreement": row.pk}).status_code == 409
        assert Client().get(page(village, "read", pk=live.piece_id)).status_code == 404
        assert client.post(url, {"agreement": "x"}).status_code == 404


def test_a_villager_found_by_name_is_noted_and_can_see_it(desk: Desk, staff: Client) -> None:
    village = desk.village
    draft = desk.draft("story", "修渠那几天")
    url = page(village, "desk_story", pk=draft.piece_id)
    said = {
        "verb": "agreement",
        "person": village.resident_person.pk,
        "agreed_as": "named",
        "agreed_on": "2026-03-01",
        "how": "signed",
    }
    with time_machine.travel(NOW, tick=False):
        assert "周春生" in staff.get(url, {"q": "周春"}).content.decode()
        assert staff.post(url, said).status_code == 302
        again = staff.post(url, said | {"agreed_on": "", "how": ""})
    row = draft.piece.agreements.get()
    assert (row.name, row.person_id) == ("周春生", village.resident_person.pk)
    assert "撤回" in again.content.decode()
    assert row.stands
