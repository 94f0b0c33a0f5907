"""Paper forms at the desk: printed with their numbers, entered once, found by what was typed."""

from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from changlai.engines.cases.public import Case
from changlai.halls.voices.actions.paper import print_forms
from changlai.halls.voices.models import PaperBatch, PaperForm
from tests.cast import phone
from tests.halls.voices.conftest import Hall
from tests.halls.voices.staff.statements import statements

SAID = {"text": "水费不会交", "kind": "consult", "name": "郑阿婆", "phone": phone(60)}


@pytest.fixture
def duty(hall: Hall) -> Client:
    return hall.client(hall.village.duty)


def printed(hall: Hall, count: int = 2) -> list[PaperForm]:
    batch = print_forms(
        centre=hall.centre,
        actor=hall.actor(hall.village.duty),
        at=timezone.now(),
        count=count,
    )
    return list(PaperForm.objects.of(hall.centre).filter(batch=batch).order_by("number"))


def test_each_sheet_has_its_number_a_code_to_scan_and_lines_to_write(
    hall: Hall, duty: Client
) -> None:
    answer = duty.post(hall.page("paper"), {"count": "3"}, follow=True)
    html = answer.content.decode()
    numbers = [form.number for form in PaperForm.objects.of(hall.centre).all()]
    assert len(numbers) == 3
    assert all(f"编号 {number}" in html for number in numbers)
    assert html.count('class="qr"') == html.count('<section class="sheet"') == 3
    assert html.count('<div class="write-line"></div>') >= 3 * 8


def test_a_double_tap_prints_one_run(hall: Hall, duty: Client) -> None:
    once = {"count": "3", "form_id": str(uuid4())}
    for _ in range(2):
        duty.post(hall.page("paper"), once)
    assert PaperBatch.objects.of(hall.centre).count() == 1


@pytest.mark.parametrize("count", ["0", "201", "-4", "ten", ""])
def test_a_wrong_count_is_told(hall: Hall, duty: Client, count: str) -> None:
    assert duty.post(hall.page("paper"), {"count": count}).context["form"].errors["count"]
    assert not PaperBatch.objects.of(hall.centre).exists()


def test_a_form_is_found_however_its_number_is_typed_and_entered_once(
    hall: Hall, duty: Client
) -> None:
    form = printed(hall)[0]
    typed = form.number.replace("-", " ").lower()
    found = duty.get(hall.page("paper"), {"number": typed})
    assert found["Location"].startswith(hall.page("paper_enter"))
    answer = duty.post(hall.page("paper_enter"), SAID | {"number": form.number}, follow=True)
    case = Case.objects.of(hall.centre).get()
    assert case.channel == "paper"
    assert case.number in answer.content.decode()
    assert answer.context["receipt"].code
    again = duty.post(hall.page("paper_enter"), SAID | {"number": form.number}, follow=True)
    assert "已经录过了" in again.content.decode()
    assert Case.objects.of(hall.centre).count() == 1
    assert case.number in duty.get(found["Location"]).content.decode()


@pytest.mark.parametrize("typed", ["Z260318-00000", "abc", "", "0" * 20])
def test_a_number_never_printed_is_refused(hall: Hall, duty: Client, typed: str) -> None:
    assert duty.get(hall.page("paper"), {"number": typed}).context["number"].errors
    answer = duty.post(hall.page("paper_enter"), SAID | {"number": typed})
    assert answer["Location"] == hall.page("paper")
    assert not Case.objects.of(hall.centre).exists()


def test_a_form_of_another_village_is_not_known_here(hall: Hall) -> None:
    form = printed(hall)[0]
    client = hall.client(hall.village.other_secretary)
    here = hall.page("paper").replace(hall.centre.code, hall.village.other_centre.code)
    assert client.get(here, {"number": form.number}).context["number"].errors
    assert client.get(hall.page("paper_sheets", pk=form.batch_id)).status_code == 404


def test_wrong_words_come_back(hall: Hall, duty: Client) -> None:
    form = printed(hall)[0]
    wrong = SAID | {"number": form.number, "phone": "12"}
    answer = duty.post(hall.page("paper_enter"), wrong)
    assert answer.context["form"].errors["phone"]
    assert SAID["text"] in answer.content.decode()
    assert PaperForm.objects.of(hall.centre).filter(case__isnull=False).count() == 0


def test_what_came_back_is_not_printed_again(hall: Hall, duty: Client) -> None:
    first, second = printed(hall)
    duty.post(hall.page("paper_enter"), SAID | {"number": first.number})
    html = duty.get(hall.page("paper_sheets", pk=first.batch_id)).content.decode()
    assert first.number not in html
    assert second.number in html


def test_the_pages_cost_no_more_with_thirty(hall: Hall, duty: Client) -> None:
    small = printed(hall, 3)[0].batch_id
    before = statements(duty, hall.page("paper"))
    for _ in range(29):
        large = printed(hall, 30)[0].batch_id
    assert statements(duty, hall.page("paper")) == before
    sheets = [statements(duty, hall.page("paper_sheets", pk=pk)) for pk in (small, large)]
    assert sheets[0] == sheets[1]
