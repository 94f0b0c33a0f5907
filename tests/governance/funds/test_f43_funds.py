"""F43: no edit or delete but reversal; published sums are the ledger's; restricted money."""

from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from changlai.engines.ledger.models import Entry
from changlai.engines.ledger.public import Sums, entries_of, recounted, sums
from changlai.governance.funds.actions.publishing import publish_month
from changlai.governance.funds.actions.signing import NotForThis, Short, return_voucher
from changlai.governance.funds.actions.vouchers import (
    VoucherWords,
    change_voucher,
    draft_voucher,
    drop_voucher,
    link_decision,
    set_naming,
)
from changlai.governance.funds.models import FundEntry, PublishedMonth, Voucher
from changlai.governance.funds.names import guessed_kind, masked
from changlai.governance.funds.policies import OwnVoucher
from changlai.governance.funds.queries.months import lines_of, month_view, months_waiting
from changlai.governance.funds.states import BOOK
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.ids import uuid7
from changlai.kernel.records.public import Visibility, links_of, put
from tests.cast import NOW
from tests.governance.funds.conftest import FEBRUARY, JANUARY, LATER, MARCH, TODAY, Purse

IN_FEBRUARY = FEBRUARY + timedelta(days=9)
IN_JANUARY = JANUARY + timedelta(days=9)


