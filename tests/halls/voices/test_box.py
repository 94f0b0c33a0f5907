"""The box is opened by two, every slip is accounted for; a printed form is one voice."""

from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, transaction

from changlai.halls.voices import actions, queries
from changlai.halls.voices.models import BoxOpening, PaperForm
from changlai.halls.voices.numbers import check_digit, clean_number
from changlai.kernel.errors import BadInput, NotAllowed
from tests.cast import NOW, Village, phone
from tests.halls.voices.desk import Desk, make_desk


@pytest.fixture
def desk(village: Village) -> Desk:
    return make_desk(village)


def open_box(desk: Desk, **more: Any) -> BoxOpening:
    values: dict[str, Any] = {
        "box_id": desk.box.pk,
        "actor": desk.duty,
        "at": NOW,
        "slips": 3,
        "second_account": desk.village.handler,
    } | more
    return actions.open_box(centre=desk.centre, **values)


def enter(desk: Desk, opening: BoxOpening, order: int, **more: Any) -> Any:
    values = {"actor": desk.duty, "at": NOW, "text": "想在晒谷场装个篮筐"} | more
    return actions.enter_slip(centre=desk.centre, opening_id=opening.pk, order=order, **values)


def test_f31_one_person_cannot_open_the_box(desk: Desk) -> None:
    with pytest.raises(BadInput, match="两个人"):
        open_box(desk, second_account=None)
    with pytest.raises(BadInput, match="同一个人"):
        open_box(desk, second_account=desk.village.duty)
    assert not BoxOpening.objects.of(desk.centre).exists()


def test_the_second_opener_may_be_a_villager(desk: Desk) -> None:
    person = desk.village.phoneless_person
    opening = open_box(desk, second_account=None, second_person=person)
    assert opening.second_person == person


def test_nobody_is_two_people_by_having_an_account_and_a_person(desk: Desk) -> None:
    from tests.cast import make_person

    same = make_person(desk.centre, "吴立夏", account=desk.village.duty)
    with pytest.raises(BadInput, match="同一个人"):
        open_box(desk, second_account=None, second_person=same)


def test_openers_belong_to_this_village(desk: Desk) -> None:
    with pytest.raises(BadInput, match="本中心"):
        open_box(desk, second_account=desk.village.other_secretary)
    with pytest.raises(BadInput, match="本中心"):
        open_box(desk, second_account=None, second_person=desk.village.neighbour_person)


