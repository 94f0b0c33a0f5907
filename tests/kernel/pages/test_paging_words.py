"""What an address asks for, taken as people mean it: words that one sees, pages that are there."""

import pytest
from django.test import RequestFactory

from changlai.kernel.pages.paging import page_onward, words_of


@pytest.mark.parametrize(
    ("typed", "taken"),
    [
        ("路灯\u3000村口", "路灯 村口"),
        (" \u200b井\0盖\ufeff ", "井盖"),
        ("\0", ""),
        ("长" * 80, "长" * 50),
        ("😀", "😀"),
    ],
)
def test_words_are_what_one_sees(typed: str, taken: str) -> None:
    assert words_of(RequestFactory().get("/", {"q": typed})) == taken


@pytest.mark.parametrize(
    ("asked", "number", "shown", "more"),
    [
        ("", 1, [0, 1, 2], True),
        ("1", 1, [0, 1, 2], True),
        ("2", 2, [3, 4, 5], True),
        ("3", 3, [6], False),
        ("4", 1, [0, 1, 2], True),
        ("0", 1, [0, 1, 2], True),
        ("九", 1, [0, 1, 2], True),
        ("9" * 40, 1, [0, 1, 2], True),
    ],
)
def test_pages_that_nobody_counts_lead_on_and_back(
    asked: str, number: int, shown: list[int], more: bool
) -> None:
    page = page_onward(RequestFactory().get("/x/", {"page": asked}), list(range(7)), 3)
    assert (page.number, list(page), page.has_next()) == (number, shown, more)
    assert page.has_previous() is (number > 1)
