"""Two colleagues, a nervous thumb, a slow line: the same press many times, one thing done."""

from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from django.utils import timezone

from changlai.engines.cases.public import Case, CaseStep
from changlai.halls.voices.actions import print_forms
from changlai.halls.voices.models import CallLog, PaperForm
from changlai.kernel.events.models import Entry
from tests.flows.at_once import at_once, shared_rows
from tests.flows.channels import VOICE
from tests.flows.desk import SAID, Desk, seen

MANY = 16

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def by_the_worker(settings: Any) -> None:
    settings.EVENTS_DELIVERY = "worker"


@pytest.mark.parametrize("hands", [2, MANY])
def test_of_two_who_answer_at_once_one_does_and_the_other_is_told(
    desk: Desk, tmp_path: Path, hands: int
) -> None:
    case = desk.accepted().case
    page = desk.page("voices:step", pk=case.pk, verb="answer")
    clients = [desk.staff(desk.village.handler) for _ in range(hands)]

    def answer(number: int) -> tuple[int, bool, bool]:
        words = f"第 {number} 部手机上写的答复,请您放心。"
        told = clients[number].post(page, {"text": words})
        return told.status_code, "已经" in seen(told) or "不能做" in seen(told), words in seen(told)

    with shared_rows(tmp_path):
        found = at_once(hands, answer)
        steps = CaseStep.objects.filter(case=case, verb="answer")
        assert [step.note for step in steps] == [Case.objects.get(pk=case.pk).answer]
        assert Entry.objects.filter(name="cases.case.answered").count() == 1
    codes = sorted(code for code, _, _ in found)
    assert codes == [302, *[409] * (hands - 1)], found
    # Each of the others reads why, and has their own words before them.
    assert all(told and kept for code, told, kept in found if code == 409), found


def _online(desk: Desk) -> Any:
    form_id = str(uuid4())
    said = {"step": "3", "kind": "help", "text": SAID, "place_text": "", "category": ""}
    said |= {"name": "王大妈", "phone": "19900000042", "form_id": form_id}
    return lambda: Client().post(desk.page("voices:say"), said)


def _counter(desk: Desk) -> Any:
    said = VOICE | {"text": SAID, "form_id": str(uuid4())}
    client = desk.staff(desk.village.duty)
    return lambda: client.post(desk.page("voices:counter"), said)


def _phone(desk: Desk) -> Any:
    said = {"text": SAID, "kind": "help", "phone": "", "case": "1", "form_id": str(uuid4())}
    client = desk.staff(desk.village.duty)
    return lambda: client.post(desk.page("voices:call"), said)


@pytest.mark.parametrize("way", [_online, _counter, _phone], ids=["online", "counter", "phone"])
def test_one_form_sent_sixteen_times_is_one_voice(desk: Desk, tmp_path: Path, way: Any) -> None:
    send = way(desk)

    def press(number: int) -> tuple[int, str]:
        answer = send()
        return answer.status_code, answer.get("Location", "")

    with shared_rows(tmp_path):
        found = at_once(MANY, press)
        assert {code for code, _ in found} == {302}, found
        assert Case.objects.count() == 1
        assert Entry.objects.filter(name="cases.case.opened").count() == 1
        assert CallLog.objects.count() == (1 if way is _phone else 0)
        # Whichever press the browser shows, it is the same receipt with the same code.
        client = desk.staff(desk.village.duty)
        pages = {_code_on(client.get(address)) for _, address in found}
        assert len(pages) == 1


def _code_on(answer: Any) -> Any:
    receipt = answer.context.get("receipt")
    return receipt.code if receipt else answer.context["code"]


def test_the_same_slip_entered_by_two_is_one_voice(desk: Desk, tmp_path: Path) -> None:
    actor = desk.actor(desk.village.duty)
    print_forms(centre=desk.centre, actor=actor, at=timezone.now(), count=1)
    number = PaperForm.objects.of(desk.centre).get().number
    clients = [desk.staff(desk.village.duty), desk.staff(desk.village.handler)]
    page = desk.page("voices:paper_enter")

    def enter(which: int) -> int:
        said = VOICE | {"text": SAID, "number": number}
        return int(clients[which].post(page, said).status_code)

    with shared_rows(tmp_path):
        assert at_once(2, enter) == [302, 302]
        assert Case.objects.count() == 1
