"""The call-back queue: asked by someone else than the handler, the earliest promise first."""

from typing import Any

from django.utils import timezone

from changlai.engines.cases.public import Case, accept_case, answer_case
from changlai.foundation.people.public import Account
from tests.halls.voices.conftest import Hall
from tests.halls.voices.staff.statements import statements


def answered(hall: Hall, by: Account, text: str = "路灯坏了") -> Case:
    case = hall.voice(text)
    who: dict[str, Any] = {
        "centre": hall.centre,
        "case_id": case.pk,
        "actor": hall.actor(by),
        "at": timezone.now(),
    }
    accept_case(**who)
    return answer_case(**who, text="已经换好。")


def test_the_handler_does_not_ask_after_their_own_case(hall: Hall) -> None:
    cast = hall.village
    case = answered(hall, cast.handler)
    for account, sees in ((cast.handler, False), (cast.handler_b, True), (cast.duty, True)):
        page = hall.client(account).get(hall.page("call_backs"))
        rows = list(page.context["page"].object_list)
        assert (case in rows) is sees
    html = hall.client(cast.handler_b).get(hall.page("call_backs")).content.decode()
    assert hall.page("step", pk=case.pk, verb="call_back") in html


def test_a_call_back_leaves_the_queue_and_is_shown_as_heard(hall: Hall) -> None:
    cast = hall.village
    case = answered(hall, cast.handler)
    client = hall.client(cast.handler_b)
    said = {"outcome": "reached", "solved": "yes", "was_contacted": "yes", "note": ""}
    answer = client.post(hall.page("step", pk=case.pk, verb="call_back"), said, follow=True)
    html = answer.content.decode()
    assert answer.redirect_chain[-1][0] == hall.page("call_backs")
    assert "没有要回访的" in html
    assert "最近的回访" in html
    assert case.number in html


def test_an_empty_queue_says_what_will_be_here(hall: Hall) -> None:
    html = hall.client(hall.village.duty).get(hall.page("call_backs")).content.decode()
    assert "没有要回访的" in html


def test_the_queue_costs_no_more_with_thirty(hall: Hall) -> None:
    client = hall.client(hall.village.duty)
    for number in range(3):
        answered(hall, hall.village.handler, f"第{number}件")
    before = statements(client, hall.page("call_backs"))
    for number in range(27):
        answered(hall, hall.village.handler, f"又一件{number}")
    assert statements(client, hall.page("call_backs")) == before