def test_the_database_refuses_one_opener_and_counts_that_do_not_add_up(desk: Desk) -> None:
    rows = {"centre": desk.centre, "box": desk.box, "opened_at": NOW, "slips": 2}
    duty = desk.village.duty
    for wrong in (
        {"first_opener": duty},
        {"first_opener": duty, "second_opener": duty},
        {"first_opener": duty, "second_opener": desk.village.handler, "blank": 3},
        {"first_opener": duty, "second_opener": desk.village.handler, "finished_at": NOW},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            BoxOpening(**rows, **wrong).save()


def test_f31_slips_add_up_to_cases_blanks_and_invalid_ones(desk: Desk) -> None:
    opening = open_box(desk, slips=4, blank=1, invalid=1)
    assert opening.left == 2
    assert [order for order, slip in queries.slips_of(opening) if slip is None] == [1, 2]
    enter(desk, opening, 1)
    enter(desk, opening, 2, alias="一位奶奶")
    opening.refresh_from_db()
    assert opening.finished_at == NOW
    assert (opening.entered, opening.blank, opening.invalid) == (2, 1, 1)
    assert desk.cases().filter(channel="box").count() == 2
    assert not queries.openings_that_do_not_add_up(desk.centre).exists()


def test_f31_a_slip_without_a_name_is_an_anonymous_voice_of_the_day_of_opening(desk: Desk) -> None:
    opening = open_box(desk, slips=2)
    later = NOW.replace(hour=16)
    nameless = enter(desk, opening, 1, at=later).case
    named = enter(desk, opening, 2, at=later, phone=phone(7)).case
    assert (nameless.is_anonymous, nameless.opened_at) == (True, NOW)
    assert (named.is_anonymous, named.contact_phone) == (False, phone(7))


def test_a_slip_entered_twice_is_one_voice(desk: Desk) -> None:
    opening = open_box(desk)
    assert enter(desk, opening, 1) is not None
    assert enter(desk, opening, 1) is None
    assert desk.cases().count() == 1


def test_a_slip_can_turn_out_blank_later(desk: Desk) -> None:
    opening = open_box(desk, slips=1)
    values: dict[str, Any] = {
        "centre": desk.centre,
        "opening_id": opening.pk,
        "order": 1,
        "kind": "blank",
        "actor": desk.duty,
        "at": NOW,
    }
    done = actions.set_slip_aside(**values)
    assert (done.blank, done.finished_at) == (1, NOW)
    assert actions.set_slip_aside(**values).blank == 1


def test_there_is_no_fourth_slip_among_three(desk: Desk) -> None:
    opening = open_box(desk, slips=3)
    with pytest.raises(BadInput, match="只有 3 张"):
        enter(desk, opening, 4)


def test_an_empty_box_is_an_opening_too(desk: Desk) -> None:
    assert open_box(desk, slips=0).finished_at == NOW


@pytest.mark.parametrize("wrong", [{"slips": -1}, {"slips": 501}, {"blank": 2, "invalid": 2}])
def test_impossible_counts_are_refused(desk: Desk, wrong: dict[str, int]) -> None:
    with pytest.raises(BadInput):
        open_box(desk, **wrong)


def test_a_double_tap_records_one_opening(desk: Desk) -> None:
    number = uuid4()
    assert open_box(desk, opening_id=number).pk == open_box(desk, opening_id=number).pk
    assert BoxOpening.objects.of(desk.centre).count() == 1


def test_residents_open_no_box(desk: Desk) -> None:
    with pytest.raises(NotAllowed):
        open_box(desk, actor=desk.resident)
    opening = open_box(desk)
    with pytest.raises(NotAllowed):
        enter(desk, opening, 1, actor=desk.resident)


def test_a_second_box_needs_a_name_of_its_own(desk: Desk) -> None:
    actions.add_box(centre=desk.centre, actor=desk.duty, name="桥头意见箱")
    with pytest.raises(BadInput, match="同名"):
        actions.add_box(centre=desk.centre, actor=desk.duty, name="桥头意见箱")
    assert queries.boxes(desk.centre).count() == 2


# Paper


def printed(desk: Desk, count: int = 3) -> list[str]:
    batch = actions.print_forms(centre=desk.centre, actor=desk.duty, at=NOW, count=count)
    return [form.number for form in queries.forms_of(batch)]


def hand_in(desk: Desk, number: str, **more: Any) -> Any:
    values = {"actor": desk.duty, "at": NOW, "kind": "help", "text": "门口的沟堵了"} | more
    return actions.enter_paper(centre=desk.centre, number=number, **values)


def test_forms_carry_numbers_of_their_own(desk: Desk) -> None:
    numbers = printed(desk, 50) + printed(desk, 50)
    assert len(set(numbers)) == 100
    assert all(clean_number(number) == number for number in numbers)


def test_a_form_entered_again_keeps_its_voice(desk: Desk) -> None:
    number = printed(desk)[0]
    case, opened = hand_in(desk, number)
    again, nothing = hand_in(desk, number.lower().replace("-", " "))
    assert opened.code
    assert (again.pk, nothing) == (case.pk, None)
    assert desk.cases().count() == 1
    assert queries.paper_form(desk.centre, number).case == case  # type: ignore[union-attr]
    assert case.channel == "paper"


def test_one_wrong_digit_is_noticed_before_looking(desk: Desk) -> None:
    number = printed(desk)[0]
    last = str((int(number[-1]) + 1) % 10)
    with pytest.raises(BadInput, match="不对"):
        hand_in(desk, number[:-1] + last)
    stranger = "2603180000"
    with pytest.raises(BadInput, match="没有印过"):
        hand_in(desk, f"Z{stranger[:6]}-{stranger[6:]}{check_digit(stranger)}")


def test_a_nameless_form_names_nobody(desk: Desk) -> None:
    person = desk.village.resident_person
    case, _ = hand_in(
        desk, printed(desk)[0], person=person, alias="周", phone=phone(1), is_anonymous=True
    )
    assert case.is_anonymous
    assert (case.person_id, case.reporter_alias, case.contact_phone) == (None, "", "")


def test_words_that_are_missing_leave_the_form_unused(desk: Desk) -> None:
    number = printed(desk)[0]
    with pytest.raises(BadInput):
        hand_in(desk, number, text="  ")
    assert PaperForm.objects.of(desk.centre).get(number=number).case_id is None


@pytest.mark.parametrize("count", [0, 201])
def test_a_print_run_has_bounds(desk: Desk, count: int) -> None:
    with pytest.raises(BadInput):
        printed(desk, count)


def test_the_counter_opens_a_voice_for_someone_without_a_phone(desk: Desk) -> None:
    form_id = uuid4()
    values: dict[str, Any] = {
        "centre": desk.centre,
        "actor": desk.duty,
        "at": NOW,
        "kind": "help",
        "text": "屋顶漏雨",
        "person": desk.village.phoneless_person,
        "form_id": form_id,
    }
    first, second = actions.take_in(**values), actions.take_in(**values)
    assert first.case.pk == second.case.pk
    assert first.case.entered_by_id == desk.village.duty.pk
    with pytest.raises(NotAllowed):
        actions.take_in(**values | {"actor": desk.resident})
    with pytest.raises(BadInput):
        actions.take_in(**values | {"kind": "mediation", "form_id": None})


def test_saved_views_are_ones_own(desk: Desk) -> None:
    view = actions.save_view(
        centre=desk.centre, actor=desk.handler, at=NOW, name="我手上的", query="mine=1"
    )
    actions.save_view(
        centre=desk.centre, actor=desk.handler, at=NOW, name="我手上的", query="mine=1&late=1"
    )
    assert [one.query for one in queries.saved_views(desk.handler)] == ["mine=1&late=1"]
    assert not queries.saved_views(desk.duty).exists()
    actions.drop_view(centre=desk.centre, view_id=view.pk, actor=desk.duty)
    assert queries.saved_views(desk.handler).exists()
    actions.drop_view(centre=desk.centre, view_id=view.pk, actor=desk.handler)
    assert not queries.saved_views(desk.handler).exists()
    with pytest.raises(BadInput):
        actions.save_view(centre=desk.centre, actor=desk.handler, at=NOW, name=" ", query="")
