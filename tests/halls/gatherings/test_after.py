"""What is left after: opinions answered, certificates of attended hours, pictures by consent."""

import io
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from docx import Document as Docx
from PIL import Image

from changlai.engines.activities.public import (
    Activity,
    Certificate,
    Document,
    Opinion,
    Photo,
    mark,
    put_preset,
)
from changlai.engines.cases.public import Case
from changlai.foundation.people.public import Matter, Person, give_consent, withdraw_consent
from changlai.halls.voices.pack import PACK
from changlai.kernel.events.public import deliver_all
from changlai.kernel.registers.public import registers_of
from changlai.kernel.registry.public import collect
from tests.cast import NOW, Village
from tests.engines.activities.conftest import EVENING, at, make_stage
from tests.engines.activities.test_leaving import SECOND
from tests.halls.gatherings.door import Door, words
from tests.halls.voices.staff.statements import statements

OVER = at("2026-03-29 21:00")
RESIDENT = "changlai.foundation.people.backends.ResidentBackend"


@pytest.fixture(autouse=True)
def evening() -> Iterator[None]:
    with time_machine.travel(OVER, tick=False):
        yield


@pytest.fixture
def door(village: Village) -> Door:
    stage = make_stage(village)
    stage.preset = put_preset(
        centre=stage.centre,
        actor=stage.staff,
        at=NOW,
        title="技能培训",
        documents=[one.value for one in Document],
    )
    for pack in PACK:
        pack.unpack(stage.centre, NOW)
    return Door(stage, sessions=(EVENING, SECOND))


@pytest.fixture
def secretary(door: Door) -> Client:
    return door.client(door.stage.village.secretary)


def here(door: Door, person: Person, session: Any = None) -> None:
    chosen = session or door.session
    mark(
        centre=door.centre,
        session_id=chosen.pk,
        actor=door.stage.staff,
        at=chosen.starts,
        person=person,
    )


def page(door: Door, name: str) -> str:
    return door.url(name, pk=door.activity.pk)


def test_f29_the_forum_stays_open_until_every_opinion_has_an_outcome(
    door: Door, secretary: Client
) -> None:
    told = {"text": "路灯太暗，晚上看不见路", "alias": "老吴", "form_id": str(uuid4())}
    for _ in range(2):
        secretary.post(page(door, "after_opinion"), told)
    opinion = Opinion.objects.get()
    refused = secretary.post(page(door, "end"), {"guests_1": "7"})
    assert "还有1条意见没有结果" in words(refused)
    assert 'value="7"' in words(refused)
    door.session.refresh_from_db()
    assert (door.session.state, door.session.guests) == ("planned", 0)
    url = door.url("opinion", pk=opinion.pk)
    answer = secretary.post(url, {"outcome": "adopted", "reply": " "})
    assert "请写明怎么办" in words(answer)
    secretary.post(url, {"outcome": "adopted", "reply": "下周换十盏新灯。"})
    secretary.post(page(door, "end"))
    assert Activity.objects.get(pk=door.activity.pk).state == "done"
    public = words(Client().get(page(door, "afterwards")))
    assert "您提的，我们这样办" in public
    assert "下周换十盏新灯" in public
    assert "老吴" not in public


def test_what_is_still_to_come_is_not_offered_to_be_closed(door: Door, secretary: Client) -> None:
    with time_machine.travel(door.session.starts - timedelta(hours=1), tick=False):
        assert page(door, "end") not in words(secretary.get(page(door, "after")))
    assert page(door, "end") in words(secretary.get(page(door, "after")))


