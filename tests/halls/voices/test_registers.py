"""The registers of the hall are queries: masked, of one village, without a row of their own."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from changlai.engines.cases.public import (
    UpwardGrant,
    accept_case,
    answer_case,
    call_back,
    end_grant,
    look_through_grant,
    open_case,
    transfer_upward,
)
from changlai.halls.voices import actions
from changlai.halls.voices.registers import REGISTERS
from tests.cast import NOW, Village, phone
from tests.halls.voices.desk import Desk, make_desk

BY_CODE = {register.code: register for register in REGISTERS}


@pytest.fixture
def desk(village: Village) -> Desk:
    return make_desk(village)


def cells(desk: Desk, code: str, actor: Any = None, **filters: Any) -> list[dict[str, Any]]:
    register = BY_CODE[code]
    rows = register.rows(actor or desk.secretary, filters)
    return [{column.title: column.of(row) for column in register.columns} for row in rows]


def voice(desk: Desk, **more: Any) -> Any:
    values: dict[str, Any] = {
        "kind": "help",
        "text": "桥头的路灯不亮",
        "channel": "online",
        "at": NOW,
        "actor": desk.resident,
        "person": desk.village.resident_person,
        "place_text": "桥头",
    } | more
    return open_case(centre=desk.centre, **values).case


def answered(desk: Desk, **more: Any) -> Any:
    case = voice(desk, **more)
    values: dict[str, Any] = {"centre": desk.centre, "case_id": case.pk, "at": NOW}
    accept_case(actor=desk.handler, **values)
    answer_case(actor=desk.handler, text="已经修好", **values)
    call_back(
        actor=desk.duty, outcome="reached", solved=True, **values | {"at": NOW + timedelta(days=1)}
    )
    return case


def sent_up(desk: Desk) -> Any:
    case = voice(desk)
    values: dict[str, Any] = {"centre": desk.centre, "case_id": case.pk, "at": NOW}
    accept_case(actor=desk.handler, **values)
    transfer_upward(
        **values,
        actor=desk.secretary,
        account=desk.village.township,
        to_name="石溪镇",
        reason="线路归镇里管",
        until=NOW + timedelta(days=20),
    )
    return case


def test_the_voices_register_reads_from_the_case_itself(desk: Desk) -> None:
    case = answered(desk)
    (row,) = cells(desk, "voices")
    assert row["对象"] == "周**"
    assert row["经办人"] == "陈小满"
    assert row["结果"].endswith("已经修好")
    assert row["回访和评价"] == "已回访、已解决"
    assert row["关联编号"] == case.number
    assert row["种类"] == "求助"


def test_filters_narrow_by_day_kind_and_channel(desk: Desk) -> None:
    voice(desk)
    voice(desk, kind="consult", at=NOW + timedelta(days=3))
    assert len(cells(desk, "voices")) == 2
    assert len(cells(desk, "voices", kind="consult")) == 1
    assert len(cells(desk, "voices", channel="phone")) == 0
    assert len(cells(desk, "voices", until=NOW.date())) == 1
    assert len(cells(desk, "voices", since=(NOW + timedelta(days=3)).date())) == 1


def test_the_call_register_shows_no_whole_number(desk: Desk) -> None:
    actions.log_call(
        centre=desk.centre,
        actor=desk.duty,
        at=NOW,
        summary="问时间",
        phone=phone(55),
        caller="刘叔",
    )
    (row,) = cells(desk, "calls")
    assert row["对象"] == "刘* 199****0055"
    assert row["关联编号"]
    assert row["经办人"] == "吴立夏"


def test_the_box_register_adds_up(desk: Desk) -> None:
    opening = actions.open_box(
        centre=desk.centre,
        box_id=desk.box.pk,
        actor=desk.duty,
        at=NOW,
        slips=2,
        second_account=desk.village.handler,
        blank=1,
    )
    (row,) = cells(desk, "boxes")
    assert "还有 1 张没录" in row["结果"]
    actions.enter_slip(
        centre=desk.centre, opening_id=opening.pk, order=1, actor=desk.duty, at=NOW, text="建议"
    )
    (row,) = cells(desk, "boxes")
    assert row["结果"] == "登记 1，空白 1，无效 0"
    assert row["经办人"] == "吴立夏、陈小满"
    assert row["关联编号"] == desk.cases().get().number


def test_f48_the_register_of_grants_names_who_sees_what_until_when_and_how_often(
    desk: Desk,
) -> None:
    case = sent_up(desk)
    township = desk.of(desk.village.township)
    for _ in range(2):
        look_through_grant(centre=desk.centre, case_id=case.pk, actor=township, at=NOW)
    (row,) = cells(desk, "grants")
    assert (row["报给"], row["谁能看"], row["同意人"]) == ("石溪镇", "镇上小梁", "林向荣")
    assert (row["看过几次"], row["关联编号"]) == (2, case.number)
    grant = UpwardGrant.objects.of(desk.centre).get()
    end_grant(centre=desk.centre, grant_id=grant.pk, actor=desk.secretary, at=NOW)
    (row,) = cells(desk, "grants")
    assert row["结果"] == "村里提前收回"


def test_the_call_back_register_names_two_people(desk: Desk) -> None:
    answered(desk)
    (row,) = cells(desk, "call_backs")
    assert (row["经办人"], row["回访人"]) == ("陈小满", "吴立夏")
    assert row["结果"] == "已回访，已解决"


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_strangers_and_neighbours_read_no_register(desk: Desk, code: str) -> None:
    answered(desk)
    actions.log_call(centre=desk.centre, actor=desk.duty, at=NOW, summary="问时间")
    other = desk.village.actor(desk.village.other_secretary, centre=desk.village.other_centre)
    assert not BY_CODE[code].may_see(desk.village.stranger)
    assert not BY_CODE[code].may_see(desk.of(desk.village.township))
    assert cells(desk, code, other) == []
    assert cells(desk, code, desk.village.stranger) == []


@pytest.mark.parametrize("code", sorted(BY_CODE))
def test_queries_do_not_grow_with_rows(desk: Desk, code: str) -> None:
    def play(times: int) -> None:
        for _ in range(times):
            answered(desk)
            sent_up(desk)
            actions.log_call(centre=desk.centre, actor=desk.duty, at=NOW, summary="问时间")
            opening = actions.open_box(
                centre=desk.centre,
                box_id=desk.box.pk,
                actor=desk.duty,
                at=NOW,
                slips=1,
                second_account=desk.village.handler,
            )
            actions.enter_slip(
                centre=desk.centre,
                opening_id=opening.pk,
                order=1,
                actor=desk.duty,
                at=NOW,
                text="建议",
            )

    play(2)
    cells(desk, code)
    with CaptureQueriesContext(connection) as few:
        first = len(cells(desk, code))
    play(6)
    with CaptureQueriesContext(connection) as many:
        assert len(cells(desk, code)) > first
    assert len(many) == len(few)


def test_no_register_has_a_table_of_its_own() -> None:
    for register in REGISTERS:
        assert register.source_models
        for model in register.source_models:
            assert "register" not in model._meta.db_table
