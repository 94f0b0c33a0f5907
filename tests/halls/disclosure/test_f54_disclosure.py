"""F54 三务公开: signed by the supervision, no personal number, and overdue ones are seen."""

from datetime import date, datetime, timedelta

import pytest
import time_machine
from django.utils import timezone

from changlai.engines.content.public import (
    PhonesInside,
    Version,
    VersionState,
    Wording,
    end_expired,
    publish_version,
)
from changlai.foundation.people.public import Actor
from changlai.halls.disclosure.actions import drafting
from changlai.halls.disclosure.actions.drafting import Line, change_disclosure
from changlai.halls.disclosure.models import SignOff
from changlai.halls.disclosure.queries.due import dues, overdue
from changlai.kernel.errors import BadInput, NotAllowed, WrongStep
from changlai.kernel.files.public import as_upload
from changlai.kernel.registry.public import collect
from tests.cast import NOW
from tests.halls.disclosure.conftest import LINES, Board

ID = "110101199003077512"
CARD = "6222021234567890123"


def test_f54_publishing_without_sign_off_of_the_supervision_is_refused(board: Board) -> None:
    row = board.hand_in(board.draft())
    with pytest.raises(WrongStep, match="监督委员还没有审核"):
        board.approve(row)
    version = board.open(row)
    # By the engine's own door neither, and not by the system.
    for actor in (board.actor("secretary"), Actor.system(board.centre.pk)):
        with pytest.raises(BadInput, match="监督委员还没有审核"):
            publish_version(centre=board.centre, version_id=version.pk, actor=actor, at=NOW)
    version.refresh_from_db()
    assert version.state == VersionState.REVIEW
    assert board.client().get(board.page("one", pk=row.pk)).status_code == 404


def test_f54_signed_by_supervision_but_approved_by_nobody_is_refused(board: Board) -> None:
    row = board.signed()
    version = board.open(row)
    with pytest.raises(BadInput, match="还没有人批准"):
        publish_version(
            centre=board.centre, version_id=version.pk, actor=board.actor("secretary"), at=NOW
        )


@pytest.mark.parametrize("change", ["text", "line", "sum", "file"])
def test_f54_any_change_voids_the_sign_off_and_says_so(board: Board, change: str) -> None:
    row = board.signed()
    lines = list(LINES)
    title = "第一季度收入和支出"
    if change == "file":
        upload = as_upload(_sheet(), "票据.xlsx")
        drafting.add_file(**board.who(), disclosure_id=row.pk, upload=upload)
    else:
        if change == "line":
            lines.append(Line("水泥十袋"))
        if change == "sum":
            lines[0] = Line("路灯维修两盏", 26_001, "票据两张")
        change_disclosure(
            **board.who(),
            disclosure_id=row.pk,
            wording=Wording(title=f"{title}(改)" if change == "text" else title),
            lines=lines,
        )
    with pytest.raises(WrongStep, match="改过的要重新审核"):
        board.approve(row)
    page = board.client("secretary").get(board.page("desk_one", pk=row.pk)).text
    assert "后来内容改过，那次不再算数" in page
    board.supervise(row)
    board.approve(row)
    assert SignOff.objects.of(board.centre).filter(signed_as="supervise").count() == 2


def test_f54_what_was_read_is_what_is_signed(board: Board) -> None:
    row = board.hand_in(board.draft())
    board.declared()
    with pytest.raises(WrongStep, match="有人改过"):
        board.supervise(row, digest="0" * 64)


@pytest.mark.parametrize(
    "text",
    [
        f"户主号码{ID}",
        "户主号码１１０１０１１９９００３０７７５１２",
        "户主号码110101 1990 0307 7512",
        "11010119900307751X的补贴",
        f"打到{CARD}",
        "打到6222 0212 3456 7890 123",
        "打到６２２２０２１２３４５６７８９０１２３",
        "打到6222021234567890",
    ],
)
def test_f54_identity_and_card_numbers_are_blocked_wherever_they_stand(
    board: Board, text: str
) -> None:
    for lines in ([Line(text)], [Line("补贴", 100, text)]):
        with pytest.raises(BadInput, match="不能公开"):
            board.draft(lines=lines)
    row = board.draft(body=text)
    with pytest.raises(BadInput, match="不能公开"):
        board.hand_in(row)
    with pytest.raises(BadInput, match="不能公开"):
        drafting.add_file(
            **board.who(), disclosure_id=row.pk, upload=as_upload(_sheet(), f"{text}.xlsx")
        )


def test_f54_a_telephone_in_a_line_needs_the_word_of_who_approves(board: Board) -> None:
    row = board.signed(board.draft(lines=[Line("抽水工老何", 100, "电话１３８ ０００１ ２３４５")]))
    with pytest.raises(BadInput, match="号码可以公开"):
        board.approve(row)
    board.approve(row, phones_seen=True)
    text = board.signed(board.draft(period="2026-01-05", code="village_land", body="打13800012345"))
    with pytest.raises(PhonesInside):
        board.approve(text)


