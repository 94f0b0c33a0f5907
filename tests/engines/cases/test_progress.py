"""Progress by number and code: nothing personal, and guessing gets slower and slower."""

import datetime as dt
from dataclasses import asdict
from typing import Any

import pytest

from changlai.engines.cases.models import ProgressTry
from changlai.engines.cases.progress import forget_tries
from changlai.engines.cases.public import (
    OpenedCase,
    TooManyTries,
    accept_case,
    answer_case,
    ask_requester,
    open_by_code,
    requester_replied,
    withdraw_case,
)
from changlai.kernel.errors import BadInput
from tests.engines.cases.conftest import MORNING, Desk, when

HOME = "192.0.2.1"


def look(
    desk: Desk, opened: OpenedCase, at: dt.datetime = MORNING, address: str = HOME, **more: Any
) -> Any:
    values = {"number": opened.case.number, "code": opened.code} | more
    return open_by_code(centre=desk.centre, at=at, address=address, **values)


def test_f33_it_shows_state_dates_and_answer_and_nothing_personal(desk: Desk) -> None:
    opened = desk.open(
        title="标题甲",
        text="内容乙",
        place_text="地点丙",
        contact_phone="19900000077",
        reporter_alias="丁",
    )
    accept_case(**desk.on(opened.case, "handler"))
    answer_case(**desk.on(opened.case, "handler", when("2026-03-18 11:00")), text="修好了。")
    shown = look(desk, opened)
    assert (shown.state_label, shown.answer, shown.may_rate) == ("已答复", "修好了。", True)
    assert [stage.title for stage in shown.stages] == ["提出", "受理", "联系您", "答复"]
    everything = str(asdict(shown))
    for word in ("甲", "乙", "丙", "丁", "1990000", "周春生", "陈小满"):
        assert word not in everything


def test_the_code_may_be_typed_as_people_type(desk: Desk) -> None:
    opened = desk.open()
    typed = " ".join(opened.code.lower())
    wide = opened.case.number.replace("-", " ").translate(
        {ord(str(n)): 0xFF10 + n for n in range(10)}
    )
    assert look(desk, opened, code=typed, number=wide).number == opened.case.number


def test_a_wrong_code_and_a_wrong_number_say_the_same(desk: Desk) -> None:
    opened = desk.open()
    with pytest.raises(BadInput) as wrong_code:
        look(desk, opened, code="AAAAAA")
    with pytest.raises(BadInput) as wrong_number:
        look(desk, opened, number="260101-0000")
    assert wrong_code.value.sentence == wrong_number.value.sentence


def test_f33_each_wrong_code_makes_the_next_one_wait_longer(desk: Desk) -> None:
    opened, at, waits = desk.open(), MORNING, []
    for _ in range(12):
        with pytest.raises(BadInput):
            look(desk, opened, at, code="AAAAAA")
        blocked = max((row.blocked_until or at for row in ProgressTry.objects.all()), default=at)
        waits.append(int((blocked - at).total_seconds()))
        if blocked > at:
            with pytest.raises(TooManyTries, match="分钟"):
                look(desk, opened, blocked - dt.timedelta(seconds=1))
        at = blocked
    assert waits == [0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600]
    assert look(desk, opened, at).number == opened.case.number
    assert not ProgressTry.objects.filter(failures__gt=0).exists()


def test_f33_one_number_from_many_places_and_many_numbers_from_one_are_slowed(desk: Desk) -> None:
    opened, other = desk.open(), desk.open()
    for place in range(3):
        with pytest.raises(BadInput):
            look(desk, opened, address=f"192.0.2.{place + 10}", code="AAAAAA")
    with pytest.raises(TooManyTries):
        look(desk, opened, address="192.0.2.99")
    for number in range(3):
        with pytest.raises(BadInput):
            look(desk, other, number=f"260101-000{number}")
    with pytest.raises(TooManyTries):
        look(desk, other)
    assert look(desk, other, address="192.0.2.200").number == other.case.number


def test_neither_address_nor_number_is_kept_and_tries_are_forgotten_after_a_day(desk: Desk) -> None:
    opened = desk.open()
    with pytest.raises(BadInput):
        look(desk, opened, code="AAAAAA")
    kept = str(list(ProgressTry.objects.values()))
    assert HOME not in kept
    assert opened.case.number not in kept
    assert forget_tries(MORNING + dt.timedelta(hours=23)) == 0
    assert forget_tries(MORNING + dt.timedelta(hours=25)) == 2


def test_the_holder_may_reply_and_take_back(desk: Desk) -> None:
    opened = desk.open(is_anonymous=False, person=None, contact_phone="19900000077")
    accept_case(**desk.on(opened.case, "handler"))
    ask_requester(**desk.on(opened.case, "handler"), question="是哪一盏灯？")
    shown = look(desk, opened)
    assert (shown.question_to_you, shown.may_reply, shown.due) == ("是哪一盏灯？", True, None)
    requester_replied(**desk.on(opened.case, "stranger"), text="门口那盏", proof=shown.proof)
    shown = look(desk, opened)
    assert shown.may_withdraw
    withdraw_case(**desk.on(opened.case, "stranger", when("2026-03-18 11:00")), proof=shown.proof)
    assert look(desk, opened).state_type == "closed"


def test_a_case_for_handlers_only_shows_its_state_and_no_words(desk: Desk) -> None:
    from changlai.engines.cases.public import assign_case

    opened = desk.open(kind="inside")
    assign_case(**desk.on(opened.case, "secretary"), handler=desk.village.handler)
    answer_case(**desk.on(opened.case, "handler"), text="内部答复")
    shown = look(desk, opened)
    assert (shown.state_label, shown.answer) == ("已答复", "")
