"""The file of a preset pack: how it is written, and how one that came from anywhere is read.

The file is the one spelling of its content, and says the SHA-256 of it. So any byte that was
changed is told, by a slip or on purpose by whoever does not work the sum out anew: it proves
that a file came whole, and not who wrote it.
"""

import hashlib
import json
from dataclasses import dataclass
from typing import Any

from changlai import __version__
from changlai.governance.practices.states import (
    DEEPEST,
    LARGEST,
    LONGEST_TITLE,
    MOST_ROWS,
    PACK_FORMAT,
    PACK_KIND,
)
from changlai.kernel.errors import BadInput

FIELDS = {"kind", "format", "made_by", "title", "note", "parts", "checksum"}


class NotAPack(BadInput):
    """The file is no pack, or not the one that was written."""

    sentence = "这不是经验包。请选从“经验包”导出的 .json 文件。"


@dataclass(frozen=True)
class PackPart:
    """The rows of one part, as they came."""

    code: str
    format: int
    rows: list[Any]


@dataclass(frozen=True)
class PackSaid:
    """A pack that was read: whole, of a format we know, its rows not looked at yet."""

    title: str
    note: str
    made_by: str
    parts: tuple[PackPart, ...]
    checksum: str


def packed(*, title: str, note: str, parts: list[PackPart], made_by: str = __version__) -> bytes:
    """Return the file of a pack. The same content gives the same bytes."""
    content: dict[str, Any] = {
        "kind": PACK_KIND,
        "format": PACK_FORMAT,
        "made_by": made_by,
        "title": title,
        "note": note,
        "parts": [{"code": one.code, "format": one.format, "rows": one.rows} for one in parts],
    }
    return _spelled(content | {"checksum": _checksum(content)})


def read_pack(body: bytes) -> PackSaid:
    """Return what a file says, if it is a pack, whole and of a format we know.

    Raises NotAPack for what is none or was changed, BadInput for one too large or too new.
    """
    content = _content(body)
    if content.get("kind") != PACK_KIND or not isinstance(content.get("format"), int):
        raise NotAPack
    if content["format"] > PACK_FORMAT:
        newer = str(content.get("made_by", ""))[:20]
        raise BadInput(
            f"这个经验包是新版本做的(常来 {newer})，这里的版本是 {__version__}，读不了。"
            "请管理员升级以后再收。"
        )
    said = content.pop("checksum", "")
    if content.keys() | {"checksum"} != FIELDS:
        raise NotAPack
    if said != _checksum(content) or _spelled(content | {"checksum": said}) != body:
        raise NotAPack("文件和导出的时候不一样了，可能没下载完，或者被改过。请重新要一份。")
    return PackSaid(
        title=_text(content["title"], LONGEST_TITLE) or "没有名称",
        note=_text(content["note"], 200),
        made_by=_text(content["made_by"], 20),
        parts=_parts(content["parts"]),
        checksum=said,
    )


def _content(body: bytes) -> dict[str, Any]:
    if len(body) > LARGEST:
        raise BadInput(f"文件太大了，经验包最多{LARGEST // 1024}KB。")
    # Looked at before it is read: a reader of JSON climbs one step of its own for each bracket.
    if _depth(body) > DEEPEST:
        raise NotAPack
    try:
        content = json.loads(body.decode("utf-8"), parse_constant=_refuse, parse_float=_refuse)
    except (ValueError, RecursionError):
        raise NotAPack from None
    if not isinstance(content, dict):
        raise NotAPack
    return content


def _refuse(word: str) -> Any:
    raise ValueError(word)


def _depth(body: bytes) -> int:
    deepest = now = 0
    for one in body:
        if one in b"[{":
            now += 1
            deepest = max(deepest, now)
        elif one in b"]}":
            now -= 1
    return deepest


def _parts(said: Any) -> tuple[PackPart, ...]:
    if not isinstance(said, list) or len(said) > 50:
        raise NotAPack
    parts = []
    for one in said:
        if not isinstance(one, dict) or one.keys() != {"code", "format", "rows"}:
            raise NotAPack
        code, number, rows = one["code"], one["format"], one["rows"]
        if not isinstance(code, str) or type(number) is not int or not isinstance(rows, list):
            raise NotAPack
        parts.append(PackPart(code[:60], number, rows))
    if sum(len(one.rows) for one in parts) > MOST_ROWS:
        raise BadInput(f"经验包里的条目太多了，最多{MOST_ROWS}条。")
    return tuple(parts)


def _text(said: Any, longest: int) -> str:
    if not isinstance(said, str):
        raise NotAPack
    return "".join(mark for mark in " ".join(said.split()) if mark.isprintable())[:longest]


def _checksum(content: dict[str, Any]) -> str:
    try:
        plain = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(plain.encode()).hexdigest()
    except ValueError:
        # Half a sign, as JSON may name one and no text can hold.
        raise NotAPack from None


def _spelled(content: dict[str, Any]) -> bytes:
    return (json.dumps(content, ensure_ascii=False, sort_keys=True, indent=1) + "\n").encode()