def test_f43_no_edit_no_delete_only_reversal(purse: Purse) -> None:
    source = purse.source()
    purse.book(source, "in", 100_000)
    line = purse.book(source, "out", 32_000)
    for model in (FundEntry, Entry):
        key = model._meta.pk.get_db_prep_value(
            line.pk if model is FundEntry else line.entry_id, connection
        )
        column = "words" if model is FundEntry else "purpose"
        for statement in (
            f"UPDATE {model._meta.db_table} SET {column} = 'x' WHERE id = %s",
            f"DELETE FROM {model._meta.db_table} WHERE id = %s",
        ):
            with (
                pytest.raises(DatabaseError, match="append-only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement, [key])
    words = purse.words(source, "out", 1)
    with pytest.raises(WrongStep, match="已经有人复核、入账"):
        change_voucher(voucher_id=line.voucher_id, words=words, **purse.who())
    with pytest.raises(WrongStep, match="冲正"):
        drop_voucher(voucher_id=line.voucher_id, **purse.who())
    undone = purse.undo(line)
    assert (undone.entry.direction, undone.entry.cents) == ("in", 32_000)
    assert undone.entry.reverses_id == line.entry_id
    rows = entries_of(purse.centre, BOOK)
    assert sums(rows) == recounted(rows) == Sums(100_000, 0)


def test_f43_the_sum_of_published_items_is_the_ledger_to_the_cent(purse: Purse) -> None:
    source, gifts = purse.source(), purse.source("修桥捐款", kind="donation", purpose="repair")
    purse.book(source, "in", 123_456, occurred_on=IN_JANUARY)
    wrong = purse.book(source, "out", 23_001, occurred_on=IN_JANUARY)
    purse.book(gifts, "in", 50_000, occurred_on=IN_FEBRUARY)
    purse.undo(wrong)
    for month in (JANUARY, FEBRUARY):
        purse.publish(month)
    purse.publish(MARCH, LATER)
    ledger = sums(entries_of(purse.centre, BOOK))
    months = list(PublishedMonth.objects.of(purse.centre).order_by("month"))
    assert sum((Sums(one.came, one.went) for one in months), Sums()) == ledger
    assert months[-1].closing == ledger.balance == 173_456
    lines = [line for one in months for line in month_view(purse.centre, one.month).lines]
    assert sum(
        one.row.entry.counted * (1 if one.row.entry.side == "in" else -1) for one in lines
    ) == (ledger.balance)
    # The reversal stands in its own month, and January is what it was.
    assert (months[0].went, months[2].went) == (23_001, -23_001)


def test_f43_restricted_money_is_not_spent_on_another_purpose_without_a_decision(
    purse: Purse,
) -> None:
    grant = purse.grant()
    purse.book(grant, "in", 500_000)
    purse.book(grant, "out", 100_000, words="买投影仪")
    voucher = purse.draft(grant, "out", 20_000, purpose="activity", words="重阳节活动")
    with pytest.raises(NotForThis) as said:
        purse.sign(voucher)
    assert said.value.sentence == (
        "“设备补助”专款专用，只能用在设施设备；要用在活动开展，先连上同意改用途的会议决定。"
    )
    decision = uuid7()
    put(purse.centre, decision, "decision", "同意从设备补助出200元", NOW, Visibility.STAFF)
    link_decision(voucher_id=voucher.pk, record_id=decision, **purse.who())
    with pytest.raises(WrongStep, match="刚刚被改过"):
        purse.sign(voucher)
    voucher.refresh_from_db()
    line = purse.sign(voucher)
    assert line.decision_id == decision
    assert [one.record_id for one in links_of(purse.centre, [line.pk], "fund_decision")] == [
        decision
    ]
    shown = lines_of(purse.centre, FundEntry.objects.of(purse.centre).filter(pk=line.pk))
    assert shown[0].decision == "同意从设备补助出200元"


def test_f43_two_people_sign_and_never_the_same(purse: Purse) -> None:
    source = purse.source()
    voucher = purse.draft(source, "in", 100, by=purse.village.secretary)
    with pytest.raises(OwnVoucher) as said:
        purse.sign(voucher, by=purse.village.secretary)
    assert said.value.sentence == "这一笔是您自己记的，要请另一位来复核。"
    with pytest.raises(NotAllowed):
        purse.sign(voucher, by=purse.village.clerk)
    assert FundEntry.objects.of(purse.centre).count() == 0
    line = purse.sign(voucher, by=purse.village.supervisor)
    assert (line.prepared_by, line.signed_by) == (
        purse.village.secretary,
        purse.village.supervisor,
    )
    with pytest.raises(WrongStep) as late:
        purse.sign(voucher, by=purse.village.supervisor)
    assert late.value.sentence.startswith("这一笔已经有人复核、入账了")


def test_f43_the_database_refuses_a_line_that_one_person_signed_twice(purse: Purse) -> None:
    line = purse.book(purse.source(), "in", 100)
    copy = FundEntry.objects.of(purse.centre).get(pk=line.pk)
    copy.pk, copy.signed_by_id = uuid7(), copy.prepared_by_id
    with pytest.raises(IntegrityError), transaction.atomic():
        copy.save(force_insert=True)
    with pytest.raises(IntegrityError), transaction.atomic():
        Voucher.objects.of(purse.centre).update(decided_by=line.prepared_by)


def test_f43_a_draft_may_be_changed_returned_and_dropped_until_it_is_signed(purse: Purse) -> None:
    source = purse.source()
    voucher = purse.draft(source, "in", 100)
    supervisor = purse.who(purse.village.supervisor)
    return_voucher(voucher_id=voucher.pk, reason="少写了一位", **supervisor)
    with pytest.raises(WrongStep, match="退回修改"):
        purse.sign(voucher)
    words = purse.words(source, "in", 1_000)
    changed = change_voucher(voucher_id=voucher.pk, words=words, **purse.who())
    assert (changed.state, changed.cents, changed.version) == ("drafted", 1_000, 2)
    drop_voucher(voucher_id=voucher.pk, **purse.who())
    with pytest.raises(WrongStep, match="作废"):
        purse.sign(changed)
    assert FundEntry.objects.of(purse.centre).count() == 0


def test_f43_who_changed_a_voucher_may_not_sign_it(purse: Purse) -> None:
    source = purse.source()
    voucher = purse.draft(source, "in", 100)
    words = purse.words(source, "in", 200)
    secretary = purse.who(purse.village.secretary)
    changed = change_voucher(voucher_id=voucher.pk, words=words, **secretary)
    with pytest.raises(OwnVoucher):
        purse.sign(changed, by=purse.village.secretary)


def test_f43_an_entry_is_reversed_once_and_by_two(purse: Purse) -> None:
    line = purse.book(purse.source(), "in", 100)
    asked = purse.ask_undo(line)
    with pytest.raises(WrongStep, match="已经有人提了冲正"):
        purse.ask_undo(line)
    with pytest.raises(NotAllowed):
        purse.sign(asked, by=purse.village.clerk)
    purse.sign(asked)
    with pytest.raises(WrongStep, match="已经冲正过了"):
        purse.ask_undo(line)
    undone = FundEntry.objects.of(purse.centre).get(voucher=asked)
    with pytest.raises(WrongStep, match="本身就是冲正"):
        purse.ask_undo(undone)


def test_f43_a_reversal_needs_a_reason_and_a_dropped_one_may_be_asked_anew(purse: Purse) -> None:
    line = purse.book(purse.source(), "in", 100)
    with pytest.raises(BadInput, match="为什么要冲正"):
        purse.ask_undo(line, reason="  ")
    asked = purse.ask_undo(line)
    words = purse.words(line.source, "out", 1)
    with pytest.raises(WrongStep, match="不能改"):
        change_voucher(voucher_id=asked.pk, words=words, **purse.who())
    drop_voucher(voucher_id=asked.pk, **purse.who())
    assert purse.undo(line).reason == "记错了"


def test_f43_no_more_is_spent_than_there_is(purse: Purse) -> None:
    source = purse.source()
    income = purse.book(source, "in", 1_000)
    voucher = purse.draft(source, "out", 1_001)
    with pytest.raises(Short) as said:
        purse.sign(voucher)
    assert said.value.sentence == "“茶园租金”只有10.00元，这一笔要10.01元，不够。"
    voucher.refresh_from_db()
    assert voucher.state == "drafted"
    purse.book(source, "out", 400)
    with pytest.raises(Short, match="不能冲正"):
        purse.undo(income)


def test_f43_a_month_end_is_never_below_nothing(purse: Purse) -> None:
    source = purse.source()
    purse.book(source, "in", 1_000)
    voucher = purse.draft(source, "out", 1_000, occurred_on=IN_FEBRUARY)
    with pytest.raises(Short, match="到2026年2月底只有"):
        purse.sign(voucher)


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"cents": 0}, "金额要大于0"),
        ({"cents": 10_000_000_000}, "一笔最多"),
        ({"occurred_on": TODAY + timedelta(days=1)}, "日期还没有到"),
        ({"occurred_on": TODAY.replace(year=1999)}, "日期太早"),
        ({"words": " "}, "做什么用"),
        ({"words": "给19900001234买药"}, "电话号码"),
        ({"party": "王五11010119900307123X"}, "身份证号"),
        ({"words": "纸" * 81}, "太长"),
        ({"direction": "sideways"}, "收入还是支出"),
        ({"purpose": "feast"}, "用在哪方面"),
        ({"project_id": uuid4()}, "没有找到这个项目"),
        ({"source_id": uuid4()}, "属于哪一笔资金"),
        ({"voucher_number": "1" * 41}, "凭证号太长"),
    ],
)
def test_f43_what_cannot_be_is_told_in_one_sentence(
    purse: Purse, more: dict[str, Any], sentence: str
) -> None:
    source = purse.source()
    words = purse.words(source, "out", 100)
    values = {**vars(words), **more}
    with pytest.raises(BadInput, match=sentence):
        draft_voucher(words=VoucherWords(**values), form_id=uuid7(), **purse.who())
    assert Voucher.objects.of(purse.centre).count() == 0


