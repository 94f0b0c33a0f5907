"""Read a sheet of messages that another platform exported: columns by name, cells cleaned.

Nothing here writes. Every platform orders and names its columns its own way, so headings are
looked for by name, and a mapping given by hand wins over our guess.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO, Final

from changlai.kernel.errors import BadInput
from changlai.kernel.files.sheets import Row, parse_time, read_rows, text_of

HEADINGS: Final[Mapping[str, tuple[str, ...]]] = {
    "number": ("留言编号", "诉求编号", "工单编号", "工单号", "信件编号", "编号"),
    "reporter": ("留言用户", "留言人", "诉求人", "反映人", "来电人", "网友", "昵称", "用户"),
    "title": ("留言主题", "诉求标题", "工单标题", "主题", "标题"),
    "at": ("留言时间", "诉求时间", "反映时间", "来电时间", "提交时间", "时间"),
    "text": ("留言详情", "诉求内容", "反映内容", "留言内容", "详情", "内容"),
    "category": ("一级分类", "诉求分类", "类别", "分类"),
    "kind": ("诉求类型", "留言类型", "类型"),
    "supporters": ("点赞数", "支持数", "赞"),
    "opposers": ("反对数", "踩"),
    "answer": ("答复意见", "答复内容", "回复内容", "处理结果", "答复", "回复"),
    "answered_at": ("答复时间", "回复时间", "办结时间"),
}
"""Field code → headings it is known by; the first one is the name we use ourselves."""

LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "first": ("一级分类", "一级类别", "一级", "大类"),
    "second": ("二级分类", "二级类别", "二级", "中类"),
    "third": ("三级分类", "三级类别", "三级", "小类"),
}
NEEDED: Final = ("number", "at", "text")
KEY_CELLS: Final = ("number", "text", "at", "answer", "answered_at")
"""A formula here would be taken for what somebody said."""
LONGEST_TEXT: Final = 20_000
LONGEST_TITLE: Final = 80
LONGEST_NUMBER: Final = 60
LONGEST_ALIAS: Final = 40


class BadRow(BadInput):
    """One row cannot become a voice; the others are not concerned."""


@dataclass(frozen=True, kw_only=True)
class MessageRow:
    """One message as the other platform had it, cleaned; times are aware."""

    row: int
    number: str
    reporter: str
    title: str
    text: str
    at: datetime
    category: str = ""
    kind: str = ""
    supporters: int = 0
    opposers: int = 0
    answer: str = ""
    answered_at: datetime | None = None


@dataclass(frozen=True)
class RejectedRow:
    """A row that was not taken, with the reason in one sentence."""

    row: int
    number: str
    reason: str


def plain_text(value: Any) -> str:
    """Return a cell as text without invisible characters, blank edges and runs of empty lines.

    Emoji stay: their joiner is the one zero-width character kept inside a text.
    """
    text = unicodedata.normalize("NFC", text_of(value)).replace("\r\n", "\n").replace("\r", "\n")
    text = "".join(
        c
        for c in text.replace("\t", " ").replace("\u3000", " ").replace("\xa0", " ")
        if c in "\n\u200d" or unicodedata.category(c) not in {"Cc", "Cf", "Cs"}
    )
    text = re.sub(r"[ ]*\n[ ]*", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip().strip("\u200d").strip()


def one_line(value: Any) -> str:
    """Return a cell as one line of text."""
    return " ".join(plain_text(value).split())


def whole_number(value: Any) -> int:
    """Return a count, 0 for an empty or unreadable cell: it decides nothing."""
    try:
        return max(0, min(int(float(one_line(value) or 0)), 10**9))
    except (ValueError, OverflowError):
        return 0


def _code_of(name: str) -> str | None:
    if name in HEADINGS:
        return name
    return next((code for code, names in HEADINGS.items() if names[0] == name.strip()), None)


def wished_headings(mapping: Mapping[str, str]) -> dict[str, str]:
    """Return {field code: heading} of a mapping whose keys are codes or our own heading names.

    Raises BadInput for a field we do not have.
    """
    wished = {}
    for name, heading in mapping.items():
        code = _code_of(name)
        if code is None:
            known = "、".join(names[0] for names in HEADINGS.values())
            raise BadInput(f"对照表里的“{name}”不是我们的栏目。可用的有：{known}。")
        wished[code] = str(heading)
    return wished


def read_messages(
    file: str | Path | BinaryIO, mapping: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Row]]:
    """Open a sheet and yield (row number, cells by field code), empty rows passed over.

    A heading that the mapping names must be there: a typing error in it may not quietly lose a
    column. Raises BadInput at once for a file that is no such sheet.
    """
    wished = wished_headings(mapping or {})
    optional = set(HEADINGS) - set(NEEDED) - set(wished)
    return read_rows(file, HEADINGS, wished, optional)


def moment(value: Any, what: str) -> datetime | None:
    """Return a cell as an aware time, None for an empty one; raises BadRow naming `what`."""
    try:
        return parse_time(value)
    except BadInput:
        raise BadRow(
            f"{what}“{one_line(value)[:30]}”看不懂，请写成 2026-03-08 09:30 的样子。"
        ) from None


def read_message(number: int, row: Row, now: datetime) -> MessageRow:
    """Return one row as a message. Raises BadRow with the reason when it cannot be one."""
    if broken := [HEADINGS[code][0] for code in KEY_CELLS if code in row.formulas]:
        raise BadRow(f"{'、'.join(broken)}是公式，请改成文字再导入。")
    outside = one_line(row.get("number"))
    text = plain_text(row.get("text"))
    if not outside:
        raise BadRow("没有编号。")
    if len(outside) > LONGEST_NUMBER:
        raise BadRow(f"编号太长，最多 {LONGEST_NUMBER} 个字。")
    if not text:
        raise BadRow("没有内容。")
    if len(text) > LONGEST_TEXT:
        raise BadRow(f"内容太长，最多 {LONGEST_TEXT} 个字。")
    at = moment(row.get("at"), "时间")
    if at is None:
        raise BadRow("没有时间。")
    if at > now:
        raise BadRow("时间在今天以后。")
    answer = plain_text(row.get("answer"))
    if len(answer) > LONGEST_TEXT:
        raise BadRow(f"答复太长，最多 {LONGEST_TEXT} 个字。")
    answered_at = moment(row.get("answered_at"), "答复时间") if answer else None
    if answer and answered_at is None:
        raise BadRow("有答复，没有答复时间。")
    if answered_at and answered_at < at:
        raise BadRow("答复时间早于留言时间。")
    if answered_at and answered_at > now:
        raise BadRow("答复时间在今天以后。")
    return MessageRow(
        row=number,
        number=outside,
        reporter=one_line(row.get("reporter"))[:LONGEST_ALIAS],
        title=(one_line(row.get("title")) or one_line(text))[:LONGEST_TITLE],
        text=text,
        at=at,
        category=one_line(row.get("category")),
        kind=one_line(row.get("kind")),
        supporters=whole_number(row.get("supporters")),
        opposers=whole_number(row.get("opposers")),
        answer=answer,
        answered_at=answered_at,
    )


def read_categories(
    file: str | Path | BinaryIO, mapping: Mapping[str, str] | None = None
) -> Iterator[tuple[int, Row]]:
    """Open a sheet of categories and yield (row number, cells by level). Raises BadInput."""
    return read_rows(file, LEVELS, mapping, {"second", "third"})


def category_path(row: Row) -> list[str]:
    """Return the names of one row from the root down; raises BadRow for a gap or a formula."""
    if row.formulas:
        raise BadRow("分类名称是公式，请改成文字再导入。")
    names = [one_line(row.get(level)) for level in LEVELS]
    while names and not names[-1]:
        names.pop()
    if not all(names):
        raise BadRow("上级分类是空的。")
    if any(len(name) > 60 for name in names):
        raise BadRow("分类名称太长，最多 60 个字。")
    return names