def test_an_opinion_typed_wrongly_is_put_right_or_deleted_until_it_is_a_voice(
    door: Door, secretary: Client
) -> None:
    for text in ("路灯太俺", "路灯太俺。"):
        secretary.post(page(door, "after_opinion"), {"text": text, "alias": "老无"})
    first, second = Opinion.objects.order_by("at", "id")
    url = door.url("change_opinion", pk=first.pk)
    assert "老无" in words(secretary.get(url))
    assert "请写一句意见" in words(secretary.post(url, {"text": " "}))
    secretary.post(url, {"text": "路灯太暗，晚上看不见路", "alias": "老吴"})
    first.refresh_from_db()
    assert (first.text, first.alias) == ("路灯太暗，晚上看不见路", "老吴")
    gone = door.url("remove_opinion", pk=second.pk)
    assert "删掉这条意见？" in words(secretary.get(gone))
    assert door.client(door.stage.village.duty).post(gone).status_code == 404
    secretary.post(gone)
    assert list(Opinion.objects.all()) == [first]
    secretary.post(door.url("opinion", pk=first.pk), {"kind": "help", "hand_on": "1"})
    assert "已经转成诉求" in words(secretary.post(url, {"text": "别的话"}))
    refused = secretary.post(door.url("remove_opinion", pk=first.pk), follow=True)
    assert "已经转成诉求" in words(refused)
    first.refresh_from_db()
    assert first.text == "路灯太暗，晚上看不见路"


def test_an_opinion_becomes_a_voice_with_a_clock_of_its_own(door: Door, secretary: Client) -> None:
    secretary.post(page(door, "after_opinion"), {"text": "路灯太暗，晚上看不见路"})
    opinion = Opinion.objects.get()
    url = door.url("opinion", pk=opinion.pk)
    for _ in range(2):
        secretary.post(url, {"kind": "help", "hand_on": "1"})
    case = Case.objects.get()
    opinion.refresh_from_db()
    assert (case.channel, case.origin_record_id) == ("forum", door.activity.pk)
    assert opinion.voice_record_id == case.pk
    assert case.resolution_due or case.accept_due


def test_f25_the_certificate_lists_attended_hours_alone(door: Door, secretary: Client) -> None:
    person = door.stage.person("周小雨")
    sign_up = door.stage.come(door.activity, person)
    here(door, person)
    secretary.post(page(door, "end"))
    secretary.post(page(door, "certify"), {"who": f"person:{sign_up.person_id}"})
    row = Certificate.objects.get()
    files = {
        kind: secretary.get(door.url("certificate", pk=row.pk, kind=kind)).content
        for kind in ("docx", "pdf")
    }
    document = Docx(io.BytesIO(files["docx"]))
    text = "\n".join(one.text for one in document.paragraphs)
    cells = [cell.text for cell in document.tables[0].columns[0].cells]
    assert row.number in text
    assert "周小雨" in text
    assert "实际参加1场，共2小时" in text
    assert cells == ["日期", "2026年3月28日"]
    assert files["pdf"].startswith(b"%PDF-")
    again = secretary.get(door.url("certificate", pk=row.pk, kind="docx")).content
    assert again == files["docx"]


def test_a_participant_downloads_the_own_certificate_and_nobody_elses(
    door: Door, secretary: Client
) -> None:
    me, away = door.stage.person("周小雨"), door.stage.person("何东来")
    my_sign_up, _ = (door.stage.come(door.activity, person) for person in (me, away))
    here(door, me)
    own = door.url("signup", pk=my_sign_up.pk)
    with time_machine.travel(door.session.starts, tick=False):
        before = words(door.client(me.account, backend=RESIDENT).get(own))
    assert "到时候来就行" in before
    assert "已经办完了" not in before
    secretary.post(page(door, "end"))
    after = words(door.client(me.account, backend=RESIDENT).get(own))
    assert "已经办完了" in after
    assert page(door, "afterwards") in after
    assert "来不了" not in after
    url = door.url("own_certificate", pk=door.activity.pk, kind="docx")
    mine = door.client(me.account, backend=RESIDENT).post(url)
    assert mine["Content-Type"].endswith("document")
    theirs = door.client(away.account, backend=RESIDENT).post(url, follow=True)
    assert "没有到场的记录" in words(theirs)
    row = Certificate.objects.get()
    desk = door.url("certificate", pk=row.pk, kind="docx")
    assert door.client(away.account, backend=RESIDENT).get(desk).status_code in {302, 404}


