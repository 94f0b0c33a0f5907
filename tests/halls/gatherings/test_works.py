"""F37: the works of an exhibition are shown in their time and while their author agrees."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.test import Client

from changlai.engines.activities.public import Document, put_preset
from changlai.halls.gatherings.models import Work
from changlai.kernel.files.public import StoredFile
from tests.cast import NOW, Village
from tests.engines.activities.conftest import make_stage
from tests.halls.gatherings.door import SEVEN, Door, words
from tests.halls.gatherings.test_after import RESIDENT, picture


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(SEVEN, tick=False):
        yield


@pytest.fixture
def door(village: Village) -> Door:
    stage = make_stage(village)
    stage.preset = put_preset(
        centre=stage.centre,
        actor=stage.staff,
        at=NOW,
        title="书画展",
        documents=[Document.WORKS],
    )
    return Door(stage)


def hang(door: Door, **more: Any) -> Work:
    client = door.client(door.stage.village.secretary)
    told = {
        "image": picture(),
        "title": "春山图",
        "author_name": "周小雨",
        "shown_from": "2026-03-28",
        "shown_until": "2026-03-30",
        "consent_note": "纸质同意书已签",
        **more,
    }
    answer = client.post(door.url("works", pk=door.activity.pk), told)
    assert answer.status_code == 302, words(answer)
    return Work.objects.get()


def seen(door: Door) -> bool:
    return "春山图" in words(Client().get(door.url("afterwards", pk=door.activity.pk)))


def test_f37_a_work_is_hidden_when_the_consent_is_withdrawn(door: Door) -> None:
    work = hang(door)
    assert seen(door)
    client = door.client(door.stage.village.secretary)
    said = {
        "title": work.title,
        "author_name": work.author_name,
        "shown_from": "2026-03-28",
        "shown_until": "2026-03-30",
        "consent_note": "",
    }
    url = door.url("work", pk=work.pk)
    client.post(url, said)
    assert not seen(door)
    client.post(url, {**said, "consent_note": "当面又同意了"})
    assert seen(door)


def test_f37_an_author_takes_the_own_work_down_and_nobody_elses(door: Door) -> None:
    me, other = door.stage.person("周小雨"), door.stage.person("何东来")
    desk = door.client(door.stage.village.secretary)
    found = words(desk.get(door.url("works", pk=door.activity.pk), {"q": "小雨"}))
    assert f"?person={me.pk}" in found
    work = hang(door, person=str(me.pk), author_name="")
    assert (work.author_id, work.author_name) == (me.pk, "周小雨")
    url = door.url("withdraw_work", pk=work.pk)
    assert door.client(other.account, backend=RESIDENT).post(url).status_code == 404
    assert seen(door)
    mine = door.client(me.account, backend=RESIDENT)
    assert "不再展出" in words(mine.get(door.url("afterwards", pk=door.activity.pk)))
    mine.post(url)
    assert not seen(door)


def test_f37_whose_work_it_is_can_be_put_right_and_a_pen_name_stays(door: Door) -> None:
    me = door.stage.person("周小雨")
    work = hang(door, author_name="听雨楼主")
    url = door.url("work", pk=work.pk)
    client = door.client(door.stage.village.secretary)
    said = {
        "title": work.title,
        "author_name": "听雨楼主",
        "shown_from": "2026-03-28",
        "shown_until": "2026-03-30",
        "consent_note": "纸质同意书已签",
    }
    client.post(url, {**said, "person": str(me.pk)})
    work.refresh_from_db()
    assert (work.author_id, work.author_name) == (me.pk, "听雨楼主")
    assert "记在 <strong>周小雨</strong>" in words(client.get(url))
    assert "找村民" in words(client.get(f"{url}?person="))
    client.post(url, {**said, "person": ""})
    work.refresh_from_db()
    assert work.author_id is None


def test_f37_the_works_are_found_while_they_hang_and_not_before(door: Door) -> None:
    def found() -> bool:
        return "看展出的作品" in words(Client().get(door.url("activity", pk=door.activity.pk)))

    assert not found()
    work = hang(door, consent_note="")
    assert not found()
    Work.objects.filter(pk=work.pk).delete()
    hang(door)
    assert found()


def test_f37_a_work_is_deleted_with_its_picture_after_a_question(
    door: Door, django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        work = hang(door)
    path = work.image.path
    assert default_storage.exists(path)
    client = door.client(door.stage.village.secretary)
    url = door.url("remove_work", pk=work.pk)
    assert "删掉《春山图》？" in words(client.get(url))
    assert Work.objects.exists()
    assert door.client(door.stage.village.duty).post(url).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        client.post(url)
    assert not Work.objects.exists()
    assert not StoredFile.objects.exists()
    assert not default_storage.exists(path)


def test_a_work_without_a_word_of_consent_or_out_of_its_time_is_not_shown(door: Door) -> None:
    work = hang(door, consent_note="")
    assert not seen(door)
    Work.objects.filter(pk=work.pk).update(consented_at=SEVEN, consent_note="口头同意")
    assert seen(door)
    with time_machine.travel(SEVEN + timedelta(days=4), tick=False):
        assert not seen(door)


def test_what_cannot_be_is_said(door: Door) -> None:
    client = door.client(door.stage.village.secretary)
    url = door.url("works", pk=door.activity.pk)
    told = {
        "image": picture(),
        "title": "春山图",
        "author_name": "周小雨",
        "shown_from": str(date(2026, 3, 30)),
        "shown_until": str(date(2026, 3, 28)),
    }
    assert "撤展的日子不能早于" in words(client.post(url, told))
    assert "请选一张作品照片" in words(client.post(url, {**told, "image": ""}))
    assert Work.objects.count() == 0