def test_f43_money_for_a_time_is_not_spent_after_it(purse: Purse) -> None:
    grant = purse.grant(ends_on=IN_FEBRUARY)
    with pytest.raises(BadInput, match="只能用到2026年2月10日"):
        purse.draft(grant, "out", 100)


def test_f43_one_form_is_one_voucher(purse: Purse) -> None:
    source, form = purse.source(), uuid7()
    assert purse.draft(source, "in", 5, form_id=form) == purse.draft(source, "in", 5, form_id=form)


def test_f43_months_are_published_in_order_once_and_when_over(purse: Purse) -> None:
    with pytest.raises(WrongStep, match="还没有入账"):
        purse.publish(JANUARY)
    source = purse.source()
    purse.book(source, "in", 100, occurred_on=IN_JANUARY)
    with pytest.raises(WrongStep, match="请先公开2026年1月"):
        purse.publish(FEBRUARY)
    with pytest.raises(NotAllowed):
        publish_month(month=JANUARY, **purse.who(purse.village.supervisor))
    purse.publish(JANUARY)
    with pytest.raises(WrongStep, match="2026年1月已经公开过了"):
        purse.publish(JANUARY)
    empty = purse.publish(FEBRUARY)
    assert (empty.opening, empty.came, empty.went, empty.closing, empty.lines) == (
        100,
        0,
        0,
        100,
        0,
    )
    with pytest.raises(WrongStep, match="2026年3月还没有过完"):
        purse.publish(MARCH)


