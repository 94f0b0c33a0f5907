"""The stored calendar: seeded from the package, changed by notices, whole or not at all."""

import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import chinese_calendar
import pytest
from django.core.management import CommandError, call_command

from changlai.kernel.errors import BadInput
from changlai.kernel.files.sheets import write_rows
from changlai.kernel.workcalendar import days
from changlai.kernel.workcalendar.actions import import_notice, seed
from changlai.kernel.workcalendar.models import WorkCalendarDay, WorkCalendarYear

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 11, 26, 10, tzinfo=ZoneInfo("Asia/Shanghai"))

# An invented notice for 2027 in the shape of the real ones.
NOTICE = [
    ("放假", "2027-01-01", "2027-01-03", "元旦"),
    ("放假", "2027/2/5", "2027/2/12", "春节"),
    ("上班", "2027-02-20", "", "春节"),
    ("放假", "2027-05-01", "2027-05-05", "劳动节"),
    ("放假", "2027-10-01", "2027-10-07", "国庆节"),
    ("上班", "2027-10-09", "", "国庆节"),
]
HEADINGS = ["安排", "开始日期", "结束日期", "名称"]


@pytest.fixture(autouse=True)
def _fresh() -> Iterator[None]:
    days.forget()
    yield
    days.forget()


def sheet(rows: list[tuple[str, ...]], headings: list[str] = HEADINGS) -> io.BytesIO:
    return io.BytesIO(write_rows(headings, rows))


def ics(*events: tuple[str, str, str]) -> io.BytesIO:
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//test//CN"]
    for number, (first, after, words) in enumerate(events):
        lines += [
            "BEGIN:VEVENT",
            f"UID:{number}@example.org",
            "DTSTAMP:20261101T000000Z",
            f"DTSTART;VALUE=DATE:{first}",
            f"DTEND;VALUE=DATE:{after}",
            f"SUMMARY:{words}",
            "END:VEVENT",
        ]
    return io.BytesIO("\r\n".join([*lines, "END:VCALENDAR", ""]).encode())


def test_a_new_database_knows_every_day_that_the_package_knows() -> None:
    calendar = days.current()
    day, last = date(2004, 1, 1), date(2026, 12, 31)
    while day <= last:
        assert calendar.is_working(day) == chinese_calendar.is_workday(day), day
        day = date.fromordinal(day.toordinal() + 1)
    assert calendar.years == frozenset(range(2004, 2027))


def test_seeding_again_changes_nothing_and_brings_back_a_missing_year() -> None:
    assert seed(at=NOW).created == 0
    WorkCalendarYear.objects.filter(year=2025).delete()
    WorkCalendarDay.objects.filter(date__year=2025).delete()
    report = seed(at=NOW)
    assert report.years == [2025]
    days.forget()
    assert not days.is_working_day(date(2025, 10, 1))


def test_years_without_a_notice_are_told() -> None:
    assert days.fallback_note(date(2026, 12, 1)) == ""
    assert days.fallback_note(date(2026, 12, 1), date(2027, 1, 5)) == (
        "2027 年放假安排还没有导入，暂按周一至周五计。"
    )
    assert not days.year_is_known(2027)


def test_a_notice_is_taken_over(django_capture_on_commit_callbacks) -> None:
    assert days.is_working_day(date(2027, 2, 8))
    with django_capture_on_commit_callbacks(execute=True):
        report = import_notice(sheet(NOTICE), at=NOW, source="国办发明电")
    assert (report.read, report.created, report.rejected) == (6, 25, 0)
    assert report.years == [2027]
    assert not days.is_working_day(date(2027, 2, 8))
    assert days.is_working_day(date(2027, 2, 20))
    assert days.year_is_known(2027)


def test_a_second_import_changes_nothing() -> None:
    import_notice(sheet(NOTICE), at=NOW)
    again = import_notice(sheet(NOTICE), at=NOW)
    assert (again.created, again.updated, again.removed, again.unchanged) == (0, 0, 0, 25)


