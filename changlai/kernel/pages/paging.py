"""Long lists a page at a time, with a page number that never fails."""

from typing import Any

from django.core.paginator import Page, Paginator
from django.http import HttpRequest

PER_PAGE = 50


def page_of(request: HttpRequest, rows: Any, per: int = PER_PAGE) -> Page[Any]:
    """Return the page `?page=` of `rows`; a wrong number gives the nearest page that exists.

    One count and one read, however long the list is.
    """
    return Paginator(rows, per).get_page(request.GET.get("page"))


class Onward(Paginator[Any]):
    """Pages that are not counted: one knows where one is, and whether there is more."""

    is_counted = False

    def __init__(self, found: list[Any], per: int, offset: int) -> None:
        super().__init__(found, per)
        self.count = offset + len(found)


def page_onward(request: HttpRequest, rows: Any, per: int = PER_PAGE) -> Page[Any]:
    """Return the page `?page=` of `rows` in one read: for what everybody opens and nobody counts.

    A wrong number gives the first page.
    """
    asked = request.GET.get("page", "1")
    number = int(asked) if asked.isascii() and asked.isdigit() and 0 < len(asked) < 5 else 1
    number = max(number, 1)
    offset = (number - 1) * per
    found = list(rows[offset : offset + per + 1])
    if not found and number > 1:
        number, offset, found = 1, 0, list(rows[: per + 1])
    return Page(found[:per], number, Onward(found, per, offset))


def words_of(request: HttpRequest, name: str = "q", longest: int = 50) -> str:
    """Return what somebody looks for: no marks that no page shows, and not without end.

    A zero byte in an address would be a fault of PostgreSQL's, which keeps none.
    """
    typed = request.GET.get(name, "")[:longest]
    spaced = " ".join(typed.split())
    return "".join(mark for mark in spaced if mark.isprintable())
