"""Read and write xlsx tables nobody need trust: streamed, bounded, formulas never evaluated."""

import io
import re
import unicodedata
import warnings
import zipfile
import zlib
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, BinaryIO

from django.utils import timezone
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.utils.datetime import from_excel

from changlai.kernel.errors import BadInput

MAX_BYTES = 10 * 1024 * 1024
MAX_UNPACKED = 200 * 1024 * 1024
MAX_STRINGS = 40 * 1024 * 1024
MAX_PARTS = 2_000
MAX_COLUMNS = 200
MAX_ROWS = 200_000
# Real sheets claim 65,000 rows after a few hundred: empty ones are passed over, but not for ever.
MAX_EMPTY_RUN = 100_000
HEADING_ROWS = 10

NOT_A_SHEET = "这不是能读的 xlsx 表格，请用 Excel 或 WPS 另存为 .xlsx 后再上传。"
OLD_SHEET = "这是旧版 .xls 或加了密码的表格，请去掉密码、另存为 .xlsx 后再上传。"
TOO_BIG = "表格太大，请拆成几个不超过 10 MB 的文件分别上传。"
BOMB = "这个表格展开后大得不正常，不能读取；请把需要的内容复制到一张新表里再上传。"
NO_ROWS = "表格里没有数据行，请填好后再上传。"
BAD_TIME = "时间看不懂，请写成 2019-11-27 08:42:03 这样。"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ROUND = " \t\r\n\v\f\u3000\u00a0\ufeff\u200b\u200c\u200d\u2060"
_TIME = re.compile(
    r"(\d{4})\s*[-/.年]\s*(\d{1,2})\s*[-/.月]\s*(\d{1,2})\s*日?"
    r"(?:[T\s]*(\d{1,2}):(\d{1,2})(?::(\d{1,2})(?:\.\d+)?)?)?"
)


class Row(dict[str, Any]):
    """One row by our names; `formulas` names the cells that held a formula, taken as its text."""

    formulas: frozenset[str] = frozenset()


def read_rows(
    file: str | Path | BinaryIO,
    wanted: Mapping[str, Sequence[str]],
    mapping: Mapping[str, str] | None = None,
    optional: Collection[str] = (),
) -> Iterator[tuple[int, Row]]:
    """Open an xlsx table and yield (row number, values by our names), passing over empty rows.

    `wanted` gives for each of our names the headings it goes by; `mapping` gives for a name the
    heading this file uses instead. Columns may stand in any order and others are ignored; the
    headings stand in one of the first ten rows of any sheet. Texts come stripped, an empty cell is
    "", a formula is its text and is told in `Row.formulas`.

    Raises BadInput at once, not while iterating, for a file that is no xlsx, is hostile, lacks a
    column (naming those missing and those found) or has no rows.
    """
    source = Path(file).open("rb") if isinstance(file, (str, Path)) else file  # noqa: SIM115 -- closed by _Table
    table = _Table(source, owns=source is not file)
    try:
        names = {
            name: (mapping[name],) if mapping and name in mapping else tuple(aliases)
            for name, aliases in wanted.items()
        }
        rows = table.rows_under_headings(names, frozenset(optional))
        first = next(rows, None)
    except BaseException:
        table.close()
        raise
    if first is None:
        table.close()
        raise BadInput(NO_ROWS)
    return _all_of(table, first, rows)


def _all_of(
    table: "_Table", first: tuple[int, Row], rows: Iterator[tuple[int, Row]]
) -> Iterator[tuple[int, Row]]:
    try:
        yield first
        yield from rows
    finally:
        table.close()


