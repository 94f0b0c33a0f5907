"""The counter: found or named, said, and gone with number and code on paper."""

import io
from typing import Any
from uuid import uuid4

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from changlai.engines.cases.public import Case, CaseFile
from tests.cast import make_person, phone
from tests.halls.voices.conftest import Hall

SAID = {"text": "家门口的路灯不亮", "kind": "help", "name": "郑阿婆", "phone": phone(70)}


@pytest.fixture
def duty(hall: Hall) -> Client:
    return hall.client(hall.village.duty)


def test_somebody_without_an_entry_leaves_name_and_number(hall: Hall, duty: Client) -> None:
    answer = duty.post(hall.page("counter"), SAID, follow=True)
    case = Case.objects.of(hall.centre).get()
    assert (case.channel, case.reporter_alias) == ("counter", "郑阿婆")
    assert case.contact_phone == phone(70)
    html = answer.content.decode()
    assert case.number in html
    assert "打印回执" in html


def test_a_villager_is_found_by_name_or_whole_number(hall: Hall, duty: Client) -> None:
    person = hall.village.resident_person
    for words in ("春生", phone(1)):
        html = duty.get(hall.page("counter"), {"q": words}).content.decode()
        assert f"?person={person.pk}" in html
        assert "199****0001" in html
    assert "没有找到" in duty.get(hall.page("counter"), {"q": "没有这个人"}).content.decode()


def test_a_found_villager_owns_the_voice(hall: Hall, duty: Client) -> None:
    person = hall.village.resident_person
    assert person.name in duty.get(hall.page("counter"), {"person": person.pk}).content.decode()
    duty.post(hall.page("counter"), SAID | {"person": str(person.pk), "phone": ""})
    case = Case.objects.of(hall.centre).get()
    assert case.person_id == person.pk
    assert case.reporter_alias == ""


def test_a_person_of_another_village_is_not_taken(hall: Hall, duty: Client) -> None:
    stranger = hall.village.neighbour_person
    duty.post(hall.page("counter"), SAID | {"person": str(stranger.pk)})
    assert Case.objects.of(hall.centre).get().person_id is None


def test_unnamed_is_unnamed_even_when_somebody_was_picked(hall: Hall, duty: Client) -> None:
    person = str(hall.village.resident_person.pk)
    duty.post(hall.page("counter"), SAID | {"person": person, "is_anonymous": "on"})
    case = Case.objects.of(hall.centre).get()
    assert case.is_anonymous
    assert (case.person_id, case.reporter_alias, case.contact_phone) == (None, "", "")


def test_a_double_tap_opens_one_voice_with_one_code(hall: Hall, duty: Client) -> None:
    once = SAID | {"form_id": str(uuid4())}
    codes = {
        duty.post(hall.page("counter"), once, follow=True).context["receipt"].code for _ in range(2)
    }
    assert Case.objects.of(hall.centre).count() == len(codes) == 1


def test_a_photo_hangs_on_the_voice_and_a_false_one_is_refused(hall: Hall, duty: Client) -> None:
    body = io.BytesIO()
    Image.new("RGB", (30, 20), "green").save(body, "JPEG")
    for content, cases in ((b"", 0), (b"MZ not a picture", 0), (body.getvalue(), 1)):
        upload = SimpleUploadedFile("lamp.jpg", content, "image/jpeg")
        answer = duty.post(hall.page("counter"), SAID | {"photo": upload})
        assert Case.objects.of(hall.centre).count() == cases
        if not cases:
            assert answer.context["form"].errors["photo"]
            assert SAID["text"] in answer.content.decode()
    assert CaseFile.objects.of(hall.centre).count() == 1


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"text": ""}, "text"),
        ({"phone": "110"}, "phone"),
        ({"kind": "none"}, "kind"),
        ({"category": str(uuid4())}, "category"),
        ({"text": "字" * 20001}, "text"),
    ],
)
def test_a_wrong_form_comes_back_with_its_words(
    hall: Hall, duty: Client, wrong: dict[str, Any], field: str
) -> None:
    answer = duty.post(hall.page("counter"), SAID | wrong)
    assert answer.status_code == 200
    assert answer.context["form"].errors
    assert (SAID | wrong)["name"] in answer.content.decode()
    assert not Case.objects.of(hall.centre).exists()


def test_the_search_shows_no_more_than_ten(hall: Hall, duty: Client) -> None:
    for number in range(15):
        make_person(hall.centre, f"林同名{number}")
    answer = duty.get(hall.page("counter"), {"q": "林同名"})
    assert len(answer.context["people"]) == 10
