"""F10: who is here today, by first name and with what they help, and whom to ring up."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from changlai.foundation.people.actions.helping import set_helps
from changlai.foundation.people.backends import STAFF
from changlai.foundation.people.models import StaffCard
from changlai.foundation.people.names import first_name
from changlai.foundation.people.public import set_duty
from changlai.kernel.errors import BadInput, NotAllowed
from tests.cast import NOW, Village

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def put(village: Village, kind: str, *who: Any, ahead: int = 0, part: str = "morning") -> None:
    set_duty(
        centre=village.centre,
        day=NOW.date() + timedelta(days=ahead),
        part=part,
        kind=kind,
        account_ids=[one.pk for one in who],
        actor=village.actor(village.secretary),
        at=NOW,
    )


def say(village: Village, whose: Any, helps: str, by: Any = None) -> StaffCard:
    return set_helps(
        centre=village.centre,
        account_id=whose.pk,
        helps=helps,
        actor=village.actor(by or whose),
        at=NOW,
    )


def page(village: Village, name: str, **more: Any) -> str:
    return reverse(f"people:{name}", kwargs={"code": village.centre.code, **more})


@pytest.mark.parametrize(
    ("name", "called"),
    [
        ("陈小满", "小满"),
        ("林山", "林山"),
        ("欧阳若谷", "若谷"),
        ("欧阳谷", "欧阳谷"),
        ("Anna", "Anna"),
        ("王先生啊啊", "王先生啊啊"),
    ],
)
def test_f10_a_colleague_is_called_by_first_name(name: str, called: str) -> None:
    assert first_name(name) == called


def test_f10_anybody_reads_who_is_here_what_for_and_whom_to_ring(village: Village) -> None:
    put(village, "phone", village.duty)
    put(village, "here", village.handler, village.duty)
    put(village, "here", village.handler_b, ahead=2, part="afternoon")
    say(village, village.handler, "医保、养老、开证明")
    for name in ("who", "who_paper"):
        shown = Client().get(page(village, name)).content.decode()
        assert "小满" in shown
        assert "医保、养老、开证明" in shown
        assert "知秋" in shown
        assert village.centre.phone in shown
        # First names alone, and nobody's own number or sign-in.
        for word in ("陈小满", "吴立夏", "1990000", "banli"):
            assert word not in shown
        assert shown.count("立夏") == 1, "who answers and is here stands once"
        assert "8:30到12:00" in shown
    shown = Client().get(page(village, "who")).content.decode()
    assert f'href="tel:{village.centre.phone}"' in shown
    assert "不会用手机，打这个电话" in shown


def test_a_day_without_a_roster_says_so(village: Village) -> None:
    assert "今天还没有排班" in Client().get(page(village, "who")).content.decode()
    assert "没有排班" in Client().get(page(village, "who_paper")).content.decode()


def test_the_board_does_not_ask_more_for_more_colleagues(village: Village) -> None:
    put(village, "here", village.handler)
    client = Client()

    def cost() -> int:
        with CaptureQueriesContext(connection) as seen:
            assert client.get(page(village, "who")).status_code == 200
        return len(seen)

    cost()
    few = cost()
    for ahead in range(6):
        put(village, "here", village.handler, village.handler_b, village.duty, ahead=ahead)
    say(village, village.duty, "取快递")
    assert cost() == few


def test_each_says_for_themselves_and_the_secretary_for_anybody(village: Village) -> None:
    say(village, village.handler, "  开证明 ")
    assert StaffCard.objects.of(village.centre).get().helps == "开证明"
    say(village, village.handler, "医保", by=village.secretary)
    assert StaffCard.objects.of(village.centre).get().helps == "医保"
    for other in (village.duty, village.resident, village.other_secretary):
        with pytest.raises(NotAllowed):
            say(village, village.handler, "别的", by=other)
    assert say(village, village.handler, "").helps == ""


@pytest.mark.parametrize(
    ("helps", "sentence"),
    [
        ("长" * 41, "最多写40个字"),
        ("打我手机19900000123", "不用写电话"),
        ("0898-66000009", "不用写电话"),
    ],
)
def test_what_does_not_belong_on_the_board_is_refused(
    village: Village, helps: str, sentence: str
) -> None:
    with pytest.raises(BadInput, match=sentence):
        say(village, village.handler, helps)


def test_nobody_of_elsewhere_gets_a_card(village: Village) -> None:
    with pytest.raises(BadInput, match="不是本中心"):
        say(village, village.other_secretary, "开证明", by=village.secretary)


def test_it_is_written_in_one_field_and_what_was_typed_stays(village: Village) -> None:
    client, chief = Client(), Client()
    client.force_login(village.handler, backend=STAFF)
    chief.force_login(village.secretary, backend=STAFF)
    helps = page(village, "helps")
    assert "同事" not in client.get(helps).content.decode()
    bad = client.post(helps, {"helps": "打19900000123"}).content.decode()
    assert "不用写电话" in bad
    assert 'value="打19900000123"' in bad
    assert client.post(helps, {"helps": "开证明"}).status_code == 302
    assert "开证明" in chief.get(helps).content.decode()
    one = page(village, "helps_of_one", pk=village.handler.pk)
    assert client.get(one).status_code == 404
    assert chief.post(one, {"helps": "医保"}).status_code == 302
    assert "医保" in client.get(helps).content.decode()


def test_f10_the_board_is_linked_from_home_and_every_guide(village: Village) -> None:
    from changlai.halls.counter.models import ServiceItem
    from changlai.halls.counter.pack import PACK

    for pack in PACK:
        pack.unpack(village.centre, NOW)
    home, code = f"/c/{village.centre.code}/", village.centre.code
    item = ServiceItem.objects.of(village.centre).first()
    assert item is not None
    for address in (
        home,
        reverse("counter:items", kwargs={"code": code}),
        reverse("counter:item", kwargs={"code": code, "pk": item.pk}),
    ):
        assert f'href="{page(village, "who")}"' in Client().get(address).content.decode()
