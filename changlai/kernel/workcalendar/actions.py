"""How the calendar is filled: from the package at first, then from each year's notice."""

import io
from collections.abc import Callable, Iterable
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from itertools import chain
from typing import Any, BinaryIO

import chinese_calendar
from django.db import transaction
from icalendar import Calendar as ICalendar

from changlai.kernel.errors import BadInput
from changlai.kernel.files import sheets
from changlai.kernel.workcalendar import days
from changlai.kernel.workcalendar.models import WorkCalendarDay, WorkCalendarYear

PACKAGE = "chinesecalendar"
LONGEST_HOLIDAY = 31
COLUMNS = {
    "first": ("日期", "开始日期", "起始日期", "放假日期", "date"),
    "last": ("结束日期", "截止日期", "到", "end"),
    "kind": ("安排", "类型", "放假或上班", "状态", "type"),
    "name": ("名称", "节日", "假期", "说明", "name"),
}
WORKING_WORDS = ("补班", "上班", "调班", "班", "work")
HOLIDAY_WORDS = (
    "放假",
    "休",
    "假",
    "holiday",
    "元旦",
    "春节",
    "清明",
    "劳动",
    "端午",
    "中秋",
    "国庆",
)
# A year counts as announced when its notice names the three holidays that never move.
FIXED = ((1, 1), (5, 1), (10, 1))


