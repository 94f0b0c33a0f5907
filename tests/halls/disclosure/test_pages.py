"""Pages of disclosure: writing without JavaScript, sheets, asking, answers beside the line."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from changlai.engines.cases.public import (
    Case,
    accept_case,
    answer_case,
    publish_answer,
    redact_case,
)
from changlai.engines.content.public import end_expired
from changlai.halls.disclosure.actions import signing
from changlai.halls.disclosure.models import Disclosure, DisclosureItem, Question, SignOff
from changlai.halls.disclosure.money import fen_of, yuan
from changlai.halls.disclosure.queries.due import dues
from changlai.halls.disclosure.sheets import blank_sheet, read_pasted
from changlai.halls.disclosure.starters import ITEMS, unpack, unpack_for_all
from changlai.halls.voices.jobs import adopt_new_kinds
from changlai.halls.voices.kinds import OBJECTION, SAYABLE
from changlai.kernel.errors import BadInput, WrongStep
from changlai.kernel.files.public import StoredFile, as_upload
from changlai.kernel.files.sheets import write_rows
from changlai.kernel.metrics.public import recount, total
from changlai.kernel.registry.public import collect
from tests.cast import NOW
from tests.halls.disclosure.conftest import Board


def _rows(*lines: tuple[str, str, str]) -> dict[str, str]:
    typed = {"line-TOTAL_FORMS": str(len(lines)), "line-INITIAL_FORMS": "0"}
    for number, (words, amount, note) in enumerate(lines):
        typed |= {
            f"line-{number}-words": words,
            f"line-{number}-amount": amount,
            f"line-{number}-note": note,
        }
    return typed


def test_a_year_from_the_draft_to_the_board_without_javascript(board: Board) -> None:
    clerk, supervisor = board.client("clerk"), board.client("supervisor")
    secretary = board.client("secretary")
    item = board.item(since=date(2026, 1, 1))
    with time_machine.travel(NOW, tick=False):
        new = f"{board.page('new')}?item={item.pk}&period=2026-Q1"
        assert "2026年第1季度收入和支出明细" in clerk.get(new).text
        typed = {"title": "第一季度收支", "summary": "收入一万二，支出二百六。"}
        rows = _rows(
            ("路灯维修", "２６０", "票据两张"), ("", "", ""), ("山塘承包款", "12,000.00", "")
        )
        more = clerk.post(new, typed | rows | {"more": "1", "period": "2026-Q1"})
        assert 'name="line-7-words"' in more.text
        assert "山塘承包款" in more.text
        wrong = clerk.post(new, typed | _rows(("路灯维修", "二百六", "")) | {"period": "2026-Q1"})
        assert "看不懂" in wrong.text
        assert "二百六" in wrong.text
        assert clerk.post(new, typed | rows | {"period": "2026-Q1"}).status_code == 302
        row = Disclosure.objects.of(board.centre).get()
        page = board.page("desk_one", pk=row.pk)
        assert supervisor.get(page).status_code == 404
        assert clerk.post(page, {"verb": "hand_in"}).status_code == 302
        assert "去声明" in supervisor.get(page).text
        assert supervisor.post(board.page("declaration"), {}).status_code == 200
        assert supervisor.post(board.page("declaration"), {"is_true": "on"}).status_code == 302
        seen = supervisor.get(page)
        digest = seen.context["sign_form"]["digest"].value()
        refuse = {"verb": "supervise", "verdict": "refused", "digest": digest}
        assert "哪里要改" in supervisor.post(page, refuse).text
        agree = {"verb": "supervise", "verdict": "agreed", "digest": digest}
        assert supervisor.post(page, agree).status_code == 302
        assert supervisor.post(page, agree).status_code == 409
        approve = {"verb": "approve", "verdict": "agreed", "digest": digest, "days": "10"}
        assert secretary.post(page, approve).status_code == 302
        public = board.client().get(board.page("one", pk=row.pk)).text
        assert "12,000.00" in public
        assert "12,260.00" in public
        for name in ("board", "shown"):
            assert "第一季度收支" in board.client().get(board.page(name)).text
        paper = board.client().get(board.page("paper", pk=row.pk)).text
        assert row.record_number in paper
        assert "<svg" in paper
        register = secretary.get(f"/c/{board.centre.code}/desk/registers/disclosures/").text
        assert "韩守正" in register
        assert "正在公示" in register


def test_sent_back_tells_the_writer_and_unchanged_words_are_looked_at_anew(board: Board) -> None:
    row = board.hand_in(board.draft())
    board.declared()
    board.supervise(row, verdict="refused", note="第二行缺票据")
    page = board.client("clerk").get(board.page("desk_one", pk=row.pk)).text
    assert "退回来了：第二行缺票据" in page
    later = NOW + timedelta(hours=1)
    board.hand_in(row, at=later)
    board.supervise(row, at=later)
    board.approve(row, at=later)
    assert SignOff.objects.of(board.centre).count() == 3


def test_the_database_lets_nobody_change_a_signature(board: Board) -> None:
    board.signed()
    with pytest.raises(DatabaseError), transaction.atomic():
        SignOff.objects.of(board.centre).update(verdict="refused", note="改过")
    with pytest.raises(DatabaseError), transaction.atomic():
        SignOff.objects.of(board.centre).delete()


def test_a_draft_that_was_signed_is_kept_and_one_that_was_not_may_go(board: Board) -> None:
    client = board.client("clerk")
    row = board.draft()
    page = board.page("desk_one", pk=row.pk)
    file = as_upload(blank_sheet(), "账目.xlsx")
    assert client.post(page, {"verb": "file", "file": file}).status_code == 302
    assert "账目.xlsx" in client.get(page).text
    assert client.post(page, {"verb": "drop"}).status_code == 302
    assert not Disclosure.objects.of(board.centre).exists()
    assert not StoredFile.objects.of(board.centre).filter(purpose="disclosure").exists()
    row = board.signed()
    assert client.post(board.page("desk_one", pk=row.pk), {"verb": "drop"}).status_code == 409


def test_lines_come_out_of_a_sheet_after_a_look(board: Board) -> None:
    row = board.draft(lines=[])
    client = board.client("clerk")
    path = board.page("lines_in", pk=row.pk)
    body = write_rows(
        ("项目", "金额", "备注"),
        [("修水渠", "1,280.5", "三人两天"), ("十八位的", "1", "110101199003077512")],
    )
    bad = client.post(path, {"file": as_upload(body, "a.xlsx")}).text
    assert "不能公开" in bad
    assert "就用这些" not in bad
    good = write_rows(("项目", "金额", "备注"), [("修水渠", "1,280.5", "三人两天")])
    look = client.post(path, {"file": as_upload(good, "a.xlsx")}).text
    assert "读到1行" in look
    assert not board.open(row).disclosure_lines.exists()
    pasted = "事项\t金额\t说明\n修水渠\t1,280.50\t三人两天\n清淤\t\t"
    assert client.post(path, {"pasted": pasted, "keep": "1"}).status_code == 302
    lines = list(board.open(row).disclosure_lines.all())
    assert [(one.words, one.amount_fen, one.note) for one in lines] == [
        ("修水渠", 128_050, "三人两天"),
        ("清淤", None, ""),
    ]
    assert client.get(board.page("blank"))["Content-Type"].endswith("sheet")
    assert read_pasted("事项  金额\n示例  3").lines[0].amount_fen == 300
    assert blank_sheet() == blank_sheet()


@pytest.mark.parametrize(
    ("typed", "fen"),
    [("1280.5", 128_050), ("１，２８０．５０元", 128_050), ("-3", -300), ("", None), (0, 0)],
)
def test_sums_are_whole_fen(typed: Any, fen: int | None) -> None:
    assert fen_of(typed) == fen


@pytest.mark.parametrize("typed", ["1.234", "一百", "NaN", "inf", "1e99", "--1"])
def test_what_is_no_sum_is_said(typed: str) -> None:
    with pytest.raises(BadInput, match="金额"):
        fen_of(typed)


def test_sums_are_said_as_in_a_book() -> None:
    assert [yuan(one) for one in (None, 5, -128_050, 123_456_789)] == [
        "",
        "0.05",
        "-1,280.50",
        "1,234,567.89",
    ]


def test_whoever_is_not_signed_in_comes_back_to_the_line(board: Board) -> None:
    row = board.live()
    line = row.piece.versions.get().disclosure_lines.first()
    path = f"{board.page('ask', pk=row.pk)}?line={line.pk}"
    away = board.client().get(path)
    assert away.status_code == 302
    assert "sign-in" in away["Location"]
    assert str(line.pk) in away["Location"]


def test_a_question_is_a_case_with_ten_days_and_the_line_quoted(board: Board) -> None:
    row = board.live()
    line = row.piece.versions.get().disclosure_lines.get(order=1)
    client = board.client("resident")
    with time_machine.travel(NOW, tick=False):
        path = f"{board.page('ask', pk=row.pk)}?line={line.pk}"
        assert "路灯维修两盏" in client.get(path).text
        form_id = str(row.pk)
        sent = {"text": "票据在哪里看？", "may_publish": "on", "form_id": form_id}
        first = client.post(path, sent)
        assert first.status_code == 302
        assert client.post(path, sent)["Location"] == first["Location"]
        assert client.get(first["Location"]).status_code == 200
    case = Case.objects.of(board.centre).get()
    assert (case.kind, case.family, case.origin_record_id) == ("objection", "voices", row.pk)
    assert "路灯维修两盏" in case.text
    assert case.resolution_due == NOW + timedelta(days=10)
    assert Question.objects.of(board.centre).get().line_words == "路灯维修两盏"
    page = board.client().get(board.page("one", pk=row.pk)).text
    assert "有1条在问" in page
    assert "票据在哪里看" not in page
    with pytest.raises(BadInput, match="没有公开"):
        board.ask(board.draft(period="2026-01-05", code="village_land"))


def test_an_answer_that_the_asker_lets_be_shown_stands_beside_the_line(board: Board) -> None:
    row = board.live()
    line = row.piece.versions.get().disclosure_lines.get(order=1)
    opened = board.ask(row, line, may_publish=True)
    who = board.who("handler")
    accept_case(**who, case_id=opened.case.pk)
    answer_case(**who, case_id=opened.case.pk, text="票据在中心，工作日都能看。")
    redact_case(**board.who("secretary"), case_id=opened.case.pk, reason="核对过")
    publish_answer(
        **board.who("secretary"),
        case_id=opened.case.pk,
        question="路灯的票据在哪里看？",
        answer="在中心，工作日都能看。",
        post="报账员",
    )
    page = board.client().get(board.page("one", pk=row.pk)).text
    assert "路灯的票据在哪里看？" in page
    assert "在中心，工作日都能看。" in page
    assert "条在问" not in page
    assert "周春生" not in page


def test_staff_write_down_what_somebody_without_a_telephone_asks(board: Board) -> None:
    row = board.live()
    client = board.client("handler")
    person = board.village.phoneless_person
    with time_machine.travel(NOW, tick=False):
        path = board.page("desk_ask", pk=row.pk)
        sent = client.post(
            path, {"person": str(person.pk), "text": "承包款交了没有？", "channel": "paper"}
        )
        assert sent.status_code == 302
    case = Case.objects.of(board.centre).get()
    assert (case.person_id, case.channel) == (person.pk, "paper")
    assert case.number in client.get(sent["Location"]).text


def test_the_kind_reaches_centres_that_were_there_before_and_is_not_sayable(board: Board) -> None:
    from changlai.engines.cases.public import KindVersion

    KindVersion.objects.of(board.centre).filter(code=OBJECTION).delete()
    assert adopt_new_kinds(NOW) == 1
    assert adopt_new_kinds(NOW) == 0
    assert KindVersion.objects.of(board.centre).filter(code=OBJECTION).count() == 1
    assert OBJECTION not in SAYABLE


def test_the_calendar_reaches_centres_once_and_is_changed_in_the_browser(board: Board) -> None:
    unpack(board.centre, NOW)
    rows = DisclosureItem.objects.of(board.centre)
    assert rows.count() == len(ITEMS)
    assert unpack_for_all(NOW) == 1  # the neighbour's village had none
    client = board.client("secretary")
    with time_machine.travel(NOW, tick=False):
        item = board.item("village_pay")
        said = {
            "category": "village",
            "title": "误工补贴",
            "rhythm": "quarterly",
            "due_days": "20",
            "since": "2026-01-01",
            "order": "5",
        }
        assert client.post(board.page("item", pk=item.pk), said).status_code == 302
        item.refresh_from_db()
        assert (item.is_active, item.rhythm, item.due_days) == (False, "quarterly", 20)
        added = said | {"title": "路灯电费", "is_active": "on", "form_id": str(item.pk)}
        for _ in range(2):
            assert client.post(board.page("item_add"), added).status_code == 302
        assert rows.filter(title="路灯电费").count() == 1
        assert client.post(board.page("items"), {"days": "10"}).status_code == 302
        assert board.client("clerk").post(board.page("items"), {"days": "3"}).status_code == 409
        assert "路灯电费" in board.client("clerk").get(board.page("due"), {"show": "all"}).text
    row = board.live()
    version = row.piece.versions.get()
    assert version.ends_on - version.starts_on == timedelta(days=10)


def test_a_supervisor_reads_what_was_handed_in_and_no_stranger_reads_anything(
    board: Board,
) -> None:
    board.item(since=date(2026, 1, 1))
    row = board.draft()
    page = board.page("desk_one", pk=row.pk)
    assert board.client("supervisor").get(page).status_code == 404
    due = board.client("supervisor").get(board.page("due"), {"show": "all"}).text
    assert "还在写" in due
    assert page not in due
    board.hand_in(row)
    assert board.client("supervisor").get(page).status_code == 200
    for part in ("duty", "resident", "other_secretary", "township"):
        assert board.client(part).get(page).status_code in {302, 404}
    assert board.client("").get(board.page("one", pk=row.pk)).status_code == 404
    # What was corrected afterwards is still being written: the supervisor keeps to what is signed.
    board.declared()
    board.supervise(row)
    board.approve(row)
    from changlai.halls.disclosure.actions.drafting import begin_next

    begin_next(**board.who(), disclosure_id=row.pk)
    assert "第2版" not in board.client("supervisor").get(page).text


def test_figures_are_counted_by_category_and_agree_with_a_recount(board: Board) -> None:
    board.live()
    board.live(board.draft(code="village_affairs", title="一季度村务"))
    board.deliver()
    day = timezone.localdate(NOW)
    assert total(board.centre.pk, "disclosure.published", day, day, category="finance") == 1
    ours = [one for one in collect("metrics") if one.code == "disclosure.published"]
    assert recount(board.centre, day, day, ours) == []


def test_the_measure_counts_what_is_overdue(board: Board) -> None:
    measure = next(one for one in collect("measures") if one.code == "disclosure.overdue")
    DisclosureItem.objects.of(board.centre).exclude(code="finance_book").update(is_active=False)
    board.item(since=date(2025, 7, 1))
    assert measure.value(board.centre, NOW) == sum(
        one.is_late for one in dues(board.centre, timezone.localdate(NOW))
    )
    DisclosureItem.objects.of(board.centre).update(is_active=False)
    assert measure.value(board.centre, NOW) is None


def test_pages_ask_the_same_number_of_statements_for_three_and_for_thirty(board: Board) -> None:
    def statements(path: str, part: str = "") -> int:
        client = board.client(part)
        client.get(path)
        with CaptureQueriesContext(connection) as seen:
            client.get(path)
        return len(seen)

    def many(first: int, last: int) -> None:
        for day in range(first, last):
            period = f"2026-01-{day:02d}"
            row = board.draft(code="village_land", period=period, title=f"第{day}件")
            if day % 2:
                board.hand_in(row)
            else:
                board.live(row)
                board.ask(row)

    register = f"/c/{board.centre.code}/desk/registers/disclosures/"
    paths = [
        (board.page("shown"), ""),
        (board.page("board"), ""),
        (board.page("due"), "secretary"),
        (board.page("list"), "secretary"),
        (register, "secretary"),
        (f"/c/{board.centre.code}/desk/", "supervisor"),
    ]
    with time_machine.travel(NOW, tick=False):
        many(1, 4)
        few = [statements(*one) for one in paths]
        many(4, 20)
        assert [statements(*one) for one in paths] == few


def test_a_disclosure_taken_down_is_due_again(board: Board) -> None:
    item = board.item(since=date(2026, 1, 1))
    row = board.live()

    def is_out() -> bool:
        found = [one for one in dues(board.centre, date(2026, 4, 2)) if one.item.pk == item.pk]
        return found[0].is_out

    assert is_out()
    end_expired(NOW + timedelta(days=30))
    assert is_out()
    fixed = board.client("clerk")
    assert fixed.get(board.page("edit", pk=row.pk)).status_code == 200
    with pytest.raises(WrongStep):
        signing.withdraw_disclosure(**board.who("secretary"), disclosure_id=row.pk, note="错了")