class _Table:
    """An opened workbook that has passed the checks of size and shape."""

    def __init__(self, source: BinaryIO, *, owns: bool) -> None:
        self.source, self.owns = source, owns
        try:
            check_workbook(source)
            with warnings.catch_warnings():
                warnings.simplefilter(
                    "ignore"
                )  # openpyxl tells of styles and extensions we do not use
                self.book = load_workbook(source, read_only=True, data_only=False, keep_links=False)
        except BadInput:
            self._close_source()
            raise
        except (
            KeyError,
            ValueError,
            TypeError,
            AttributeError,
            SyntaxError,  # what both parsers of XML raise, Python's own and lxml's
            OSError,
            EOFError,
            zipfile.BadZipFile,
            zlib.error,
        ) as error:
            self._close_source()
            raise BadInput(NOT_A_SHEET) from error

    def _close_source(self) -> None:
        if self.owns:
            self.source.close()

    def close(self) -> None:
        self.book.close()
        self._close_source()

    def cells(
        self, sheet: Any, after: int = 0, width: int = MAX_COLUMNS
    ) -> Iterator[tuple[int, list[Any]]]:
        """Yield (row number, cells) of a sheet below a row, whatever size it claims to have."""
        sheet.reset_dimensions()
        empty = 0
        rows = sheet.iter_rows(min_row=after + 1, max_col=width)
        number = after
        while True:
            try:
                with warnings.catch_warnings():
                    warnings.simplefilter("ignore")
                    cells = next(rows, None)
            except (
                KeyError,
                ValueError,
                TypeError,
                AttributeError,
                IndexError,
                SyntaxError,
                EOFError,
                zipfile.BadZipFile,
                zlib.error,
            ) as error:
                raise BadInput(NOT_A_SHEET) from error
            if cells is None:
                return
            number += 1
            if all(clean(cell.value) == "" for cell in cells):
                empty += 1
                if empty >= MAX_EMPTY_RUN:
                    return
                continue
            empty = 0
            yield number, list(cells)

    def rows_under_headings(
        self, names: Mapping[str, Sequence[str]], optional: frozenset[str]
    ) -> Iterator[tuple[int, Row]]:
        """Find the headings, then return the rows below them."""
        nearest: tuple[int, list[str], list[str]] | None = None
        for sheet in self.book.worksheets:
            if sheet.sheet_state != "visible":
                continue
            cells = self.cells(sheet)
            for number, row in cells:
                if number > HEADING_ROWS:
                    break
                columns = _columns(row, names)
                missing = [n for n in names if n not in columns and n not in optional]
                if not missing and columns:
                    # Read on in the columns that are wanted; sheets are often wider by far.
                    below = self.cells(sheet, number, max(columns.values()) + 1)
                    return self._rows(below, columns)
                found = [text_of(clean(cell.value)) for cell in row if clean(cell.value) != ""]
                if nearest is None or len(missing) < nearest[0]:
                    nearest = (len(missing), [names[n][0] for n in missing], found)
        if nearest is None:
            raise BadInput(NO_ROWS)
        raise BadInput(
            f"表格缺少这些列：{'、'.join(nearest[1])}。"
            f"表里找到的是：{'、'.join(text[:20] for text in nearest[2][:12])}。"
        )

    def _rows(
        self, cells: Iterator[tuple[int, list[Any]]], columns: Mapping[str, int]
    ) -> Iterator[tuple[int, Row]]:
        read = 0
        for number, row in cells:
            values = Row()
            formulas = set()
            for name, index in columns.items():
                cell = row[index] if index < len(row) else None
                values[name] = clean(cell.value) if cell is not None else ""
                if cell is not None and cell.data_type == "f":
                    formulas.add(name)
                elif cell is not None and cell.data_type == "e":
                    values[name] = ""
            if all(value == "" for value in values.values()):
                continue
            read += 1
            if read > MAX_ROWS:
                raise BadInput(f"表格超过 {MAX_ROWS} 行，请拆成几个文件分别上传。")
            values.formulas = frozenset(formulas)
            yield number, values


def check_workbook(source: BinaryIO) -> None:
    """Raise BadInput unless this is an xlsx of sane size, judged before it is unpacked."""
    source.seek(0, io.SEEK_END)
    size = source.tell()
    source.seek(0)
    head = source.read(8)
    source.seek(0)
    if size > MAX_BYTES:
        raise BadInput(TOO_BIG)
    if size == 0:
        raise BadInput("这是一个空文件(0 字节)，请重新选择。")
    if head == _OLE:
        raise BadInput(OLD_SHEET)
    try:
        with zipfile.ZipFile(source) as archive:
            parts = archive.infolist()
            if len(parts) > MAX_PARTS or sum(part.file_size for part in parts) > MAX_UNPACKED:
                raise BadInput(BOMB)
            if not {"[Content_Types].xml", "xl/workbook.xml"} <= {part.filename for part in parts}:
                raise BadInput(NOT_A_SHEET)
            for part in parts:
                if part.flag_bits & 1:
                    raise BadInput(OLD_SHEET)
                if part.filename.lower().endswith("vbaproject.bin"):
                    raise BadInput("表格里带有宏，请另存为不带宏的 .xlsx 后再上传。")
                if "sharedstrings" in part.filename.lower() and part.file_size > MAX_STRINGS:
                    raise BadInput(BOMB)
                if part.filename.endswith((".xml", ".rels")):
                    with archive.open(part) as opened:
                        if re.search(rb"<!(DOCTYPE|ENTITY)", opened.read(4096)):
                            raise BadInput(NOT_A_SHEET)  # no office program writes a DTD
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        raise BadInput(NOT_A_SHEET) from error
    source.seek(0)


def _heading(value: Any) -> str:
    """Return a heading without what people add: spaces, stars, colons, brackets at the end."""
    text = unicodedata.normalize("NFKC", text_of(clean(value)))
    text = re.sub(r"[\s*::]+", "", text).casefold()
    return re.sub(r"\([^()]*\)$", "", text) or text


