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


def words_of(request: HttpRequest, name: str = "q", longest: int = 50) -> str:
    """Return what somebody looks for: no marks that no page shows, and not without end.

    A zero byte in an address would be a fault of PostgreSQL's, which keeps none.
    """
    typed = request.GET.get(name, "")[:longest]
    spaced = " ".join(typed.split())
    return "".join(mark for mark in spaced if mark.isprintable())
