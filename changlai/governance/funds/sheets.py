"""Read a table of the township's bookkeeping (三资、代理记账): columns by name, cells cleaned."""

import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, BinaryIO, Final

from django.utils import timezone

from changlai.engines.ledger.public import Direction, cents_of
from changlai.kernel.errors import BadInput
from changlai.kernel.files.sheets import Row, parse_time, read_rows, text_of

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("凭证编号", "凭证号", "凭证字号", "流水号", "单据编号", "编号"),
    "day": ("日期", "记账日期", "凭证日期", "发生日期", "业务日期"),
    "words": ("摘要", "用途说明", "事由", "内容"),
    "came": ("收入", "收入金额", "收入(元)", "收款金额"),
    "went": ("支出", "支出金额", "支出(元)", "付款金额"),
    "party": ("对方单位", "收付款人", "往来单位", "收款人", "付款人", "经手人"),
    "source": ("资金来源", "来源"),
    "purpose": ("用途", "用途类别"),
}
"""Our names and the headings they go by; the first one is what we call it ourselves."""
NEEDED: Final = ("number", "day", "words", "came", "went")
LONGEST_NUMBER: Final = 60
MONEY: Final = frozenset({"came", "went"})


@dataclass(frozen=True, kw_only=True)
class SheetRow:
    """One row of the township's table, cleaned."""

    number: str
    day: date
    words: str
    direction: str
    cents: int
    party: str = ""
    source: str = ""
    purpose: str = ""


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not taken: its line in the table, its number there, the reason."""

    row: int
    number: str
    reason: str


def read_sheet(
    file: str | BinaryIO, mapping: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Row]]:
    """Open the table and yield (line, cells by our names); headings named by hand win.

    Raises BadInput at once for a file that is no such table.
    """
    wished = {name: heading for name, heading in (mapping or {}).items() if name in HEADINGS}
    optional = set(HEADINGS) - set(NEEDED) - set(wished)
    return read_rows(file, HEADINGS, wished, optional)


def one_line(value: Any) -> str:
    """Return a cell as one line without what nobody sees."""
    text = unicodedata.normalize("NFC", text_of(value))
    return "".join(
        sign if unicodedata.category(sign) not in {"Cc", "Cf", "Cs"} else " " for sign in text
    ).strip()


def number_of(row: Row) -> str:
    """Return the number of a row there, by which it is known again."""
    return " ".join(one_line(row.get("number", "")).split())


def read_row(row: Row) -> SheetRow:
    """Return a row cleaned. Raises BadInput with the sentence for this row."""
    if row.formulas:
        raise BadInput("这一行里有公式，请把公式换成算好的数再导。")
    number = number_of(row)
    if not number:
        raise BadInput("没有凭证编号，认不出是不是导过的。")
    if len(number) > LONGEST_NUMBER:
        raise BadInput(f"凭证编号太长，最多{LONGEST_NUMBER}个字。")
    moment = parse_time(row["day"])
    if moment is None:
        raise BadInput("没有日期。")
    came, went = _cents(row["came"]), _cents(row["went"])
    if (came is None) == (went is None):
        raise BadInput("收入和支出要填一样，而且只填一样。")
    direction, cents = (Direction.IN, came) if came is not None else (Direction.OUT, went)
    return SheetRow(
        number=number,
        day=timezone.localdate(moment),
        words=one_line(row["words"]),
        direction=direction,
        cents=cents or 0,
        party=one_line(row.get("party", "")),
        source=one_line(row.get("source", "")),
        purpose=one_line(row.get("purpose", "")),
    )


def _cents(value: Any) -> int | None:
    """Return the cents of a cell; None for an empty one and for nothing, as tables print 0.00."""
    if isinstance(value, bool):
        raise BadInput("金额请写成数字。")
    if isinstance(value, float):
        # A cell of 12.3 comes as the nearest binary number; what it shows is meant.
        value = f"{value:.10f}".rstrip("0").rstrip(".")
    text = one_line(value)
    if not text or text in {"-", "—"} or not text.strip("0.,"):
        return None
    return cents_of(text)