def _columns(row: Sequence[Any], names: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """Return which column holds each of our names, as far as this row names them."""
    headings = [_heading(cell.value) for cell in row]
    columns: dict[str, int] = {}
    for name, aliases in names.items():
        for alias in map(_heading, aliases):
            if alias and alias in headings:
                columns[name] = headings.index(alias)
                break
    return columns


def clean(value: Any) -> Any:
    """Return a cell's value: texts without blanks and zero-width marks round them, None as ""."""
    value = getattr(value, "text", value)  # an array formula is its text
    if value is None:
        return ""
    return value.strip(_ROUND) if isinstance(value, str) else value


def text_of(value: Any) -> str:
    """Return a value as a person would have typed it: 13800000001.0 is "13800000001"."""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    return "" if value is None else str(value)


def parse_time(value: Any) -> datetime | None:
    """Return the moment a cell means, in the platform's zone; None for an empty one.

    Takes "2019/11/27 8:42:03", "2019-11-27 08:42:03", a date alone (midnight), date cells and
    Excel's day numbers. Raises BadInput for anything else.
    """
    value = clean(value)
    if value == "" or isinstance(value, bool):
        return None
    try:
        if isinstance(value, (int, float)) and 20_000 <= value < 80_000:
            value = from_excel(value)
        if isinstance(value, str):
            if not (match := _TIME.fullmatch(unicodedata.normalize("NFKC", value))):
                raise BadInput(BAD_TIME)
            value = datetime(*(int(part or 0) for part in match.groups()))  # type: ignore[arg-type]  # noqa: DTZ001 -- made aware below
    except (ValueError, OverflowError):
        raise BadInput(BAD_TIME) from None
    if isinstance(value, datetime):
        # Excel keeps days as fractions, so that 8:42:03 may come back as 8:42:02.999997.
        moment = (value + timedelta(milliseconds=500)).replace(microsecond=0)
        return moment if timezone.is_aware(moment) else timezone.make_aware(moment)
    if isinstance(value, date):
        return timezone.make_aware(datetime.combine(value, time()))
    raise BadInput(BAD_TIME)


_FORMATS = {
    "text": "@",
    "number": "General",
    "date": "yyyy-mm-dd",
    "datetime": "yyyy-mm-dd hh:mm",
    "percent": "0.0%",
}
_EVALUATED = ("=", "+", "-", "@", "\t", "\r")
_STAMP = (1980, 1, 1, 0, 0, 0)


def write_rows(
    headings: Sequence[str],
    rows: Iterable[Sequence[Any]],
    widths: Sequence[float | None] | None = None,
    kinds: Sequence[str] | None = None,
    title: str = "台账",
) -> bytes:
    """Return an xlsx table: frozen bold headings, A4 landscape, the same bytes for the same input.

    `kinds` says per column text, number, date, datetime or percent (a percent of 37.5 is given as
    37.5); without it every cell is text. A text is never a formula, whatever it begins with, also
    after someone has clicked into it.
    """
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", title)[:31] or "台账")
    sheet.freeze_panes = "A2"
    sheet.print_title_rows = "1:1"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9  # A4
    sheet.page_setup.fitToHeight = 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    for index in range(len(headings)):
        width = widths[index] if widths and index < len(widths) else None
        sheet.column_dimensions[get_column_letter(index + 1)].width = width or 16
    sheet.append([_heading_cell(sheet, heading) for heading in headings])
    for row in rows:
        sheet.append(
            [
                _cell(sheet, value, kinds[index] if kinds else "text")
                for index, value in enumerate(row)
            ]
        )
    packed = io.BytesIO()
    book.save(packed)
    return _with_fixed_dates(packed)


def _heading_cell(sheet: Any, heading: str) -> Any:
    cell = _text_cell(sheet, heading)
    cell.font = Font(bold=True)
    cell.fill = PatternFill("solid", fgColor="F3EDE6")
    cell.alignment = Alignment(vertical="center", wrap_text=True)
    return cell


def _text_cell(sheet: Any, value: Any) -> Any:
    text = ILLEGAL_CHARACTERS_RE.sub("", text_of(value)).encode("utf-8", "replace").decode()
    cell = WriteOnlyCell(sheet, value=text or None)
    cell.data_type = "s" if text else "n"
    cell.number_format = _FORMATS["text"]
    if text.startswith(_EVALUATED):
        cell.quotePrefix = True
    return cell


def _cell(sheet: Any, value: Any, kind: str) -> Any:
    if value is None or value == "":
        return None
    fits = {
        "number": isinstance(value, (int, float, Decimal)),
        "percent": isinstance(value, (int, float, Decimal)),
        "date": isinstance(value, date),
        "datetime": isinstance(value, datetime),
    }
    if not fits.get(kind, False):
        return _text_cell(sheet, value)
    if isinstance(value, datetime) and timezone.is_aware(value):
        value = timezone.localtime(value).replace(tzinfo=None)
    if kind == "date" and isinstance(value, datetime):
        value = value.date()
    cell = WriteOnlyCell(sheet, value=value / 100 if kind == "percent" else value)
    cell.number_format = _FORMATS[kind]
    return cell


def _with_fixed_dates(packed: io.BytesIO) -> bytes:
    """Pack the parts anew without today's date, so that the same table is the same file."""
    fixed = io.BytesIO()
    with zipfile.ZipFile(packed) as source, zipfile.ZipFile(fixed, "w") as target:
        for name in source.namelist():
            body = source.read(name)
            if name == "docProps/core.xml":
                body = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", b"1980-01-01T00:00:00Z", body)
            part = zipfile.ZipInfo(name, _STAMP)
            part.compress_type = zipfile.ZIP_DEFLATED
            part.external_attr = 0o644 << 16
            target.writestr(part, body)
    return fixed.getvalue()
