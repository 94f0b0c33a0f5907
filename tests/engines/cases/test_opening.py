"""A matter comes in: what is taken, what is refused, and that sending twice makes one case."""

from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changlai.engines.cases import codes
from changlai.engines.cases.models import Case, CaseStep
from changlai.engines.cases.public import bring_answer, issue_code, open_by_code
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.ids import SPOKEN
from changlai.kernel.records.models import Record
from changlai.kernel.search import public as search
from tests.engines.cases.conftest import MORNING, Desk, when


def test_a_case_has_a_number_of_its_day_and_a_code_that_is_not_stored(desk: Desk) -> None:
    opened = desk.open()
    assert opened.case.number.startswith("260318-")
    assert len(opened.code) == codes.LENGTH
    assert set(opened.code) <= set(SPOKEN)
    stored = Case.objects.values().get()
    assert not any(opened.code in str(value) for value in stored.values())


@pytest.mark.parametrize("text", ["", "   \n\t ", "\u200b\u200d\ufeff", "\u3164\u2800", "\u0000"])
def test_words_that_nobody_can_see_are_no_words(desk: Desk, text: str) -> None:
    with pytest.raises(BadInput, match="请写下"):
        desk.open(text=text)
    assert not Case.objects.exists()


def test_long_words_script_tags_and_emoji_are_kept_as_written(desk: Desk) -> None:
    long = "难" * 10_000
    assert desk.case(text=long).text == long
    tag = "<script>alert('x')</script> & <b>灯</b>"
    assert desk.case(text=tag).text == tag
    family = "谢谢👨\u200d👩\u200d👧,路灯❤️亮了"
    assert desk.case(text=f"\u200b{family}\u200b").text == family
    with pytest.raises(BadInput, match=r"20001 个字"):
        desk.open(text="长" * 20_001)


def test_the_same_form_sent_twice_is_one_case_with_one_code(desk: Desk) -> None:
    form = uuid4()
    first, second = desk.open(form_id=form), desk.open(form_id=form, text="又按了一次提交。")
    assert second.case.pk == first.case.pk
    assert (first.is_new, second.is_new) == (True, False)
    assert first.code == second.code
    assert (
        Case.objects.count()
        == CaseStep.objects.count()
        == Record.objects.filter(kind="case").count()
        == 1
    )
    with pytest.raises(BadInput, match="已经交过"):
        desk.open(form_id=form, actor=desk.actor("second"), person=desk.village.second_person)


def test_an_outside_number_comes_once(desk: Desk) -> None:
    desk.case(outside_number="12345-88")
    with pytest.raises(BadInput, match="12345-88"):
        desk.open(outside_number="12345-88")
    desk.case(outside_number=None)
    assert Case.objects.count() == 2


def test_a_crowded_day_still_finds_free_numbers(desk: Desk) -> None:
    numbers = {desk.case().number for _ in range(30)}
    assert len(numbers) == 30
    assert len(codes.new_number(MORNING, attempt=4)) == 13


def test_an_anonymous_case_keeps_nothing_of_the_person(desk: Desk) -> None:
    case = desk.case(is_anonymous=True, contact_phone="19900000009")
    assert (case.person_id, case.contact_phone, case.first_contact_due) == (None, "", None)
    assert case.next_deadline_kind == "accept"


def test_whoever_speaks_face_to_face_or_by_telephone_has_been_contacted(desk: Desk) -> None:
    case = desk.case(channel="phone", actor=desk.actor("duty"))
    assert (case.first_contact_at, case.contact_in_time) == (MORNING, True)
    assert case.entered_by_id == desk.village.duty.pk
    assert desk.case().first_contact_at is None


def test_an_unknown_kind_a_wrong_telephone_and_a_stranger_to_the_centre_are_refused(
    desk: Desk,
) -> None:
    with pytest.raises(BadInput, match="哪一种"):
        desk.open(kind="nothing")
    with pytest.raises(BadInput):
        desk.open(contact_phone="12")
    with pytest.raises(NotAllowed):
        desk.open(centre=desk.village.other_centre)
    assert not Case.objects.exists()


def test_ordinary_cases_are_found_by_words_and_inner_ones_are_not_indexed(desk: Desk) -> None:
    found, _ = desk.case(text="水渠堵了"), desk.case(kind="inside", text="水渠的秘密")
    assert list(search.ids(desk.centre, "水渠", "case")) == [found.pk]


def test_a_new_code_ends_the_old_one(desk: Desk) -> None:
    opened = desk.open()
    fresh = issue_code(**desk.on(opened.case, "duty"))
    ask = {
        "centre": desk.centre,
        "number": opened.case.number,
        "address": "192.0.2.1",
        "at": MORNING,
    }
    assert open_by_code(**ask, code=fresh).number == opened.case.number
    with pytest.raises(BadInput):
        open_by_code(**ask, code=opened.code)
    with pytest.raises(NotAllowed):
        issue_code(**desk.on(opened.case, "second"))


def test_a_message_that_came_with_its_answer_arrives_answered_on_working_days(desk: Desk) -> None:
    system = desk.actor("system")
    case = desk.case(
        channel="import",
        at=when("2025-09-29 09:00"),
        actor=system,
        person=None,
        reporter_alias="网友",
        outside_number="7",
    )
    bring_answer(**desk.on(case, "system", when("2025-10-10 16:00")), text="已经修好。")
    case.refresh_from_db()
    assert (case.state, case.answered_in_time) == ("answered", True)
    assert case.resolution_due == when("2025-10-10 17:30")
    step = CaseStep.objects.get(case=case, verb="bring_answer")
    # 29 Sep 3 + 3.5 h, 30 Sep 7 h, 9 Oct 7 h, 10 Oct 3.5 + 2 h.
    assert step.minutes == 26 * 60
    assert (case.next_deadline_at, case.alarm_at) == (None, None)


def test_opening_asks_the_database_no_more_than_it_writes(desk: Desk) -> None:
    desk.open()
    with CaptureQueriesContext(
        connection,
    ) as first:
        desk.open()
    with CaptureQueriesContext(connection) as second:
        for _ in range(5):
            desk.open()
    assert len(second) == 5 * len(first)
    reads = [query["sql"] for query in first if query["sql"].startswith("SELECT")]
    # The delivery of events after commit is not of the engine.
    assert not [sql for sql in reads if "cases_" in sql]
