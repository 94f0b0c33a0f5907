"""Choose records to point to: what proves a task, what belongs to a brand. Nothing is typed."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest

from changlai.kernel.pages.paging import words_of
from changlai.kernel.pages.routes import optional_url
from changlai.kernel.records.public import Record, RecordLink, found, links_of
from changlai.kernel.registry.public import collect, record_page

SHOWN = 12
LINK, UNLINK = "link_record", "unlink_record"


@dataclass(frozen=True)
class Piece:
    """One record as the piece shows it: its kind in words, its page where it has one."""

    record: Record
    kind: str
    url: str
    note: str = ""


@dataclass(frozen=True)
class Picking:
    """What a page needs for `pages/parts/evidence.html`: what is linked, and what was found."""

    linked: list[Piece]
    words: str
    hits: list[Piece]
    is_asked: bool


def kind_title(kind: str) -> str:
    """Return how people call a kind of record, by what the apps say to the search."""
    return next((one.title for one in collect("searchable") if one.kind == kind), "记录")


def _piece(centre: Any, record: Record, note: str = "") -> Piece:
    name = record.url_name or record_page(record.kind)
    url = optional_url(centre, name, pk=record.pk) if name else ""
    return Piece(record, kind_title(record.kind), url, note)


def pieces(centre: Any, links: list[RecordLink]) -> list[Piece]:
    """Return linked records as a page shows them."""
    return [_piece(centre, one.record, one.note) for one in links]


def picking(request: HttpRequest, owner_id: UUID, role: str, *, name: str = "evidence") -> Picking:
    """Return what an owner points to, and the records found by the words of `?evidence=`."""
    centre: Any = request.centre  # type: ignore[attr-defined]
    links = list(links_of(centre, [owner_id], role))
    words, is_asked = words_of(request, name), name in request.GET
    hits: list[Piece] = []
    if is_asked:
        rows = found(centre, words).exclude(pk__in=[one.record_id for one in links])
        hits = [_piece(centre, one) for one in rows.exclude(pk=owner_id)[:SHOWN]]
    return Picking(pieces(centre, links), words, hits, is_asked)


def chosen(request: HttpRequest) -> UUID | None:
    """Return the record that a posted button of the piece names."""
    try:
        return UUID(request.POST.get("record", ""))
    except ValueError:
        return None
