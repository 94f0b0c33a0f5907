"""What somebody looks for is taken from the address without marks that nobody can see."""

import pytest
from django.test import RequestFactory

from changlai.kernel.pages.paging import words_of


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
