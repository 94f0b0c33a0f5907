"""The list of people to phone, on the screen and on paper, and a person's own messages."""

from typing import Any
from uuid import uuid4

import pytest
import time_machine
from django.test import Client

from changlai.kernel.outbox.models import Message, Sending
from changlai.kernel.outbox.public import tell
from changlai.kernel.outbox.states import SendingState
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db

DESK = "/c/yunxi/desk/phone-list/"
PHONE = "19900000007"


@pytest.fixture(autouse=True)
def _morning() -> Any:
    with time_machine.travel(NOW, tick=False):
        yield


@pytest.fixture
def sending(village: Village) -> Sending:
    message = tell(
        centre=village.centre,
        person_id=village.phoneless_person.pk,
        text="您说的路灯，已经修好了。",
        at=NOW,
        dedupe="answered:1",
        name_for_list="郑阿婆",
        phone_for_list=PHONE,
    )
    return message.sendings.get()


@pytest.fixture
def desk(village: Village, client: Client) -> Client:
    client.force_login(village.handler)
    return client


def test_the_list_tells_whom_to_phone_and_what_to_say(desk: Client, sending: Sending) -> None:
    page = desk.get(DESK).content.decode()
    assert "郑阿婆" in page
    assert f"tel:{PHONE}" in page
    assert "路灯" in page


def test_the_list_has_a_paper_twin(desk: Client, sending: Sending) -> None:
    page = desk.get(f"{DESK}print/").content.decode()
    assert PHONE in page
    assert "告诉的人" in page


def test_who_has_no_number_is_to_be_visited_where_they_live(
    village: Village, desk: Client, sending: Sending
) -> None:
    tell(
        centre=village.centre,
        person_id=uuid4(),
        text="您说的水沟，通了。",
        at=NOW,
        dedupe="answered:2",
        name_for_list="李阿公",
        visit_at="榕树头，榕树头9号",
    )
    for address in (DESK, f"{DESK}print/"):
        page = desk.get(address).content.decode()
        assert page.index(PHONE) < page.index("要当面告诉的人") < page.index("榕树头9号")
        assert "李阿公" in page
        assert "水沟" in page
    assert "打电话1人，上门1人" in page
    assert "李阿公 榕树头" in desk.get("/c/yunxi/desk/").content.decode()
    (visit,) = Sending.objects.filter(channel="visit")
    desk.post(f"{DESK}made/", {"sending": str(visit.pk), "how": "reached"})
    assert "已当面告知" in desk.get(DESK).content.decode()


def test_an_empty_list_says_so(desk: Client) -> None:
    assert "现在没有要打的电话" in desk.get(DESK).content.decode()


def test_ticking_somebody_off_leads_back_to_the_list(desk: Client, sending: Sending) -> None:
    answer = desk.post(f"{DESK}made/", {"sending": str(sending.pk), "how": "reached"}, follow=True)
    assert answer.redirect_chain == [(DESK, 302)]
    assert "已登记" in answer.content.decode()
    sending.refresh_from_db()
    assert sending.state == SendingState.CALLED


@pytest.mark.parametrize(
    ("how", "note", "keys", "sentence"),
    [
        ("", "", None, "请选择结果"),
        ("sung", "", None, "请选择结果"),
        ("dropped", "", None, "请写明为什么"),
        ("reached", "好" * 201, None, "最多200个字"),
        ("reached", "", "not-a-key", "请刷新后再看"),
        ("reached", "", "", "请刷新后再看"),
    ],
)
def test_wrong_input_is_a_sentence_and_nothing_is_written(
    desk: Client, sending: Sending, how: str, note: str, keys: str | None, sentence: str
) -> None:
    key = str(sending.pk) if keys is None else keys
    facts = {"how": how, "note": note, **({"sending": key} if key else {})}
    answer = desk.post(f"{DESK}made/", facts)
    assert answer.status_code == 409
    assert sentence in answer.content.decode()
    sending.refresh_from_db()
    assert sending.state == SendingState.WAITING


def test_the_second_of_two_colleagues_is_told(desk: Client, sending: Sending) -> None:
    facts = {"sending": str(sending.pk), "how": "reached"}
    desk.post(f"{DESK}made/", facts)
    answer = desk.post(f"{DESK}made/", facts)
    assert answer.status_code == 409
    assert "已经有人处理过了" in answer.content.decode()


def test_a_resident_reads_messages_and_says_so(village: Village, client: Client) -> None:
    tell(
        centre=village.centre,
        person_id=village.resident_person.pk,
        text="您说的路灯，已经修好了。",
        at=NOW,
        dedupe=str(uuid4()),
        url="/c/yunxi/",
    )
    client.force_login(village.resident)
    page = client.get("/c/yunxi/messages/").content.decode()
    assert "路灯" in page
    assert "未读" in page
    page = client.post("/c/yunxi/messages/read/", follow=True).content.decode()
    assert "未读" not in page
    assert Message.objects.get().read_at == NOW