@dataclass
class NoticeReport:
    """What an import read and did; with `errors` (row, sentence) nothing was written."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    rejected: int = 0
    removed: int = 0
    years: list[int] = field(default_factory=list)
    errors: list[tuple[int, str]] = field(default_factory=list)

    def as_dict(self) -> dict[str, Any]:
        """Return the counts for the JSON line."""
        return asdict(self)


@dataclass(frozen=True)
class NoticeDay:
    """One day a notice speaks of."""

    date: date
    is_working: bool
    name: str


@transaction.atomic
def seed(*, at: datetime) -> NoticeReport:
    """Fill the calendar with the years the package knows, leaving imported notices as they are."""
    report = NoticeReport()
    known = set(WorkCalendarYear.objects.values_list("year", flat=True))
    constants = chinese_calendar.constants
    names = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}
    found = [
        NoticeDay(day, is_working, names.get(name, ""))
        for table, is_working in ((constants.holidays, False), (constants.workdays, True))
        for day, name in table.items()
    ]
    report.years = sorted({day.date.year for day in found if not day.is_working} - known)
    report.read = len(found)
    new = [
        WorkCalendarDay(
            date=day.date, is_working=day.is_working, name=day.name[:40], source=PACKAGE
        )
        for day in found
        if day.date.year in report.years
    ]
    have = set(WorkCalendarDay.objects.values_list("date", flat=True))
    new = [day for day in new if day.date not in have]
    report.created, report.unchanged = len(new), report.read - len(new)
    WorkCalendarDay.objects.bulk_create(new)
    WorkCalendarYear.objects.bulk_create(
        WorkCalendarYear(year=year, imported_at=at, source=PACKAGE) for year in report.years
    )
    days.forget()
    return report


def import_notice(
    upload: BinaryIO, *, at: datetime, source: str = "", dry_run: bool = False
) -> NoticeReport:
    """Take over the State Council's notice of a year's holidays, whole or not at all.

    Reads xlsx (日期 or 开始日期–结束日期, 安排 放假/上班, 名称) and ics. A calendar with
    a row left out would move deadlines unseen, so one bad row writes nothing: the report lists
    each. A year that the file gives completely replaces what was there; other days must be of
    a year already known. Raises BadInput for a file that cannot be read at all.
    """
    report = NoticeReport()
    found: dict[date, NoticeDay] = {}
    for number, read in _rows(upload):
        report.read += 1
        try:
            for day in read():
                before = found.setdefault(day.date, day)
                if before.is_working != day.is_working:
                    raise BadInput(f"{day.date} 既写了放假又写了上班。")
        except BadInput as error:
            report.errors.append((number, error.sentence))
    holidays = {day.date for day in found.values() if not day.is_working}
    report.years = [
        year
        for year in sorted({day.year for day in found})
        if all(date(year, month, number) in holidays for month, number in FIXED)
    ]
    known = set(WorkCalendarYear.objects.values_list("year", flat=True)) | set(report.years)
    for year in sorted({day.year for day in found} - known):
        report.errors.append((0, f"{year} 年的安排不完整：至少要有元旦、劳动节和国庆节的放假日。"))
    if not found and not report.errors:
        raise BadInput("文件里没有放假或上班的日期。")
    report.rejected = sum(1 for number, _ in report.errors if number)
    with transaction.atomic():
        _write(found, report, source, at)
        if report.errors or dry_run:
            transaction.set_rollback(True)
    if report.errors:
        report.created = report.updated = report.unchanged = report.removed = 0
    elif not dry_run:
        transaction.on_commit(days.forget)
    return report


def _write(found: dict[date, NoticeDay], report: NoticeReport, source: str, at: datetime) -> None:
    stored = {day.date: day for day in WorkCalendarDay.objects.filter(date__year__in=report.years)}
    stored |= WorkCalendarDay.objects.in_bulk(list(found))
    for day in found.values():
        old = stored.get(day.date)
        if old is None:
            report.created += 1
        elif (old.is_working, old.name) != (day.is_working, day.name):
            report.updated += 1
        else:
            report.unchanged += 1
            continue
        WorkCalendarDay.objects.update_or_create(
            date=day.date,
            defaults={"is_working": day.is_working, "name": day.name, "source": source[:120]},
        )
    gone = [day for day in stored if day not in found and day.year in report.years]
    report.removed = len(gone)
    WorkCalendarDay.objects.filter(date__in=gone).delete()
    for year in report.years:
        WorkCalendarYear.objects.update_or_create(
            year=year, defaults={"imported_at": at, "source": source[:120]}
        )


def _rows(upload: BinaryIO) -> Iterable[tuple[int, Callable[[], list[NoticeDay]]]]:
    """Return (row number, how to read it) for either kind of file."""
    upload.seek(0)
    head = upload.read(512)
    upload.seek(0)
    if b"BEGIN:VCALENDAR" in head.upper():
        return _ics_rows(upload)
    rows = sheets.read_rows(upload, COLUMNS, optional={"last", "name"})
    return ((number, partial(_sheet_days, row)) for number, row in rows)


def _sheet_days(row: sheets.Row) -> list[NoticeDay]:
    first = sheets.parse_time(row["first"])
    last = sheets.parse_time(row.get("last", "")) or first
    if first is None or last is None:
        raise BadInput("没有写日期。")
    name = sheets.text_of(row.get("name", ""))
    return _span(first.date(), last.date(), _is_working(sheets.text_of(row["kind"])), name)


def _ics_rows(upload: BinaryIO) -> Iterable[tuple[int, Callable[[], list[NoticeDay]]]]:
    body = upload.read(sheets.MAX_BYTES + 1)
    if len(body) > sheets.MAX_BYTES:
        raise BadInput("日历文件太大，请只导出放假安排。")
    try:
        calendars = ICalendar.from_ical(io.BytesIO(body).getvalue(), multiple=True)
        events = list(chain.from_iterable(calendar.walk("VEVENT") for calendar in calendars))
    except (ValueError, KeyError, IndexError, TypeError) as error:
        raise BadInput("这不是能读的 ics 日历文件，请重新导出后再上传。") from error
    return ((number, partial(_ics_days, event)) for number, event in enumerate(events, start=1))


def _ics_days(event: Any) -> list[NoticeDay]:
    try:
        first = event["DTSTART"].dt
        last = event["DTEND"].dt if "DTEND" in event else None
    except (KeyError, AttributeError, ValueError):
        raise BadInput("没有写日期。") from None
    if isinstance(first, datetime):
        first = first.date()
    if isinstance(last, datetime):
        last = last.date()
    # The end of an all-day event is the day after its last one (RFC 5545).
    last = first if last is None or last <= first else last - timedelta(days=1)
    words = str(event.get("SUMMARY", ""))
    return _span(first, last, _is_working(words), words)


def _is_working(words: str) -> bool:
    text = words.lower()
    if any(word in text for word in WORKING_WORDS):
        return True
    if any(word in text for word in HOLIDAY_WORDS):
        return False
    raise BadInput(f"看不出是放假还是上班：“{words[:20]}”。请写“放假”或“上班”。")


def _span(first: date, last: date, is_working: bool, name: str) -> list[NoticeDay]:
    length = (last - first).days + 1
    if not 1 <= length <= LONGEST_HOLIDAY:
        raise BadInput(f"日期范围不对：{first} 至 {last}。")
    return [NoticeDay(first + timedelta(days=n), is_working, name[:40]) for n in range(length)]