def test_f54_quarterly_items_overdue_show_to_the_secretary(board: Board) -> None:
    board.item("finance_book", since=date(2025, 7, 1))
    board.live(board.draft(period="2025-Q3", at=NOW), NOW)
    late = [
        (one.item.code, one.period.code, one.due_on)
        for one in overdue(board.centre, date(2026, 4, 16))
        if one.item.code == "finance_book"
    ]
    assert late == [
        ("finance_book", "2025-Q4", date(2026, 1, 15)),
        ("finance_book", "2026-Q1", date(2026, 4, 15)),
    ]
    on_the_day = [one.period.code for one in overdue(board.centre, date(2026, 4, 15))]
    assert "2026-Q1" not in on_the_day
    at = datetime(2026, 4, 16, 9, tzinfo=timezone.get_default_timezone())
    section = next(one for one in collect("today") if one.code == "disclosure_late")
    for part, sees in (("secretary", True), ("supervisor", True), ("resident", False)):
        actor = board.village.actor(getattr(board.village, part), at=at)
        assert section.shown(actor) is sees
    lines, total = section.lines(board.village.actor(board.village.secretary, at=at), at)
    titles = [line.title for line in lines]
    assert "2025年第4季度收入和支出明细" in titles
    assert "2026年第1季度收入和支出明细" in titles
    assert total == len(lines)
    with time_machine.travel(at, tick=False):
        page = board.client("secretary").get(f"/c/{board.centre.code}/desk/").text
    assert "过了日子没公开的" in page
    assert "2026年第1季度收入和支出明细" in page


def test_f54_a_month_and_a_year_fall_due_too_and_an_item_switched_off_does_not(
    board: Board,
) -> None:
    monthly = board.item("finance_debts", since=date(2026, 1, 1))
    monthly.rhythm = "monthly"
    monthly.save(update_fields=["rhythm"])
    board.item("party_plan", since=date(2025, 5, 1))
    today = date(2026, 3, 20)
    found = {(one.item.code, one.period.code) for one in overdue(board.centre, today)}
    assert {("finance_debts", "2026-01"), ("finance_debts", "2026-02")} <= found
    assert ("party_plan", "2025") in found
    monthly.is_active = False
    monthly.save(update_fields=["is_active"])
    assert "finance_debts" not in {one.item.code for one in dues(board.centre, today)}


def test_f54_without_this_years_declaration_nothing_is_signed(board: Board) -> None:
    row = board.hand_in(board.draft())
    with pytest.raises(WrongStep, match="2026年的声明"):
        board.supervise(row)
    board.declared(NOW - timedelta(days=365))
    with pytest.raises(WrongStep, match="2026年的声明"):
        board.supervise(row)
    board.declared()
    board.supervise(row)


def test_f54_writer_supervisor_and_approver_are_three_people(board: Board) -> None:
    own = board.draft(part="secretary")
    board.hand_in(own, part="secretary")
    board.declared()
    board.supervise(own)
    with pytest.raises(WrongStep, match="不能自己签"):
        board.approve(own)
    changed = board.signed(board.draft(period="2026-01-05", code="village_land"))
    change_disclosure(
        **board.who("secretary"),
        disclosure_id=changed.pk,
        wording=Wording(title="改过的"),
        lines=LINES,
    )
    board.supervise(changed)
    with pytest.raises(WrongStep, match="不能自己签"):
        board.approve(changed)
    for part in ("clerk", "handler", "secretary", "resident"):
        with pytest.raises(NotAllowed):
            board.supervise(changed, part=part)


def test_f54_after_its_days_it_is_in_the_archive_and_still_readable_by_year(board: Board) -> None:
    row = board.live()
    version = Version.objects.of(board.centre).get(piece_id=row.pk)
    day = timezone.localdate(NOW)
    assert (version.starts_on, version.ends_on) == (day, day + timedelta(days=7))
    assert end_expired(NOW + timedelta(days=7)) == 0
    assert end_expired(NOW + timedelta(days=8)) == 1
    board.deliver()
    with time_machine.travel(NOW + timedelta(days=30), tick=False):
        client = board.client()
        assert "路灯维修两盏" in client.get(board.page("one", pk=row.pk)).text
        listed = client.get(board.page("shown"), {"year": "2026"}).text
        assert "第一季度收入和支出" in listed
        assert "已归档" in listed
        found = client.get(board.page("shown"), {"q": "路灯"}).text
        assert "第一季度收入和支出" in found
        assert "第一季度收入和支出" not in client.get(board.page("board")).text


def test_f54_the_wording_before_stays_until_the_correction_is_signed_anew(board: Board) -> None:
    row = board.live()
    fixed = [Line("路灯维修三盏", 39_000, "票据三张")]
    wording = Wording(title="第一季度收入和支出(更正)")
    change_disclosure(**board.who(), disclosure_id=row.pk, wording=wording, lines=fixed)
    assert "路灯维修两盏" in board.client().get(board.page("one", pk=row.pk)).text
    board.hand_in(row)
    board.supervise(row)
    board.approve(row)
    page = board.client().get(board.page("one", pk=row.pk)).text
    assert "路灯维修三盏" in page
    assert "路灯维修两盏" not in page


def test_f54_taken_down_is_out_of_sight_at_once_with_its_reason_kept(board: Board) -> None:
    row = board.live()
    client = board.client("secretary")
    with time_machine.travel(NOW, tick=False):
        page = board.page("desk_one", pk=row.pk)
        said = {"verb": "take_down", "note": "金额写错了"}
        assert client.post(page, said).status_code == 302
        assert board.client().get(board.page("one", pk=row.pk)).status_code == 404
        assert "金额写错了" in client.get(page).text


def _sheet() -> bytes:
    from changlai.halls.disclosure.sheets import blank_sheet

    return blank_sheet()
