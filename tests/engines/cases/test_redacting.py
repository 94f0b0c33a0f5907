"""Personal words are covered and kept apart.

Nothing is public without a look and the asker's consent.
"""

import pytest
from django.db import connection

from changlai.engines.cases.models import PublicAnswer, RedactionOriginal
from changlai.engines.cases.public import (
    allow_publishing,
    answer_case,
    looks,
    open_by_code,
    original_words,
    public_answers,
    publish_answer,
    redact_case,
    reopen_case,
    timeline,
    unpublish_answer,
)
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.search import public as search
from tests.engines.cases.conftest import MORNING, Desk


def test_the_original_stays_readable_for_good_reason_and_each_look_is_logged(desk: Desk) -> None:
    case = desk.accepted(text="孙二婶家门口水沟臭，她电话19900000077")
    redact_case(**desk.on(case, "handler"), reason="有姓名电话", text="一户门口水沟臭")
    case.refresh_from_db()
    assert case.text == "一户门口水沟臭"
    assert list(search.ids(desk.centre, "孙二婶", "case")) == []
    assert list(search.ids(desk.centre, "水沟", "case")) == [case.pk]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT words FROM {RedactionOriginal._meta.db_table}")
        assert "孙二婶" not in str(cursor.fetchall())
    for name in ("handler_b", "duty", "resident", "township"):
        with pytest.raises(NotAllowed):
            original_words(**desk.on(case, name), reason="看看")
    with pytest.raises(BadInput, match="为什么"):
        original_words(**desk.on(case, "secretary"), reason="")
    rows = original_words(**desk.on(case, "secretary"), reason="核对地点")
    assert [row.words for row in rows] == ["孙二婶家门口水沟臭，她电话19900000077"]
    assert [(look.by_name, look.reason) for look in looks(case)] == [("林向荣", "核对地点")]


def test_a_redacted_answer_is_redacted_wherever_the_requester_reads_it(desk: Desk) -> None:
    opened = desk.open()
    case = opened.case
    from changlai.engines.cases.public import accept_case

    accept_case(**desk.on(case, "handler"))
    answer_case(**desk.on(case, "handler"), text="已请老李修好")
    redact_case(**desk.on(case, "handler"), reason="有姓名", answer="已请师傅修好")
    assert [line.note for line in timeline(case, for_requester=True) if line.verb == "answer"] == [
        "已请师傅修好"
    ]
    shown = open_by_code(
        centre=desk.centre, number=case.number, code=opened.code, address="192.0.2.1", at=MORNING
    )
    assert shown.answer == "已请师傅修好"


def test_words_are_covered_not_deleted(desk: Desk) -> None:
    with pytest.raises(BadInput, match="不能全部删掉"):
        redact_case(**desk.on(desk.case(), "handler"), reason="全删", text=" ")
    assert not RedactionOriginal.objects.exists()


WORDS = {"question": "路灯什么时候修好？", "answer": "三天内修好。", "post": "便民服务岗"}


def test_f33_publishing_wants_consent_then_a_look_then_clean_words_and_a_post(desk: Desk) -> None:
    case = desk.answered()
    with pytest.raises(NotAllowed):
        publish_answer(**desk.on(case, "handler"), **WORDS)
    with pytest.raises(WrongStep, match="还没有同意"):
        publish_answer(**desk.on(case, "secretary"), **WORDS)
    for name in ("handler", "secretary", "second"):
        with pytest.raises(NotAllowed):
            allow_publishing(**desk.on(case, name), is_allowed=True)
    allow_publishing(**desk.on(case, "resident"), is_allowed=True)
    with pytest.raises(WrongStep, match="先核对"):
        publish_answer(**desk.on(case, "secretary"), **WORDS)
    redact_case(**desk.on(case, "handler"), reason="已核对，没有个人信息")
    for marked in ("请打 199 0000 0001", "身份证 110101199003078816", "电话0898-66000001"):
        with pytest.raises(BadInput, match="请先去掉"):
            publish_answer(**desk.on(case, "secretary"), **WORDS | {"answer": marked})
    with pytest.raises(BadInput, match="岗位"):
        publish_answer(**desk.on(case, "secretary"), **WORDS | {"post": ""})
    public = publish_answer(**desk.on(case, "secretary"), **WORDS)
    assert list(public_answers(desk.centre, "路灯")) == [public]
    assert list(public_answers(desk.village.other_centre)) == []
    assert public.pk != case.pk


def test_taking_consent_back_takes_it_down_at_once(desk: Desk) -> None:
    case = _published(desk)
    allow_publishing(**desk.on(case, "resident"), is_allowed=False)
    assert not PublicAnswer.objects.exists()
    assert list(search.ids(desk.centre, "路灯", "public_answer")) == []


def test_staff_take_it_down_and_saying_it_is_not_solved_does_too(desk: Desk) -> None:
    first, second = _published(desk), _published(desk)
    unpublish_answer(**desk.on(first, "handler"), reason="有人认出是谁")
    with pytest.raises(WrongStep):
        unpublish_answer(**desk.on(first, "handler"), reason="再来一次")
    reopen_case(**desk.on(second, "resident"), reason="没好")
    assert not PublicAnswer.objects.exists()


def test_a_kind_that_is_never_published_stays_so(desk: Desk) -> None:
    from changlai.engines.cases.public import assign_case

    case = desk.case(kind="inside", may_publish=True)
    assert case.may_publish is False
    assign_case(**desk.on(case, "secretary"), handler=desk.village.handler)
    with pytest.raises(NotAllowed):
        allow_publishing(**desk.on(case, "resident"), is_allowed=True)


def _published(desk: Desk):  # type: ignore[no-untyped-def]
    case = desk.answered(may_publish=True)
    redact_case(**desk.on(case, "handler"), reason="已核对")
    publish_answer(**desk.on(case, "secretary"), **WORDS)
    return case
