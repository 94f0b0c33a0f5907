"""我要说, as a villager does it: three posts, a receipt, then progress, a rating, another word."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from changlai.engines.cases.public import (
    Case,
    accept_case,
    answer_case,
    ask_requester,
    merge_cases,
)
from changlai.foundation.people.public import actor_of
from changlai.halls.voices.forms.resident import FACES_BY_VALUE
from changlai.halls.voices.pack import PACK
from tests.cast import Village

STEP_1 = {"step": "1", "kind": "help", "text": "二组水井边的路塌了一块，老人走着危险。"}
STEP_2 = STEP_1 | {"step": "2", "place_text": "二组水井边", "category": ""}
STEP_3 = STEP_2 | {"step": "3", "name": "王大妈", "phone": "13900001234"}


@pytest.fixture
def centre(village: Village) -> Any:
    for pack in PACK:
        pack.unpack(village.centre, timezone.now())
    return village.centre


def page(centre: Any, name: str, **kwargs: Any) -> str:
    return reverse(f"voices:{name}", kwargs={"code": centre.code, **kwargs})


def hidden(html: str, name: str) -> str:
    return re.search(rf'name="{name}" value="([^"]*)"', html)[1]


def photo() -> SimpleUploadedFile:
    body = io.BytesIO()
    Image.new("RGB", (40, 30), "green").save(body, "JPEG")
    return SimpleUploadedFile("well.jpg", body.getvalue(), "image/jpeg")


def open_by_page(client: Client, centre: Any, **more: str) -> tuple[Case, str]:
    answer = client.post(page(centre, "say"), STEP_3 | more, follow=True)
    assert answer.status_code == 200
    case, code = answer.context["case"], answer.context["code"]
    assert case.number in answer.content.decode()
    assert code in answer.content.decode()
    return case, code


def by_code(client: Client, centre: Any, case: Case, code: str) -> str:
    answer = client.post(page(centre, "progress"), {"number": case.number, "code": code})
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def answered(village: Village, case: Case) -> Case:
    handler = actor_of(account=village.handler, centre=village.centre, at=timezone.now())
    who = {"centre": village.centre, "case_id": case.pk, "actor": handler, "at": timezone.now()}
    accept_case(**who)
    return answer_case(**who, text="路已经填平，立了警示牌。")


def test_three_steps_lead_to_a_voice_with_its_photo(client: Client, centre: Any) -> None:
    first = client.get(page(centre, "say")).content.decode()
    form_id = hidden(first, "form_id")
    second = client.post(page(centre, "say"), STEP_1 | {"form_id": form_id}).content.decode()
    assert "第2步，共3步" in second
    third = client.post(
        page(centre, "say"), STEP_2 | {"form_id": form_id, "photo": photo()}
    ).content.decode()
    assert "第3步，共3步" in third
    assert "附了 1 个文件" in third
    case, code = open_by_page(client, centre, form_id=form_id, files=hidden(third, "files"))
    assert (case.text, case.place_text, case.channel) == (STEP_1["text"], "二组水井边", "online")
    assert case.contact_phone.endswith("13900001234")
    assert case.files.count() == 1
    assert len(code) == 6


def test_the_same_form_sent_twice_is_one_voice_with_one_code(client: Client, centre: Any) -> None:
    form_id = hidden(client.get(page(centre, "say")).content.decode(), "form_id")
    first = open_by_page(client, centre, form_id=form_id)
    assert open_by_page(client, centre, form_id=form_id) == first
    assert Case.objects.of(centre).count() == 1


@pytest.mark.parametrize("text", ["", "  \n ", "\u200b\u200d\ufeff"])
def test_no_words_is_said_at_the_field_and_keeps_the_rest(
    client: Client, centre: Any, text: str
) -> None:
    answer = client.post(page(centre, "say"), STEP_3 | {"text": text})
    html = answer.content.decode()
    assert "请写下您想说的内容" in html
    assert Case.objects.of(centre).count() == 0
    assert hidden(html, "place_text") == "二组水井边"


@pytest.mark.parametrize(
    "text", ["字" * 10_000, "路灯坏了😀👨‍👩‍👧", "<script>alert(1)</script>请修路"]
)
def test_long_words_emoji_and_script_tags_arrive_as_they_are(
    client: Client, centre: Any, text: str
) -> None:
    case, _ = open_by_page(client, centre, text=text)
    assert Case.objects.of(centre).get(pk=case.pk).text == text
    assert (
        "<script>alert"
        not in client.post(page(centre, "say"), STEP_2 | {"text": text}).content.decode()
    )


def test_a_wrong_telephone_keeps_everything_that_was_typed(client: Client, centre: Any) -> None:
    html = client.post(page(centre, "say"), STEP_3 | {"phone": "12345"}).content.decode()
    assert Case.objects.of(centre).count() == 0
    assert "12345" in html
    assert "王大妈" in html
    assert hidden(html, "text") == STEP_1["text"]
    assert 'class="errors' in html


@pytest.mark.parametrize(
    ("name", "body"),
    [
        ("empty.jpg", b""),
        ("page.jpg", b"<html><script>1</script></html>"),
        ("words.jpg", b"MZ" + b"\0" * 300),
        ("big.jpg", b"\xff\xd8\xff\xe0" + b"\0" * (50 * 1024 * 1024)),
    ],
)
def test_a_bad_file_is_one_sentence_and_the_words_stay(
    client: Client, centre: Any, name: str, body: bytes
) -> None:
    upload = SimpleUploadedFile(name, body, "image/jpeg")
    html = client.post(page(centre, "say"), STEP_2 | {"photo": upload}).content.decode()
    assert "第2步，共3步" in html
    assert 'class="errors' in html
    assert hidden(html, "text") == STEP_1["text"]


def test_without_a_name_nobody_can_be_told_from_the_row(client: Client, centre: Any) -> None:
    case, _ = open_by_page(client, centre, is_anonymous="on")
    row = Case.objects.of(centre).get(pk=case.pk)
    assert (row.is_anonymous, row.contact_phone, row.reporter_alias) == (True, "", "")
    assert row.person_id is None


def test_words_of_danger_show_the_number_to_call_first(client: Client, centre: Any) -> None:
    html = client.post(
        page(centre, "say"), STEP_1 | {"text": "后山着火了，快来人"}
    ).content.decode()
    assert 'href="tel:119"' in html


@pytest.mark.parametrize(
    ("text", "office"),
    [
        ("我要举报有人受贿", "检举"),
        ("准备去县里上访", "信访"),
        ("工地拖欠工资半年了", "劳动争议"),
    ],
)
def test_f34_what_has_an_office_of_its_own_is_shown_the_way_there(
    client: Client, centre: Any, text: str, office: str
) -> None:
    html = client.post(page(centre, "say"), STEP_1 | {"text": text}).content.decode()
    assert f"像是{office}" in html
    assert page(centre, "elsewhere") in html
    assert not Case.objects.of(centre).exists()
    plain = client.post(page(centre, "say"), STEP_1).content.decode()
    assert "像是" not in plain


def test_the_page_of_a_copy_names_the_voice_where_the_matter_goes_on(
    client: Client, centre: Any, village: Village
) -> None:
    (first, _), (second, code) = open_by_page(client, centre), open_by_page(client, centre)
    handler = actor_of(account=village.handler, centre=centre, at=timezone.now())
    merge_cases(
        centre=centre, case_id=second.pk, into_id=first.pk, actor=handler, at=timezone.now()
    )
    shown = client.get(by_code(client, centre, second, code)).content.decode()
    assert first.number in shown
    assert "一起办" in shown


def test_f33_progress_by_code_shows_nothing_personal_and_takes_one_rating(
    client: Client, centre: Any, village: Village
) -> None:
    case, code = open_by_page(client, centre)
    answered(village, case)
    stranger = Client()
    here = by_code(stranger, centre, case, code.lower())
    html = stranger.get(here).content.decode()
    assert "路已经填平" in html
    for personal in (STEP_1["text"], "王大妈", "1234", "水井"):
        assert personal not in html
    rating = {"verb": "rate", "rate-face": "4", "rate-solved": "yes"}
    assert "谢谢您的评价" in stranger.post(here, rating, follow=True).content.decode()
    again = stranger.post(here, rating)
    assert again.status_code == 409
    assert "已经评价过了" in again.content.decode()
    row = Case.objects.of(centre).get(pk=case.pk)
    assert (row.face, row.solved) == ("very_satisfied", True)


def test_f33_wrong_codes_get_one_sentence_and_then_have_to_wait(
    client: Client, centre: Any
) -> None:
    case, code = open_by_page(client, centre)
    for _ in range(3):
        wrong = client.post(page(centre, "progress"), {"number": case.number, "code": "222222"})
        assert "编号或查询码不对" in wrong.content.decode()
    html = client.post(page(centre, "progress"), {"number": case.number, "code": code})
    assert "输错的次数太多" in html.content.decode()


def test_a_question_is_answered_by_code_and_the_clock_goes_on(
    client: Client, centre: Any, village: Village
) -> None:
    case, code = open_by_page(client, centre)
    handler = actor_of(account=village.handler, centre=centre, at=timezone.now())
    who = {"centre": centre, "case_id": case.pk, "actor": handler, "at": timezone.now()}
    accept_case(**who)
    ask_requester(**who, question="塌的地方有多宽？")
    here = by_code(client, centre, case, code)
    assert "塌的地方有多宽" in client.get(here).content.decode()
    client.post(here, {"verb": "reply", "say-words": "大概一米。"})
    assert Case.objects.of(centre).get(pk=case.pk).state == "in_hand"


def test_an_unsolved_answer_is_reopened_once(client: Client, centre: Any, village: Village) -> None:
    case, code = open_by_page(client, centre)
    answered(village, case)
    here = by_code(client, centre, case, code)
    client.post(here, {"verb": "reopen", "say-words": "雨一下又塌了。"})
    assert Case.objects.of(centre).get(pk=case.pk).state == "in_hand"


def test_a_neighbour_follows_instead_of_saying_it_again(client: Client, centre: Any) -> None:
    case, _ = open_by_page(client, centre)
    second = client.post(page(centre, "say"), STEP_1).content.decode()
    assert "是不是这件事" in second
    assert case.number in second
    assert "王大妈" not in second
    form = page(centre, "follow", number=case.number)
    assert "请留下电话" in client.post(form, {"number": case.number}).content.decode()
    done = client.post(form, {"number": case.number, "phone": "13900005678"})
    assert "记下了" in done.content.decode()


def test_a_receipt_of_another_village_or_a_made_up_one_shows_nothing(
    client: Client, centre: Any, village: Village
) -> None:
    answer = client.post(page(centre, "say"), STEP_3)
    token = answer["Location"].rstrip("/").rsplit("/", 1)[1]
    assert client.get(page(village.other_centre, "receipt", token=token)).status_code == 410
    assert client.get(page(centre, "receipt", token="made:up:one")).status_code == 410


def test_the_way_of_a_voice_needs_three_requests_and_few_statements(
    client: Client, centre: Any, django_assert_max_num_queries: Any
) -> None:
    client.get(page(centre, "say"))
    with django_assert_max_num_queries(30):
        client.post(page(centre, "say"), STEP_3)


def test_the_faces_say_what_they_count_as(client: Client, centre: Any, village: Village) -> None:
    case, code = open_by_page(client, centre)
    answered(village, case)
    html = client.get(by_code(client, centre, case, code)).content.decode()
    shown = re.findall(
        r'<label class="face">.*?value="(\d)".*?<span>(.*?)</span></label>', html, re.S
    )
    assert shown == [(value, str(face.label)) for value, face in FACES_BY_VALUE.items()]
