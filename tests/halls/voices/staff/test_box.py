"""The box at the desk: two open it, slips follow one another, and the count adds up in sight."""

from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from changlai.engines.cases.public import Case
from changlai.halls.voices.actions.box import open_box
from changlai.halls.voices.models import BoxOpening, SuggestionBox
from tests.cast import make_person
from tests.halls.voices.conftest import Hall
from tests.halls.voices.staff.statements import statements

SLIP = {"text": "希望村口装个路灯", "kind": "suggestion"}


@pytest.fixture
def duty(hall: Hall) -> Client:
    return hall.client(hall.village.duty)


@pytest.fixture
def box(hall: Hall) -> SuggestionBox:
    return SuggestionBox.objects.of(hall.centre).get()


def opened(hall: Hall, box: SuggestionBox, slips: int = 3) -> BoxOpening:
    return open_box(
        centre=hall.centre,
        box_id=box.pk,
        actor=hall.actor(hall.village.duty),
        at=timezone.now(),
        slips=slips,
        second_account=hall.village.handler,
    )


def test_a_box_is_put_up_once(hall: Hall, duty: Client) -> None:
    for _ in range(2):
        answer = duty.post(hall.page("boxes"), {"name": "小卖部意见箱"})
    assert "已有同名" in answer.content.decode()
    assert SuggestionBox.objects.of(hall.centre).count() == 2


def test_two_colleagues_open_it_and_a_double_tap_is_one_opening(
    hall: Hall, duty: Client, box: SuggestionBox
) -> None:
    said = {
        "second_account": str(hall.village.handler.pk),
        "slips": "3",
        "form_id": str(uuid4()),
    }
    for _ in range(2):
        answer = duty.post(hall.page("box_open", pk=box.pk), said)
        assert answer.status_code == 302
    opening = BoxOpening.objects.of(hall.centre).get()
    assert answer["Location"] == hall.page("opening", pk=opening.pk)


def test_f31_one_person_alone_cannot_open_it(hall: Hall, duty: Client, box: SuggestionBox) -> None:
    page = hall.page("box_open", pk=box.pk)
    for second in ("", str(hall.village.duty.pk)):
        answer = duty.post(page, {"second_account": second, "slips": "3"})
        assert answer.context["form"].errors
    assert not BoxOpening.objects.of(hall.centre).exists()


def test_a_villager_may_be_the_second_and_namesakes_are_asked_about(
    hall: Hall, duty: Client, box: SuggestionBox
) -> None:
    page = hall.page("box_open", pk=box.pk)
    make_person(hall.centre, "何秋实")
    html = duty.post(page, {"villager": "何", "slips": "2"}).content.decode()
    assert "是哪一位村民" in html
    assert "没有找到" in duty.post(page, {"villager": "孙远山", "slips": "2"}).content.decode()
    person = hall.village.second_person
    duty.post(page, {"villager": "何", "person": str(person.pk), "slips": "2"})
    assert BoxOpening.objects.of(hall.centre).get().second_person_id == person.pk


def test_slips_follow_one_another_until_the_count_adds_up(
    hall: Hall, duty: Client, box: SuggestionBox
) -> None:
    opening = opened(hall, box)
    page = hall.page("opening", pk=opening.pk)
    assert duty.get(page).context["next"] == 1
    first = duty.post(page, SLIP | {"order": "1"}, follow=True)
    assert first.context["next"] == 2
    assert "还差 2 张" in first.content.decode()
    duty.post(page, {"order": "2", "aside": "blank"})
    done = duty.post(page, {"order": "3", "aside": "invalid"}, follow=True).content.decode()
    assert "对上了" in done
    assert "登记 1 张 + 空白 1 张 + 无效 1 张 = 3 张；当场数了 3 张" in done
    case = Case.objects.of(hall.centre).get()
    assert case.is_anonymous
    assert case.channel == "box"


def test_a_double_tap_enters_a_slip_once(hall: Hall, duty: Client, box: SuggestionBox) -> None:
    page = hall.page("opening", pk=opened(hall, box).pk)
    for _ in range(2):
        duty.post(page, SLIP | {"order": "1"})
        duty.post(page, {"order": "2", "aside": "blank"})
    assert Case.objects.of(hall.centre).count() == 1
    assert BoxOpening.objects.of(hall.centre).get().left == 1


@pytest.mark.parametrize(
    "wrong", [{"text": ""}, {"order": "9"}, {"order": "x"}, {"phone": "123"}, {"kind": "x"}]
)
def test_a_wrong_slip_keeps_its_words(
    hall: Hall, duty: Client, box: SuggestionBox, wrong: dict[str, str]
) -> None:
    page = hall.page("opening", pk=opened(hall, box).pk)
    answer = duty.post(page, SLIP | {"order": "1"} | wrong)
    assert answer.status_code == 200
    assert (SLIP | wrong)["text"] in answer.content.decode()
    assert not Case.objects.of(hall.centre).exists()


def test_a_wrong_way_of_setting_aside_is_told(hall: Hall, duty: Client, box: SuggestionBox) -> None:
    page = hall.page("opening", pk=opened(hall, box).pk)
    for wrong in ({"order": "99", "aside": "blank"}, {"order": "1", "aside": "case"}):
        duty.post(page, wrong)
    assert BoxOpening.objects.of(hall.centre).get().left == 3


@pytest.mark.parametrize("slips", ["-1", "501", "many", ""])
def test_a_wrong_count_is_refused(hall: Hall, duty: Client, box: SuggestionBox, slips: str) -> None:
    said = {"second_account": str(hall.village.handler.pk), "slips": slips}
    assert duty.post(hall.page("box_open", pk=box.pk), said).context["form"].errors
    assert not BoxOpening.objects.of(hall.centre).exists()


def test_the_list_costs_no_more_with_thirty_openings(
    hall: Hall, duty: Client, box: SuggestionBox
) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            opened(hall, box, slips=0)

    more(3)
    before = statements(duty, hall.page("boxes"))
    more(27)
    assert statements(duty, hall.page("boxes")) == before


def test_an_opening_costs_no_more_with_thirty_slips(
    hall: Hall, duty: Client, box: SuggestionBox
) -> None:
    def entered(slips: int) -> Any:
        page = hall.page("opening", pk=opened(hall, box, slips).pk)
        for order in range(1, slips):
            duty.post(page, SLIP | {"order": str(order)})
        return statements(duty, page)

    assert entered(3) == entered(30)


def test_another_village_does_not_see_the_box(hall: Hall, box: SuggestionBox) -> None:
    opening = opened(hall, box)
    client = hall.client(hall.village.other_secretary)
    for page in (hall.page("box_open", pk=box.pk), hall.page("opening", pk=opening.pk)):
        assert client.get(page).status_code == 404
