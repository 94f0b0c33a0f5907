"""F43: the township's bookkeeping is brought in; the same number there is one voucher for ever."""

import io
from typing import Any

import pytest
import time_machine
from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook, load_workbook

from changlai.governance.funds.actions.importing import ImportReport, import_vouchers
from changlai.governance.funds.models import FundEntry, FundSource, Voucher
from changlai.governance.funds.sheets import HEADINGS
from changlai.kernel.errors import BadInput, NotAllowed
from changlai.kernel.files.models import StoredFile
from changlai.kernel.files.sheets import write_rows
from tests.cast import NOW
from tests.governance.funds.conftest import Purse

OWN = ("凭证编号", "日期", "摘要", "收入", "支出", "对方单位", "资金来源", "用途")
ROWS = (
    ("记-001", "2026-02-03", "茶园租金", "12,000.00", "", "窑湾茶场", "", ""),
    ("记-002", "2026/2/5", "买纸笔", "0.00", "86.5", "云溪文具店", "", "日常运转"),
    ("记-003", "2026年2月6日", "修水管", "", "１２０．００", "王小二", "", "维修维护"),
)


def table(rows: Any = ROWS, headings: Any = OWN) -> io.BytesIO:
    return io.BytesIO(write_rows(headings, rows))


def take(purse: Purse, rows: Any = ROWS, **more: Any) -> ImportReport:
    source = FundSource.objects.of(purse.centre).first() or purse.source()
    said: dict[str, Any] = {"source_id": source.pk, "purpose": ""} | more
    headings = said.pop("headings", OWN)
    return import_vouchers(file=table(rows, headings), **purse.who() | said)


def test_f43_rows_become_vouchers_that_wait_for_a_second_person(purse: Purse) -> None:
    report = take(purse)
    assert (report.read, report.created, report.unchanged, report.rejected) == (3, 3, 0, [])
    rows = Voucher.objects.of(purse.centre).order_by("external_number")
    assert [(one.direction, one.cents, one.purpose, one.party_kind) for one in rows] == [
        ("in", 1_200_000, "office", "org"),
        ("out", 8_650, "office", "org"),
        ("out", 12_000, "repair", "person"),
    ]
    assert {one.state for one in rows} == {"drafted"}
    assert FundEntry.objects.of(purse.centre).count() == 0


def test_f43_a_dry_run_keeps_nothing(purse: Purse) -> None:
    purse.source()
    report = take(purse, is_dry_run=True)
    assert (report.created, report.is_dry_run) == (3, True)
    assert Voucher.objects.of(purse.centre).count() == 0


def test_f43_importing_again_changes_nothing(purse: Purse) -> None:
    take(purse)
    before = list(Voucher.objects.of(purse.centre).order_by("pk").values())
    report = take(purse)
    assert (report.created, report.unchanged, report.rejected) == (0, 3, [])
    assert list(Voucher.objects.of(purse.centre).order_by("pk").values()) == before


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (("", "2026-02-03", "租金", "1", "", "", "", ""), "没有凭证编号"),
        (("记-9", "", "租金", "1", "", "", "", ""), "没有日期"),
        (("记-9", "二月三", "租金", "1", "", "", "", ""), "时间看不懂"),
        (("记-9", "2026-02-03", "", "1", "", "", "", ""), "做什么用"),
        (("记-9", "2026-02-03", "租金", "", "", "", "", ""), "收入和支出要填一样"),
        (("记-9", "2026-02-03", "租金", "1", "2", "", "", ""), "收入和支出要填一样"),
        (("记-9", "2026-02-03", "租金", "1.234", "", "", "", ""), "最多写到分"),
        (("记-9", "2026-02-03", "租金", "壹佰", "", "", "", ""), "金额请写成数字"),
        (("记-9", "2026-12-03", "租金", "1", "", "", "", ""), "日期还没有到"),
        (("记-9", "2026-02-03", "租金", "1", "", "", "没有的", ""), "没有叫“没有的”的资金来源"),
        (("记-9", "2026-02-03", "打给19900001234", "1", "", "", "", ""), "电话号码"),
        (("记" * 61, "2026-02-03", "租金", "1", "", "", "", ""), "编号太长"),
        (("记-001", "2026-02-03", "茶园租金", "13,000", "", "", "", ""), "金额和现在的不一样"),
    ],
)
def test_f43_a_row_that_is_not_taken_is_told_with_its_line(
    purse: Purse, row: Any, reason: str
) -> None:
    report = take(purse, (*ROWS, row))
    assert (report.created, len(report.rejected)) == (3, 1)
    assert report.rejected[0].row == 5
    assert reason in report.rejected[0].reason


