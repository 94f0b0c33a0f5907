"""The three rates at the desk: what they are made of, what is left out, and each number's cases."""

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from changlai.engines.cases.public import (
    Case,
    Category,
    RateCode,
    accept_case,
    answer_case,
    call_back,
    cases_behind,
    exclude_from_rate,
    rates,
    record_contact,
)
from changlai.halls.voices.forms.intake import span_days
from changlai.halls.voices.series import months_until, rates_by_category, rates_by_month
from tests.cast import NOW
from tests.halls.voices.conftest import Hall
from tests.halls.voices.staff.statements import statements

MARCH = {"since": "2026-03-01", "until": "2026-03-31"}


@pytest.fixture(autouse=True)
def _now() -> Any:
    with time_machine.travel(NOW + timedelta(days=10), tick=False):
        yield


@pytest.fixture
def client(hall: Hall) -> Client:
    return hall.client(hall.village.duty)


def handled(hall: Hall, at: Any = NOW, **more: Any) -> Case:
    """Open a voice and carry it to a call-back that says it is solved."""
    case = hall.voice(at=at, **more)
    who: dict[str, Any] = {"centre": hall.centre, "case_id": case.pk}
    who["actor"] = hall.actor(hall.village.handler)
    accept_case(**who, at=at)
    record_contact(**who, at=at, note="打过电话")
    answer_case(**who, at=at, text="换好了。")
    who["actor"] = hall.actor(hall.village.handler_b)
    call_back(**who, at=at, outcome="reached", solved=True, was_contacted=True, note="")
    return case


def test_five_cases_make_a_percentage_and_four_make_none(hall: Hall, client: Client) -> None:
    for _ in range(4):
        handled(hall)
    page = client.get(hall.page("rates"), MARCH)
    assert [figure.percent for figure in page.context["figures"]] == [None, None, None]
    assert "不足 5 件，不显示百分比" in page.content.decode()
    handled(hall)
    html = client.get(hall.page("rates"), MARCH).content.decode()
    assert "100.0<small>%" in html
    assert "算法第 1 版" in html


def test_each_number_leads_to_just_its_cases(hall: Hall, client: Client) -> None:
    case = handled(hall)
    unnamed = hall.voice(at=NOW, is_anonymous=True, contact_phone="")
    for code, inside, outside in (
        ("response.numerator", case, unnamed),
        ("response.out.anonymous", unnamed, case),
        ("resolution.denominator", case, unnamed),
    ):
        page = client.get(hall.page("rate_cases"), MARCH | {"code": code})
        html = page.content.decode()
        assert inside.number in html, code
        assert outside.number not in html, code
    assert (
        "匿名"
        in client.get(
            hall.page("rate_cases"), MARCH | {"code": "response.out.anonymous"}
        ).content.decode()
    )


@pytest.mark.parametrize("code", ["", "no", "response", "response.out.no", "speed.numerator"])
def test_a_number_that_is_none_is_not_there(hall: Hall, client: Client, code: str) -> None:
    assert client.get(hall.page("rate_cases"), MARCH | {"code": code}).status_code == 404


def test_a_request_to_leave_out_waits_for_another_person(hall: Hall) -> None:
    case, cast = handled(hall), hall.village
    row = exclude_from_rate(
        centre=hall.centre,
        case_id=case.pk,
        rate=RateCode.RESPONSE,
        reason="登记错了村子",
        actor=hall.actor(cast.handler),
        at=timezone.now(),
    )
    decide = hall.page("decide", pk=row.pk)
    for account, may in ((cast.handler, False), (cast.duty, False), (cast.secretary, True)):
        html = hall.client(account).get(hall.page("rates"), MARCH).content.decode()
        assert "登记错了村子" in html
        assert (f'href="{decide}"' in html) is may
    secretary = hall.client(cast.secretary)
    secretary.post(decide, {"answer": "yes"})
    page = secretary.get(hall.page("rate_cases"), MARCH | {"code": "response.out.by_approval"})
    assert "登记错了村子" in page.content.decode()
    assert cast.handler.shown_name in page.content.decode()