def test_one_tap_of_who_was_there(door: Door, secretary: Client) -> None:
    me, away = door.stage.person("周小雨"), door.stage.person("何东来")
    door.stage.come(door.activity, me)
    here(door, me)
    mine = door.client(me.account, backend=RESIDENT)
    assert "您觉得怎么样" in words(mine.get(page(door, "afterwards")))
    answer = mine.post(page(door, "feedback"), {"face": "4"}, follow=True)
    assert "谢谢您" in words(answer)
    theirs = door.client(away.account, backend=RESIDENT)
    assert "您觉得怎么样" not in words(theirs.get(page(door, "afterwards")))
    refused = theirs.post(page(door, "feedback"), {"face": "4"})
    assert "来参加过的人才能评" in words(refused)
    desk = words(secretary.get(page(door, "after")))
    assert "1 位留名的参加者里，1 位评了" in desk


def picture(name: str = "a.png") -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("RGB", (12, 9), "#c8912b").save(body, "PNG")
    return SimpleUploadedFile(name, body.getvalue(), "image/png")


def test_f37_a_picture_leaves_the_page_at_the_next_request(door: Door, secretary: Client) -> None:
    me = door.stage.person("周小雨")
    secretary.post(page(door, "after_photo"), {"photo": picture(), "shows_people": "on"})
    photo = Photo.objects.get()
    url = door.url("photo", pk=photo.pk)
    public = {"shows_people": "on", "published": "on", "caption": "大家一起剪"}
    refused = secretary.post(url, public)
    assert "请先写上是谁" in words(refused)
    secretary.post(url, {**public, "people": [str(me.pk)]})
    assert "还没有同意公开照片" in words(secretary.get(url))

    def seen() -> bool:
        return "大家一起剪" in words(Client().get(page(door, "afterwards")))

    assert not seen()
    consent = {
        "centre": door.centre,
        "person_id": me.pk,
        "matter": Matter.PORTRAIT,
        "actor": door.stage.actor(me),
        "at": OVER,
    }
    give_consent(version="1", **consent)
    assert seen()
    withdraw_consent(**consent)
    assert not seen()


def test_a_picture_uploaded_by_mistake_goes_with_its_file(
    door: Door, secretary: Client, django_capture_on_commit_callbacks: Any
) -> None:
    child = door.stage.person("小石头")
    with django_capture_on_commit_callbacks(execute=True):
        secretary.post(page(door, "after_photo"), {"photo": picture(), "shows_people": "on"})
    photo = Photo.objects.get()
    named = {"shows_people": "on", "people": [str(child.pk)]}
    secretary.post(door.url("photo", pk=photo.pk), named)
    url = door.url("remove_photo", pk=photo.pk)
    assert "删掉这张照片？" in words(secretary.get(url))
    assert door.client(door.stage.village.duty).post(url).status_code == 404
    path = photo.file.path
    assert default_storage.exists(path)
    with django_capture_on_commit_callbacks(execute=True):
        answer = secretary.post(url, follow=True)
    assert "照片删掉了" in words(answer)
    assert not Photo.objects.exists()
    assert not default_storage.exists(path)
    assert secretary.post(url).status_code == 404


def test_trainees_are_asked_and_may_say_nothing(door: Door, secretary: Client) -> None:
    me = door.stage.person("周小雨")
    door.stage.come(door.activity, me)
    here(door, me)
    secretary.post(page(door, "end"))
    deliver_all(OVER)
    assert "现在没有要问的" in words(secretary.get(door.url("follow_ups")))
    with time_machine.travel(OVER + timedelta(days=31), tick=False):
        secretary = door.client(door.stage.village.secretary)
        listed = secretary.get(door.url("follow_ups"))
        assert "周小雨" in words(listed)
        one = listed.context["page"].object_list[0]
        secretary.post(door.url("follow_up", pk=one.pk), {"outcome": "not_said", "list": "1"})
        assert "现在没有要问的" in words(secretary.get(door.url("follow_ups")))