def test_a_corrected_notice_replaces_the_whole_year() -> None:
    import_notice(sheet(NOTICE), at=NOW)
    report = import_notice(sheet(NOTICE[:-1]), at=NOW)
    assert report.removed == 1
    assert not WorkCalendarDay.objects.filter(date=date(2027, 10, 9)).exists()


def test_a_dry_run_writes_nothing() -> None:
    report = import_notice(sheet(NOTICE), at=NOW, dry_run=True)
    assert report.created == 25
    assert not WorkCalendarYear.objects.filter(year=2027).exists()


def test_columns_may_stand_in_any_order_and_under_other_names() -> None:
    rows = [(name, kind, first) for kind, first, _, name in NOTICE]
    report = import_notice(sheet(rows, ["节日", "类型", "日期"]), at=NOW)
    assert report.errors == []
    assert report.created == 6


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        (("也许", "2027-06-09", "", "端午"), "看不出是放假还是上班"),
        (("放假", "六月九日", "", "端午"), "时间看不懂"),
        (("放假", "", "", "端午"), "没有写日期"),
        (("放假", "2027-06-09", "2027-06-01", "端午"), "日期范围不对"),
        (("上班", "2027-10-01", "", "国庆"), "既写了放假又写了上班"),
    ],
)
def test_one_bad_row_writes_nothing_and_is_told_by_its_number(
    row: tuple[str, ...], sentence: str
) -> None:
    report = import_notice(sheet([*NOTICE, row]), at=NOW)
    assert report.rejected == 1
    assert report.errors[0][0] == 8
    assert sentence in report.errors[0][1]
    assert report.created == 0
    assert not WorkCalendarDay.objects.filter(date__year=2027).exists()


def test_part_of_a_year_is_not_a_notice() -> None:
    report = import_notice(sheet(NOTICE[:3]), at=NOW)
    assert "2027 年的安排不完整" in report.errors[0][1]
    assert not WorkCalendarYear.objects.filter(year=2027).exists()


def test_an_ics_notice_is_taken_over() -> None:
    report = import_notice(
        ics(
            ("20270101", "20270104", "元旦 假期"),
            ("20270501", "20270506", "劳动节(休)"),
            ("20271001", "20271008", "国庆节 放假"),
            ("20271009", "20271010", "国庆节 补班"),
        ),
        at=NOW,
    )
    assert report.errors == []
    assert (report.read, report.created, report.years) == (4, 16, [2027])
    assert WorkCalendarDay.objects.get(date=date(2027, 10, 9)).is_working


@pytest.mark.parametrize("body", [b"", b"hello", b"BEGIN:VCALENDAR\r\nBEGIN:VEVENT\r\n"])
def test_a_file_that_is_no_notice_is_refused(body: bytes) -> None:
    with pytest.raises(BadInput):
        import_notice(io.BytesIO(body), at=NOW)


def test_the_command_ends_with_its_counts(tmp_path: Path, capsys) -> None:
    path = tmp_path / "2027.xlsx"
    path.write_bytes(sheet(NOTICE).getvalue())
    call_command("import-calendar", path, "--json")
    counts = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (counts["read"], counts["created"], counts["rejected"]) == (6, 25, 0)
    call_command("seed-calendar", "--json")
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["created"] == 0


def test_the_command_fails_on_a_bad_row_and_on_a_missing_file(tmp_path: Path) -> None:
    path = tmp_path / "bad.xlsx"
    path.write_bytes(sheet([*NOTICE, ("也许", "2027-06-09", "", "")]).getvalue())
    with pytest.raises(CommandError, match="什么也没有写入"):
        call_command("import-calendar", path)
    with pytest.raises(CommandError, match="打不开"):
        call_command("import-calendar", tmp_path / "none.xlsx")


def test_the_kept_calendar_costs_no_query(django_assert_num_queries) -> None:
    days.current()
    with django_assert_num_queries(0):
        days.is_working_day(date(2026, 10, 1))
