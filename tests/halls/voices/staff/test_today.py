"""今日: each thing that needs somebody stands there once, for whoever it needs."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changlai.engines.cases.public import Verb, accept_case, answer_case
from changlai.foundation.people.public import Account
from changlai.halls.voices.actions import log_missed_call, open_box
from changlai.halls.voices.models import SuggestionBox
from changlai.halls.voices.today import SHOWN, TODAY
from tests.cast import NOW, phone
from tests.halls.voices.conftest import Hall


@pytest.fixture(autouse=True)
def _now() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False):
        yield


def sheet(hall: Hall, account: Account, at: Any = NOW) -> dict[str, tuple[Any, int]]:
    actor = hall.actor(account)
    return {part.code: part.lines(actor, at) for part in TODAY if part.shown(actor)}


def titles(part: tuple[Any, int]) -> list[str]:
    return [line.title for line in part[0]]


def test_a_new_voice_is_to_be_accepted_and_later_late_but_never_both(hall: Hall) -> None:
    case = hall.voice()
    secretary = hall.village.secretary
    first = sheet(hall, secretary)
    assert titles(first["voices_new"]) == [case.heading]
    assert first["voices_late"] == ([], 0)
    later = sheet(hall, secretary, NOW + timedelta(days=30))
    assert titles(later["voices_late"]) == [case.heading]
    assert later["voices_late"][0][0].late
    assert later["voices_new"] == ([], 0)


def test_a_handler_sees_their_own_and_the_unclaimed(hall: Hall) -> None:
    cast = hall.village
    mine, theirs, nobodys = hall.voice("我的"), hall.voice("别人的"), hall.voice("没人的")
    for case, account in ((mine, cast.handler), (theirs, cast.handler_b)):
        accept_case(
            centre=hall.centre, case_id=case.pk, actor=hall.actor(account), at=timezone.now()
        )
    late = NOW + timedelta(days=30)
    seen = titles(sheet(hall, cast.handler, late)["voices_late"])
    assert sorted(seen) == sorted([mine.heading, nobodys.heading])
    assert len(titles(sheet(hall, cast.secretary, late)["voices_late"])) == 3


def test_duty_sees_what_duty_does(hall: Hall) -> None:
    assert set(sheet(hall, hall.village.duty)) == {
        "voices_missed",
        "voices_call_backs",
        "voices_boxes",
    }


def test_an_answer_waits_for_a_call_back_by_another(hall: Hall) -> None:
    cast = hall.village
    case = hall.voice()
    who: dict[str, Any] = {"centre": hall.centre, "case_id": case.pk, "at": NOW}
    accept_case(**who, actor=hall.actor(cast.handler))
    answer_case(**who, actor=hall.actor(cast.handler), text="换好了。")
    (line,), _ = sheet(hall, cast.duty)["voices_call_backs"]
    assert line.url == hall.page("step", pk=case.pk, verb=Verb.CALL_BACK)
    assert sheet(hall, cast.handler)["voices_call_backs"] == ([], 0)
    (line,), _ = sheet(hall, cast.duty, NOW + timedelta(days=30))["voices_call_backs"]
    assert line.late
    assert sheet(hall, cast.secretary, NOW + timedelta(days=30))["voices_late"] == ([], 0)


def test_missed_calls_and_unfinished_boxes_stand_there(hall: Hall) -> None:
    cast = hall.village
    actor = hall.actor(cast.duty)
    call = log_missed_call(centre=hall.centre, actor=actor, at=NOW, phone=phone(80), caller="何婶")
    opening = open_box(
        centre=hall.centre,
        box_id=SuggestionBox.objects.of(hall.centre).get().pk,
        actor=actor,
        at=NOW,
        slips=2,
        second_account=cast.handler,
    )
    found = sheet(hall, cast.duty)
    assert found["voices_missed"][0][0].url == hall.page("settle", pk=call.pk)
    assert found["voices_boxes"][0][0].url == hall.page("opening", pk=opening.pk)
    assert "还有2张" in found["voices_boxes"][0][0].note


def test_a_long_list_tells_how_many_more_and_costs_one_statement_more(hall: Hall) -> None:
    secretary = hall.village.secretary
    actor = hall.actor(secretary)

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            for part in TODAY:
                part.lines(actor, NOW)
        return len(queries)

    for number in range(3):
        hall.voice(f"第{number}件")
    assert cost() == len(TODAY)
    for number in range(SHOWN):
        hall.voice(f"又一件{number}")
    lines, total = sheet(hall, secretary)["voices_new"]
    assert (len(lines), total) == (SHOWN, SHOWN + 3)
    assert cost() == len(TODAY) + 1


def test_the_sheet_of_the_door_shows_it(hall: Hall) -> None:
    case = hall.voice()
    client = hall.client(hall.village.secretary)
    root = hall.page("cases").removesuffix("voices/")
    html = client.get(root).content.decode()
    assert case.heading in html
    assert "待受理的诉求" in html
    assert "三率" in html
    assert case.heading in client.get(f"{root}today/print/").content.decode()