def test_f25_who_is_to_be_asked_can_be_rung_up(door: Door, secretary: Client) -> None:
    grandmother = door.stage.person("钱阿婆", number=77)
    known = door.stage.person("周小雨")
    for person in (grandmother, known):
        door.stage.come(door.activity, person)
        here(door, person)
    left = door.stage.come(
        door.activity, None, alias="路过的老吴", contact_phone="19900000078", channel="counter"
    )
    at_starts = {"session_id": door.session.pk, "at": door.session.starts}
    mark(centre=door.centre, actor=door.stage.staff, sign_up_id=left.pk, **at_starts)
    secretary.post(page(door, "end"))
    deliver_all(OVER)
    with time_machine.travel(OVER + timedelta(days=31), tick=False):
        desk = door.client(door.stage.village.secretary)
        listed = words(desk.get(door.url("follow_ups")))
    assert f'href="tel:{grandmother.phone}"' in listed
    assert 'href="tel:19900000078"' in listed
    # Whoever has a screen is known by a masked number; looking it up is noted on their page.
    assert str(known.phone) not in listed
    assert known.masked_phone in listed
    assert reverse("people:person", args=[door.centre.code, known.pk]) in listed


def test_the_page_costs_the_same_for_three_and_for_nine(door: Door, secretary: Client) -> None:
    def more(number: int) -> None:
        for _ in range(number):
            person = door.stage.person()
            door.stage.come(door.activity, person)
            here(door, person)
            secretary.post(page(door, "after_opinion"), {"text": "路灯太暗"})

    more(2)
    few = statements(secretary, page(door, "after"))
    more(4)
    assert statements(secretary, page(door, "after")) == few
    assert few <= 20


def test_a_draft_of_another_village_is_no_page(door: Door) -> None:
    draft = door.stage.plan(announced=False)
    assert Client().get(door.url("afterwards", pk=draft.pk)).status_code == 404
    other = door.client(door.stage.village.other_secretary)
    assert other.get(page(door, "after")).status_code in {302, 404}


def test_the_registers_and_today_tell_of_it(door: Door, secretary: Client) -> None:
    me = door.stage.person("周小雨")
    sign_up = door.stage.come(door.activity, me)
    here(door, me)
    secretary.post(page(door, "after_opinion"), {"text": "路灯太暗", "alias": "老吴"})
    staff = door.stage.staff
    sections = {one.code: one for one in collect("today")}
    lines, total = sections["gatherings_opinions"].lines(staff, OVER)
    assert (total, lines[0].title) == (1, door.activity.title)
    opinion = Opinion.objects.get()
    decide = {"outcome": "explained", "reply": "正在排队换，大概要到下个月。"}
    secretary.post(door.url("opinion", pk=opinion.pk), decide)
    secretary.post(page(door, "end"))
    secretary.post(page(door, "certify"), {"who": f"person:{sign_up.person_id}"})
    deliver_all(OVER)
    assert sections["gatherings_opinions"].lines(staff, OVER) == ([], 0)
    later = OVER + timedelta(days=31)
    assert sections["gatherings_follow_ups"].lines(staff, later)[1] == 1
    told = {one.code: one for one in registers_of(staff)}
    for code, names in (
        ("gatherings_marks", "周**"),
        ("gatherings_opinions", "老*"),
        ("gatherings_certificates", "周**"),
        ("gatherings_follow_ups", "周**"),
    ):
        register = told[code]
        rows = list(register.rows(staff, {}))
        assert rows, code
        cells = [column.of(rows[0]) for column in register.columns]
        assert names in cells, cells
