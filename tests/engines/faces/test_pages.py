"""Faces on screen: one tap without a script or a sign-in, figures, words, answers for others."""

from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from changlai.engines.faces.mine import MINE
from changlai.engines.faces.registers import REGISTERS
from tests.cast import NOW
from tests.engines.faces.conftest import Asking

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _on_that_day() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def test_f62_one_tap_on_a_page_without_a_script_or_a_sign_in(asking: Asking) -> None:
    row = asking.ask()
    page, client = asking.page("one", token=row.token), Client()
    shown = client.get(page).content.decode()
    for value in "4321":
        assert f'name="face" value="{value}"' in shown
    assert "周春生" not in shown
    assert client.post(page, {"face": "3"}).status_code == 302
    shown = client.get(page).content.decode()
    assert "点的是：满意" in shown
    assert client.post(page, {"face": "3", "words": "灯太暗。"}).status_code == 302
    # Whoever finds the slip reads no words.
    assert "灯太暗" not in client.get(page).content.decode()
    assert "请点一个表情" in client.post(page, {"face": "9"}).content.decode()
    long = client.post(page, {"face": "3", "words": "长" * 201})
    assert long.status_code == 200
    assert "长" * 201 in long.content.decode()
    row.refresh_from_db()
    assert (row.face, row.words) == (3, "灯太暗。")


def test_a_wrong_link_opens_nothing_and_a_late_one_says_so(asking: Asking) -> None:
    row = asking.ask()
    assert Client().get(asking.page("one", token="none")).status_code == 404
    page = asking.page("one", token=row.token)
    with time_machine.travel(NOW + 15 * DAY, tick=False):
        assert "评价的时间过了" in Client().get(page).content.decode()
        late = Client().post(page, {"face": "4"})
        assert late.status_code == 409
        assert "评价时间过了" in late.content.decode()


def test_who_did_it_is_told_so_on_both_pages(asking: Asking) -> None:
    row = asking.ask()
    clerk = asking.client(asking.village.handler)
    page = asking.page("one", token=row.token)
    assert "经手的人" in clerk.get(page).content.decode()
    assert clerk.post(page, {"face": "4"}).status_code == 409
    desk = asking.page("desk_asked", pk=row.pk)
    assert "请别的同事来记" in clerk.get(desk).content.decode()
    assert clerk.post(desk, {"face": "4", "channel": "paper"}).status_code == 409


def test_f62_a_line_in_mine_until_it_is_tapped(asking: Asking) -> None:
    resident = asking.village.actor(asking.village.resident)
    rows = [asking.ask() for _ in range(4)]
    lines, total = MINE[0].lines(resident, NOW)
    assert (len(lines), total) == (3, 4)
    assert lines[0].next == "办得怎么样，点一下"
    for row in rows:
        asking.tap(row)
    assert MINE[0].lines(resident, NOW) == ([], 0)


def test_f62_staff_write_down_what_a_slip_says(asking: Asking) -> None:
    row = asking.ask(person=asking.village.phoneless_person)
    desk = asking.client(asking.village.secretary)
    listed = desk.get(asking.page("desk_service", kind="parcels")).content.decode()
    assert "郑阿婆" in listed
    assert row.slip_number in listed
    slip = desk.get(asking.page("desk_slip", pk=row.pk)).content.decode()
    assert "<svg" in slip
    assert row.slip_number in slip
    assert "郑阿婆" not in slip
    page = asking.page("desk_asked", pk=row.pk)
    assert desk.post(page, {"channel": "paper"}).status_code == 200
    said = {"face": "2", "channel": "paper", "words": "等得有点久。"}
    assert desk.post(page, said).status_code == 302
    listed = desk.get(asking.page("desk_service", kind="parcels")).content.decode()
    assert "等得有点久" in listed
    assert "郑阿婆" not in listed, "words stand without a name"