def test_f43_a_row_may_name_its_own_source(purse: Purse) -> None:
    purse.source()
    grant = purse.grant()
    take(purse, [("记-7", "2026-02-03", "买桌子", "", "50", "", "设备补助", "")])
    voucher = Voucher.objects.of(purse.centre).get()
    assert (voucher.source, voucher.purpose) == (grant, "equipment")


def test_f43_the_clerk_may_name_the_headings_of_a_strange_table(purse: Purse) -> None:
    headings = ("凭证字", "哪天", "说明", "贷方", "借方")
    rows = [("记-1", "2026-02-03", "租金", "10", "")]
    with pytest.raises(BadInput, match="缺少这些列"):
        take(purse, rows, headings=headings)
    mapping = dict(zip(("number", "day", "words", "came", "went"), headings, strict=True))
    assert take(purse, rows, headings=headings, mapping=mapping).created == 1


def test_f43_only_who_enters_may_import(purse: Purse) -> None:
    with pytest.raises(NotAllowed):
        take(purse, actor=purse.village.actor(purse.village.supervisor))


def test_f43_a_formula_is_not_taken_for_an_amount(purse: Purse) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(OWN)
    sheet.append(["记-1", "2026-02-03", "租金", "=1+1", "", "", "", ""])
    body = io.BytesIO()
    book.save(body)
    source = purse.source()
    report = import_vouchers(file=body, source_id=source.pk, purpose="", **purse.who())
    assert "公式" in report.rejected[0].reason


def test_f43_the_page_tries_matches_and_takes(purse: Purse) -> None:
    source = purse.source()
    client, url = purse.client(purse.village.clerk), purse.url("desk_import")
    body = table().getvalue()
    with time_machine.travel(NOW, tick=False):
        tried = client.post(
            url,
            {"table": SimpleUploadedFile("三资.xlsx", body), "source": source.pk, "purpose": ""},
        )
        assert "还没有保存" in tried.content.decode()
        assert Voucher.objects.of(purse.centre).count() == 0
        sheet = tried.context["sheet"]
        said = {"sheet": sheet, "source": source.pk, "purpose": "", "really": "1"}
        done = client.post(url, said).content.decode()
        assert "导入完成" in done
        assert Voucher.objects.of(purse.centre).count() == 3
        # The table holds names: it is gone once it was taken in.
        assert StoredFile.objects.of(purse.centre).count() == 0
        assert "这张表已经导入过" in client.post(url, said).content.decode()


def test_f43_the_page_asks_which_heading_is_which(purse: Purse) -> None:
    source = purse.source()
    client, url = purse.client(purse.village.clerk), purse.url("desk_import")
    headings = ("凭证字", *OWN[1:])
    body = table(headings=headings).getvalue()
    with time_machine.travel(NOW, tick=False):
        upload = SimpleUploadedFile("三资.xlsx", body)
        asked = client.post(url, {"table": upload, "source": source.pk, "purpose": ""})
        assert "列名和我们的不一样" in asked.content.decode()
        said = {"sheet": asked.context["sheet"], "source": source.pk, "purpose": ""}
        tried = client.post(url, said | {"col-number": "凭证字"})
        assert "还没有保存" in tried.content.decode()
        bad = client.post(url, {"table": SimpleUploadedFile("x.xlsx", b"no"), "source": source.pk})
        assert "xlsx" in bad.content.decode()


def test_f43_an_empty_table_has_the_headings_that_are_understood(purse: Purse) -> None:
    found = purse.client(purse.village.clerk).get(purse.url("desk_import_template"))
    sheet = load_workbook(io.BytesIO(found.content)).active
    assert sheet is not None
    assert [cell.value for cell in sheet[1]] == [names[0] for names in HEADINGS.values()]