def test_f43_what_comes_after_its_month_was_published_stands_in_the_next(purse: Purse) -> None:
    source = purse.source()
    purse.book(source, "in", 100, occurred_on=IN_JANUARY)
    before = purse.publish(JANUARY)
    late = purse.book(source, "in", 50, occurred_on=IN_JANUARY)
    assert (late.month, late.is_late) == (FEBRUARY, True)
    view = month_view(purse.centre, JANUARY)
    assert (view.closing, len(view.lines)) == (before.closing, 1)


def test_f43_months_that_ended_wait_to_be_published(purse: Purse) -> None:
    assert months_waiting(purse.centre, NOW) == []
    purse.book(purse.source(), "in", 100, occurred_on=IN_JANUARY)
    assert months_waiting(purse.centre, NOW) == [JANUARY, FEBRUARY]
    purse.publish(JANUARY)
    assert months_waiting(purse.centre, NOW) == [FEBRUARY]


def test_f43_donors_are_named_by_leave_alone_and_it_can_be_taken_back(purse: Purse) -> None:
    gifts = purse.source("修桥捐款", kind="donation", purpose="repair")
    silent = purse.book(gifts, "in", 100, party="钱广田", party_kind="person")
    named = purse.book(gifts, "in", 100, party="青禾合作社", may_name=True)
    paid = purse.book(gifts, "out", 50, party="欧阳海", party_kind="person")

    def shown(line: FundEntry) -> str:
        rows = FundEntry.objects.of(purse.centre).filter(pk=line.pk)
        return lines_of(purse.centre, rows)[0].party

    assert (shown(silent), shown(named), shown(paid)) == ("爱心人士", "青禾合作社", "欧阳某")
    set_naming(voucher_id=named.voucher_id, may_name=False, **purse.who())
    assert shown(named) == "爱心人士"
    line = purse.book(purse.source(), "in", 1)
    with pytest.raises(WrongStep):
        set_naming(voucher_id=line.voucher_id, may_name=True, **purse.who())


@pytest.mark.parametrize(
    ("name", "kind"),
    [("王小二", "person"), ("云溪文具店", "org"), ("供电所", "org"), ("", "person")],
)
def test_imported_names_are_private_in_doubt(name: str, kind: str) -> None:
    assert guessed_kind(name) == kind


def test_a_name_is_masked_to_its_surname() -> None:
    assert (masked("王小二"), masked("欧阳海"), masked("")) == ("王某", "欧阳某", "")
