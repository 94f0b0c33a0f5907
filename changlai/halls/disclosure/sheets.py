"""Read lines out of a sheet or out of what was pasted from one; nothing is kept here."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from changlai.halls.disclosure.actions.drafting import Line, cleaned
from changlai.halls.disclosure.money import fen_of, yuan
from changlai.kernel.errors import BadInput
from changlai.kernel.files.sheets import read_rows, text_of, write_rows

HEADINGS = ("事项", "金额(元)", "说明")
WANTED = {
    "words": ("事项", "项目", "内容", "摘要", "名称"),
    "amount": ("金额(元)", "金额", "数额", "收支金额"),
    "note": ("说明", "备注", "用途"),
}
_CELLS = re.compile(r"\t|\s*\|\s*| {2,}|　+")


@dataclass
class Read:
    """What was read: the lines as they would be kept, and what could not be taken, in words."""

    lines: list[Line] = field(default_factory=list)
    troubles: list[str] = field(default_factory=list)

    @property
    def pasted(self) -> str:
        """Return the lines as they would be pasted, to go along to the next step."""
        return "\n".join(
            "\t".join((one.words, yuan(one.amount_fen), one.note)) for one in self.lines
        )

    @property
    def shown(self) -> list[tuple[str, str, str]]:
        """Return the lines as the page shows them before they are kept."""
        return [(one.words, yuan(one.amount_fen), one.note) for one in self.lines]


def read_pasted(text: str) -> Read:
    """Read lines pasted from a sheet: cells apart by tabs, bars or wide blanks."""
    rows: list[tuple[int, list[str]]] = []
    for line in text.replace("\r\n", "\n").split("\n"):
        cells = [cell.strip() for cell in _CELLS.split(line.strip(" \r"))]
        if any(cells):
            rows.append((len(rows) + 1, [*[*cells, "", ""][:2], " ".join(cells[2:])]))
    if rows and rows[0][1][0] in WANTED["words"]:
        rows = rows[1:]
    return _read((number, *cells) for number, cells in rows)


def read_sheet(file: Any) -> Read:
    """Read lines out of an xlsx; raises BadInput for a file that is no such sheet."""
    rows = read_rows(file, WANTED, optional=("amount", "note"))
    return _read(
        (number, *(text_of(row.get(name, "")) for name in ("words", "amount", "note")))
        for number, row in rows
    )


def blank_sheet() -> bytes:
    """Return an empty sheet with the headings and one example."""
    rows = [("示例：路灯维修两盏", "260.00", "票据两张，经手人两人"), ("", "", "")]
    return write_rows(HEADINGS, rows, widths=(36, 14, 40), title="公开的明细")


def _read(rows: Iterable[tuple[Any, ...]]) -> Read:
    found = Read()
    for number, words, amount, note in rows:
        try:
            lines = cleaned([Line(words, fen_of(amount), note)])
        except BadInput as error:
            found.troubles.append(f"第{number}行：{error.sentence.removeprefix('第1行')}")
        else:
            found.lines += lines
    return found
