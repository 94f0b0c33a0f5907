"""Addresses and pages of lists."""

from types import SimpleNamespace

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import NoReverseMatch

from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import (
    centre_path,
    centre_reverse,
    desk_path,
    optional_url,
    site_path,
)

CENTRE = SimpleNamespace(code="yunxi")


def view(request: object) -> HttpResponse:
    return HttpResponse()


def test_the_three_kinds_of_address() -> None:
    assert str(site_path("about/", view, "a").pattern) == "about/"
    assert str(centre_path("say/", view, "a").pattern) == "c/<slug:code>/say/"
    assert str(desk_path("list/", view, "a").pattern) == "c/<slug:code>/desk/list/"


def test_a_centres_page_is_reversed_with_its_code() -> None:
    assert centre_reverse(CENTRE, "web:home") == "/c/yunxi/"
    assert optional_url(CENTRE, "web:home") == "/c/yunxi/"


def test_a_hall_that_is_not_there_has_no_address() -> None:
    assert optional_url(CENTRE, "nowhere:home") == ""
    with pytest.raises(NoReverseMatch):
        centre_reverse(CENTRE, "nowhere:home")


@pytest.mark.parametrize(("asked", "given"), [("2", 2), ("99", 3), ("0", 3), ("x", 1), ("", 1)])
def test_a_wrong_page_number_gives_the_nearest_page(asked: str, given: int) -> None:
    request = RequestFactory().get("/", {"page": asked})
    assert page_of(request, list(range(120))).number == given
