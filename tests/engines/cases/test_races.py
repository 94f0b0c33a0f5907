"""Several phones at once, each a process with a connection of its own, on both databases."""

import multiprocessing
import os
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection

from changlai.engines.cases.models import Case, CaseStep, Follower
from changlai.engines.cases.public import (
    TooManyTries,
    accept_case,
    answer_case,
    follow_case,
    merge_cases,
    open_by_code,
    rate_case,
)
from changlai.kernel.errors import BadInput, RuleBroken, WrongStep
from changlai.kernel.events.models import Entry
from tests.engines.cases.conftest import MORNING, Desk, make_desk

PROCESSES = 8

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def shared(settings: Any, tmp_path: Path) -> Iterator[Callable[[], Any]]:
    """Let forked processes open the test's rows.

    The returned function moves this process there too.

    PostgreSQL is shared as it is. SQLite's test database is in memory, so it is copied into a file.
    """
    settings.EVENTS_DELIVERY = "worker"
    name, opened = connection.settings_dict["NAME"], connection.connection

    def move() -> None:
        if connection.vendor == "postgresql":
            connection.close()
            return
        path = tmp_path / "shared.sqlite3"
        with sqlite3.connect(path) as file:
            connection.connection.backup(file)
        file.close()
        connection.connection = None
        connection.settings_dict["NAME"] = str(path)

    yield move
    if connection.vendor == "sqlite":
        connection.close()
        connection.settings_dict["NAME"], connection.connection = name, opened


def at_once(work: Callable[[int], str]) -> list[str]:
    """Run `work(number)` in many processes at the same moment.

    Returns what each said, or its rule.
    """
    context = multiprocessing.get_context("fork")
    gate, said = context.Barrier(PROCESSES), context.Queue()

    def run(number: int) -> None:
        gate.wait()
        try:
            word = work(number)
        except RuleBroken as rule:
            word = type(rule).__name__
        except BaseException as error:  # the parent must hear of it
            word = repr(error)
        said.put(word)
        said.close()
        said.join_thread()
        os._exit(0)

    connection.close()
    children = [context.Process(target=run, args=(number,)) for number in range(PROCESSES)]
    for child in children:
        child.start()
    words = [said.get(timeout=60) for _ in children]
    for child in children:
        child.join(60)
    return sorted(words)


@pytest.fixture
def desk() -> Desk:
    return make_desk()


def test_an_answer_given_at_once_on_many_phones_is_given_once(desk: Desk, shared: Any) -> None:
    case, handler = desk.accepted(), desk.actor("handler")
    shared()

    def answer(number: int) -> str:
        answer_case(
            centre=desk.centre,
            case_id=case.pk,
            actor=handler,
            text=f"第 {number} 部手机答复",
            at=MORNING,
        )
        return "answered"

    assert at_once(answer) == sorted(["answered", *[WrongStep.__name__] * (PROCESSES - 1)])
    assert CaseStep.objects.filter(case=case, verb="answer").count() == 1
    assert Entry.objects.filter(name="cases.case.answered").count() == 1
    row = Case.objects.get(pk=case.pk)
    assert row.answer == CaseStep.objects.get(case=case, verb="answer").note
    assert row.rounds == 1


def test_a_form_sent_by_a_nervous_thumb_is_one_case_with_one_code(desk: Desk, shared: Any) -> None:
    form, resident = uuid4(), desk.actor("resident")
    desk.open()
    shared()
    codes = at_once(lambda number: desk.open(form_id=form, actor=resident).code)
    assert len(codes) == PROCESSES
    assert len(set(codes)) == 1
    assert len(codes[0]) == 6
    assert Case.objects.filter(form_id=form).count() == 1
    assert Entry.objects.filter(name="cases.case.opened").count() == 2


def test_many_cases_at_once_get_numbers_of_their_own(desk: Desk, shared: Any) -> None:
    resident = desk.actor("resident")
    desk.open()
    shared()
    said = at_once(lambda number: str(len({desk.case(actor=resident).number for _ in range(5)})))
    assert said == ["5"] * PROCESSES
    assert (
        Case.objects.count()
        == len(set(Case.objects.values_list("number", flat=True)))
        == 5 * PROCESSES + 1
    )


def test_one_takes_a_new_case_and_the_others_are_told(desk: Desk, shared: Any) -> None:
    case, actors = desk.case(), [desk.actor("handler"), desk.actor("handler_b")]
    shared()

    def accept(number: int) -> str:
        accept_case(centre=desk.centre, case_id=case.pk, actor=actors[number % 2], at=MORNING)
        return "accepted"

    assert at_once(accept).count("accepted") == 1


def test_a_rating_tapped_many_times_is_one(desk: Desk, shared: Any) -> None:
    case, resident = desk.answered(), desk.actor("resident")
    shared()

    def rate(number: int) -> str:
        rate_case(centre=desk.centre, case_id=case.pk, actor=resident, face="satisfied", at=MORNING)
        return "rated"

    assert at_once(rate) == sorted(["rated", *[WrongStep.__name__] * (PROCESSES - 1)])


def test_merging_crosswise_never_waits_for_ever(desk: Desk, shared: Any) -> None:
    one, two, handler = desk.accepted(), desk.accepted(), desk.actor("handler")
    shared()

    def merge(number: int) -> str:
        case, into = (one, two) if number % 2 else (two, one)
        merge_cases(centre=desk.centre, case_id=case.pk, into_id=into.pk, actor=handler, at=MORNING)
        return "merged"

    assert at_once(merge).count("merged") == 1


def test_following_tapped_many_times_is_one(desk: Desk, shared: Any) -> None:
    case, second = desk.case(), desk.actor("second")
    shared()

    def follow(number: int) -> str:
        follow_case(
            centre=desk.centre,
            number=case.number,
            actor=second,
            person=desk.village.second_person,
            at=MORNING,
        )
        return "follows"

    assert at_once(follow) == ["follows"] * PROCESSES
    assert Follower.objects.count() == 1


def test_guesses_from_everywhere_at_once_are_all_counted(desk: Desk, shared: Any) -> None:
    opened = desk.open()
    shared()

    def guess(number: int) -> str:
        open_by_code(
            centre=desk.centre,
            number=opened.case.number,
            code="AAAAAA",
            address=f"192.0.2.{number}",
            at=MORNING,
        )
        return "seen"

    said = at_once(guess)
    assert said.count(BadInput.__name__) == 3
    assert said.count(TooManyTries.__name__) == PROCESSES - 3