@pytest.mark.parametrize("show", ["", "months", "categories"])
@pytest.mark.parametrize(
    "asked",
    [
        {"since": "2026-03-31", "until": "2026-03-01"},
        {"since": "昨天"},
        {"since": "0001-01-01", "until": "9999-12-31"},
        {"span": "century"},
        {"until": "2026-03-31"},
        {"since": "2030-01-01"},
    ],
)
def test_a_wrong_span_is_told_and_never_breaks(
    hall: Hall, client: Client, show: str, asked: dict[str, str]
) -> None:
    assert client.get(hall.page("rates"), asked | {"show": show}).status_code == 200
    page = client.get(hall.page("rate_cases"), asked | {"code": "response.denominator"})
    assert page.status_code == 200


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ("month", (date(2026, 3, 1), date(2026, 3, 28))),
        ("last_month", (date(2026, 2, 1), date(2026, 2, 28))),
        ("quarter", (date(2026, 1, 1), date(2026, 3, 28))),
        ("last_quarter", (date(2025, 10, 1), date(2025, 12, 31))),
        ("year", (date(2026, 1, 1), date(2026, 3, 28))),
    ],
)
def test_a_named_span_means_these_days(span: str, days: tuple[date, date]) -> None:
    assert span_days(span, date(2026, 3, 28)) == days


def test_months_and_categories_agree_with_the_rates_themselves(hall: Hall) -> None:
    roots = list(Category.objects.of(hall.centre).filter(parent=None).order_by("path")[:2])
    leaf = Category.objects.of(hall.centre).filter(parent=roots[0]).first()
    for back, category in ((0, roots[0]), (0, leaf), (3, roots[1]), (30, None), (45, leaf)):
        handled(hall, NOW - timedelta(days=back), category=category)
    hall.voice(at=NOW - timedelta(days=32))
    actor = hall.actor(hall.village.secretary)
    last = date(2026, 3, 28)
    months = rates_by_month(actor, hall.centre, last)
    for row in months:
        figures = rates(hall.centre, row.since, row.until)
        assert [cell.rate for cell in row.cells] == [figure.rate for figure in figures], row
    assert months[-1].cells[0].rate.denominator > 0
    since, until = date(2026, 1, 1), last
    rows = rates_by_category(actor, hall.centre, since, until)
    for place, figure in enumerate(rates(hall.centre, since, until)):
        assert sum(row.cells[place].rate.denominator for row in rows) == figure.denominator
        assert sum(row.cells[place].rate.numerator for row in rows) == figure.numerator
    assert rows[0].title == roots[0].name or rows[-1].title == "还没分类"


def test_a_cell_of_the_category_table_leads_to_its_cases(hall: Hall, client: Client) -> None:
    root = Category.objects.of(hall.centre).filter(parent=None).first()
    inside, outside = handled(hall, category=root), handled(hall)
    for category, here, there in ((root.code, inside, outside), ("none", outside, inside)):
        asked = MARCH | {"code": "response.denominator", "category": category}
        html = client.get(hall.page("rate_cases"), asked).content.decode()
        assert here.number in html
        assert there.number not in html
    html = client.get(hall.page("rates"), MARCH | {"show": "categories"}).content.decode()
    assert f"category={root.code}" in html


def test_twelve_months_end_with_the_running_one() -> None:
    months = months_until(date(2026, 3, 28), 12)
    assert months[0] == (date(2026, 3, 1), date(2026, 3, 28))
    assert months[-1] == (date(2025, 4, 1), date(2025, 4, 30))


@pytest.mark.parametrize("asked", [{}, {"show": "months"}, {"show": "categories"}])
def test_the_page_costs_no_more_with_thirty(
    hall: Hall, client: Client, asked: dict[str, str]
) -> None:
    page = hall.page("rates") + "?" + "&".join(f"{k}={v}" for k, v in (MARCH | asked).items())
    cases = hall.page("rate_cases") + "?code=response.denominator&since=2026-03-01&until=2026-03-31"
    for _ in range(3):
        handled(hall)
    before = statements(client, page), statements(client, cases)
    for _ in range(15):
        handled(hall)
    assert (statements(client, page), statements(client, cases)) == before


def test_the_figure_counts_what_its_list_shows(hall: Hall) -> None:
    for _ in range(3):
        handled(hall)
    actor = hall.actor(hall.village.secretary)
    since, until = date(2026, 3, 1), date(2026, 3, 31)
    for figure in rates(hall.centre, since, until):
        for code, number in (
            (figure.numerator_code, figure.numerator),
            (figure.denominator_code, figure.denominator),
            *((row.filter_code, row.count) for row in figure.excluded),
        ):
            assert cases_behind(hall.centre, code, since, until, actor=actor).count() == number