def test_f62_what_somebody_tapped_is_neither_overwritten_nor_shown_by_name(asking: Asking) -> None:
    row = asking.ask()
    asking.tap(row, 1)
    page = asking.page("desk_asked", pk=row.pk)
    shown = asking.client(asking.village.handler).get(page).content.decode()
    assert "不满意" not in shown, "whoever did it does not read the answer of a name"
    desk = asking.client(asking.village.secretary)
    refused = desk.post(page, {"face": "4", "channel": "paper"}).content.decode()
    assert "以本人点的为准" in refused
    row.refresh_from_db()
    assert row.face == 1


def test_words_are_404_for_those_who_do_not_work_there(asking: Asking) -> None:
    row = asking.ask("jobs")
    duty = asking.client(asking.village.duty)
    assert duty.get(asking.page("desk_faces")).status_code == 200
    for kind in ("nothing", "voices"):
        assert duty.get(asking.page("desk_service", kind=kind)).status_code == 404
    for client in (Client(), asking.client(asking.village.resident)):
        for page in (asking.page("desk_asked", pk=row.pk), asking.page("desk_faces")):
            assert client.get(page).status_code in {302, 404}


def test_f62_the_page_hides_small_groups_and_shows_the_response_beside(asking: Asking) -> None:
    desk = asking.client(asking.village.secretary)
    page = asking.page("desk_faces")
    assert "还没有问过" in desk.get(page).content.decode()
    rows = [asking.ask(subject_id=uuid4()) for _ in range(8)]
    for row in rows[:3]:
        asking.tap(row)
    asking.deliver()
    shown = desk.get(page).content.decode()
    assert "&lt;5" in shown
    assert "100.0%" not in shown, "three answers make no percentage"
    assert "37.5%" not in shown, "nor tells the response how few they are"


def test_f62_from_five_answers_on_the_satisfaction_is_said(asking: Asking) -> None:
    rows = [asking.ask(subject_id=uuid4()) for _ in range(8)]
    for row in rows[:6]:
        asking.tap(row)
    asking.deliver()
    desk = asking.client(asking.village.secretary)
    shown = desk.get(asking.page("desk_faces")).content.decode()
    assert "75.0%" in shown
    assert "100.0%" in shown
    assert "很满意、满意 ÷ 评价了的" in shown


@pytest.mark.parametrize(
    "asked",
    [
        {"span": "month"},
        {"span": "last"},
        {"span": "last_month"},
        {"span": "own", "since": "2026-03-01", "until": "2026-03-31"},
        {"since": "2026-03-01"},
    ],
)
def test_figures_of_any_span(asking: Asking, asked: dict[str, str]) -> None:
    desk = asking.client(asking.village.secretary)
    assert desk.get(asking.page("desk_faces"), asked).status_code == 200


def test_a_span_that_ends_before_it_begins_is_told(asking: Asking) -> None:
    desk = asking.client(asking.village.secretary)
    asked = {"span": "own", "since": "2026-03-31", "until": "2026-03-01"}
    shown = desk.get(asking.page("desk_faces"), asked).content.decode()
    assert "结束的日子要在开始以后" in shown


def test_the_register_says_the_same_with_the_response_beside(asking: Asking) -> None:
    for _ in range(6):
        asking.tap(asking.ask(subject_id=uuid4()))
    asking.deliver()
    (register,) = REGISTERS
    titles = [column.title for column in register.columns]
    assert titles.index("回应率") + 1 == titles.index("满意率")
    secretary = asking.village.actor(asking.village.secretary)
    rows = {row.source.code: row for row in register.rows(secretary, {})}
    cells = [column.of(rows["parcels"]) for column in register.columns]
    assert cells[1:3] == [6, 6]


def test_the_pages_do_not_ask_more_for_more_rows(asking: Asking) -> None:
    desk = asking.client(asking.village.secretary)
    pages = [asking.page("desk_service", kind="parcels"), asking.page("desk_faces")]

    def cost() -> list[int]:
        found = []
        for page in pages:
            desk.get(page)
            with CaptureQueriesContext(connection) as seen:
                assert desk.get(page).status_code == 200
            found.append(len(seen))
        return found

    for _ in range(3):
        asking.tap(asking.ask(), words="好")
        asking.ask()
    few = cost()
    for _ in range(12):
        asking.tap(asking.ask(), words="好")
        asking.ask()
    assert cost() == few
