"""The workbench of the door: the sheet of today, the menu, the calendar, one's own corner."""

import io
from datetime import datetime

import pytest
import time_machine
from django.test import Client
from openpyxl import Workbook

from changlai.kernel.outbox.public import tell
from changlai.kernel.workcalendar.days import forget
from changlai.kernel.workcalendar.models import WorkCalendarYear
from tests.cast import NOW, SHANGHAI, Village

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _at_work() -> None:
    forget()
    with time_machine.travel(NOW):
        yield
    forget()


def page(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200
    return answer.content.decode()


def test_today_names_the_day_and_warns_of_a_stopped_worker(village: Village, as_staff) -> None:
    shown = page(as_staff(village.handler), "/c/yunxi/desk/")
    assert "今日" in shown
    assert "3月18日(周三)" in shown
    assert "后台停了" in shown


def test_today_warns_of_a_year_without_a_calendar(village: Village, as_staff) -> None:
    WorkCalendarYear.objects.filter(year=2027).delete()
    with time_machine.travel(datetime(2026, 12, 20, 9, 0, tzinfo=SHANGHAI)):
        shown = page(as_staff(village.handler), "/c/yunxi/desk/")
    assert "2027 年放假安排还没有导入" in shown


def test_another_day_can_be_chosen(village: Village, as_staff) -> None:
    client = as_staff(village.handler)
    assert "3月20日(周五)" in page(client, "/c/yunxi/desk/?day=2026-03-20")
    assert "3月18日(周三)" in page(client, "/c/yunxi/desk/?day=nonsense")


def test_today_fits_on_paper(village: Village, as_staff) -> None:
    shown = page(as_staff(village.handler), "/c/yunxi/desk/today/print/")
    assert "今日要办" in shown
    assert "值班人" in shown


def test_the_workbench_is_closed_to_residents(village: Village, as_resident) -> None:
    assert as_resident(village.resident).get("/c/yunxi/desk/").status_code in {302, 404}


def test_the_menu_shows_what_one_may_do(village: Village, as_staff) -> None:
    shown = page(as_staff(village.duty), "/c/yunxi/desk/")
    assert "台账" in shown
    assert "放假安排" not in shown


def test_ones_own_corner_shows_messages(village: Village, as_resident) -> None:
    tell(
        centre=village.centre,
        person_id=village.resident_person.pk,
        text="您说的路灯已经修好。",
        at=NOW,
        dedupe="test:1",
    )
    client = as_resident(village.resident)
    assert "您说的路灯已经修好。" in page(client, "/c/yunxi/mine/")
    assert "条未读" in page(client, "/c/yunxi/")


def notice(*rows: tuple[str, str, str]) -> io.BytesIO:
    book = Workbook()
    sheet = book.active
    sheet.append(["日期", "安排", "名称"])
    for row in rows:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    file.seek(0)
    file.name = "notice.xlsx"
    return file


@pytest.fixture
def clerk(village: Village, as_staff) -> Client:
    """Sign in the operator, who alone imports the calendar, at the centre."""
    return as_staff(village.operator)


def test_a_notice_can_be_tried_before_it_counts(clerk: Client) -> None:
    file = notice(("2027-01-01", "放假", "元旦"), ("2027-10-01", "放假", "国庆节"))
    answer = clerk.post(
        "/c/yunxi/desk/calendar/", {"notice": file, "source": "试用", "dry_run": "on"}
    )
    assert answer.status_code == 200
    assert "读了" in answer.content.decode()
    assert not WorkCalendarYear.objects.filter(year=2027).exists()


def test_a_file_that_is_no_table_is_told_beside_the_field(clerk: Client) -> None:
    file = io.BytesIO(b"nothing like a table")
    file.name = "notice.xlsx"
    answer = clerk.post("/c/yunxi/desk/calendar/", {"notice": file, "source": "试用"})
    shown = answer.content.decode()
    assert answer.status_code == 200
    assert "有1处要改" in shown
    assert 'value="试用"' in shown


def test_the_phone_list_has_its_address(village: Village, as_staff, as_resident) -> None:
    assert as_staff(village.duty).get("/c/yunxi/desk/phone-list/").status_code == 200
    assert as_resident(village.resident).get("/c/yunxi/messages/").status_code == 200
