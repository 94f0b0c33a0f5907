"""What a paper says, before it is a file: head, number, paragraphs, tables, who signs."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True)
class Grid:
    """A table: headings, rows of text, and how wide each column is beside the others."""

    headings: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[int, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A paper in the layout of official documents (GB/T 9704): title, number, body, signature.

    `made_on` stands under the signature and in the file's own properties; nothing else of a
    file depends on when or where it is made, so the same paper is the same bytes.
    """

    title: str
    number: str
    issuer: str
    made_on: date
    body: Sequence[str | Grid] = field(default_factory=tuple)
    note: str = ""
    address: str = ""
    """What the QR on the PDF leads to; empty for none."""


def spoken_date(day: date) -> str:
    """Return a date as it stands under a signature: 2026年3月28日."""
    return f"{day.year}年{day.month}月{day.day}日"
