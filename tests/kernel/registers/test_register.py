"""A register declared once: page, file and paper say the same, and taking it away is told."""

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any

import pytest
from django import forms
from django.contrib.messages.storage.base import BaseStorage
from django.http import Http404, HttpRequest
from django.test import RequestFactory
from openpyxl import load_workbook

from changlai.kernel.events.models import Entry
from changlai.kernel.registers import views
from changlai.kernel.registers.public import Column, Period, Register
from changlai.kernel.registry import public as registry
from tests.cast import make_centre

ROWS = [
    SimpleNamespace(
        number=f"2611{n:02d}",
        title="=1+1" if n == 1 else f"第{n}件",
        days=n,
        rate=37.5,
        at=datetime(2026, 11, 1, 7, n % 60, tzinfo=UTC),
        day=date(2026, 11, 1),
        is_late=n % 2 == 0,
        link=None,
    )
    for n in range(1, 61)
]


class OnlyLate(Period):
    state = forms.ChoiceField(
        label="状态", required=False, choices=[("", "全部"), ("late", "超时")]
    )


def rows(actor: Any, filters: dict[str, Any]) -> list[Any]:
    return [row for row in ROWS if not filters.get("state") or row.is_late]


REGISTER = Register(
    code="things",
    title="事情台账",
    order=1,
    rows=rows,
    columns=[
        Column("编号", "number", width=12),
        Column("事项", "title"),
        Column("天数", "days", kind="number"),
        Column("比率", "rate", kind="percent"),
        Column("时间", "at", kind="datetime"),
        Column("日期", lambda row: row.day, kind="date"),
        Column("超时", "is_late"),
        Column("关联", "link.number"),
    ],
    filters=OnlyLate,
    power="things.see",
)


@dataclass(frozen=True)
class Clerk:
    centre_id: Any = None
    account_id: Any = None
    person_id: Any = None
    for_person_id: Any = None
    name: str = "李小满"
    is_staff: bool = True
    acting_for: Any = None
    powers: frozenset[str] = frozenset({"things.see"})

    def can(self, power: str) -> bool:
        return power in self.powers


@pytest.fixture
def declared(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Let one more app declare a register, as a hall would by its registers.py."""
    kept = registry.modules

    def modules(name: str) -> tuple[Any, ...]:
        more = (SimpleNamespace(REGISTERS=[REGISTER]),) if name == "registers" else ()
        return (*kept(name), *more)

    monkeypatch.setattr(registry, "modules", modules)
    registry.collect.cache_clear()
    yield
    registry.collect.cache_clear()


class NoNotices(BaseStorage):
    def _get(self, *args: Any, **kwargs: Any) -> tuple[list[Any], bool]:
        return [], True


Asking = Callable[..., HttpRequest]


@pytest.fixture
def asked(db: None, declared: None) -> Asking:
    centre = make_centre()

    def ask(powers: frozenset[str] = frozenset({"things.see"}), **filters: str) -> HttpRequest:
        request = RequestFactory().get("/c/yunxi/desk/registers/things/", filters)
        request.centre = centre  # type: ignore[attr-defined]
        request.actor = Clerk(centre_id=centre.pk, powers=powers)  # type: ignore[attr-defined]
        request._messages = NoNotices(request)  # type: ignore[attr-defined]
        return request

    return ask


def test_the_page_shows_fifty_rows_and_the_total(asked: Asking) -> None:
    shown = views.show(asked(), "things").content.decode()
    assert "共2页，60条" in shown
    assert "第50件" in shown
    assert "第51件" not in shown
    assert "37.5%" in shown
    assert "2026-11-01 15:01" in shown


def test_the_second_page_goes_on_counting(asked: Asking) -> None:
    shown = views.show(asked(page="2"), "things").content.decode()
    assert '<td class="num">51</td>' in shown


def test_filters_hold_on_page_file_and_paper(asked: Asking) -> None:
    for view in (views.show, views.paper):
        shown = view(asked(state="late"), "things").content.decode()
        assert "第2件" in shown
        assert "第3件" not in shown
    assert "状态：超时" in views.paper(asked(state="late"), "things").content.decode()


def test_a_span_that_ends_before_it_begins_is_told(asked: Asking) -> None:
    shown = views.show(asked(since="2026-11-02", until="2026-11-01"), "things").content.decode()
    assert "结束日期比开始日期早" in shown


@pytest.mark.parametrize("view", [views.xlsx, views.paper])
def test_a_filter_that_does_not_hold_carries_nothing_away(asked: Asking, view: Any) -> None:
    answer = view(asked(since="2026-11-02", until="2026-11-01"), "things")
    assert answer.status_code == 302
    assert answer["Location"] == "../?since=2026-11-02&until=2026-11-01"
    assert not Entry.objects.filter(name="registers.register.taken").exists()


def sheet_of(request: HttpRequest) -> Any:
    return load_workbook(io.BytesIO(views.xlsx(request, "things").content)).active


def test_the_file_has_all_rows_with_a_frozen_head(asked: Asking) -> None:
    sheet = sheet_of(asked())
    assert sheet.max_row == 61
    assert sheet.freeze_panes == "A2"
    assert [cell.value for cell in sheet[1]][:4] == ["序号", "编号", "事项", "天数"]


def test_numbers_are_numbers_and_text_is_never_a_formula(asked: Asking) -> None:
    first = sheet_of(asked())[2]
    assert first[0].value == 1
    assert first[1].data_type == "s"
    assert (first[2].value, first[2].data_type) == ("=1+1", "s")
    assert first[3].value == 1
    assert first[4].value == pytest.approx(0.375)
    assert first[7].value == "否"
    assert first[8].value is None


def test_paper_lies_across_and_has_lines_to_sign(asked: Asking) -> None:
    shown = views.paper(asked(), "things").content.decode()
    assert "is-landscape" in shown
    assert "制表人" in shown
    assert "第60件" in shown


@pytest.mark.parametrize(("view", "shape"), [(views.xlsx, "xlsx"), (views.paper, "print")])
def test_taking_a_register_away_is_told(asked: Asking, view: Any, shape: str) -> None:
    view(asked(state="late"), "things")
    told = Entry.objects.get(name="registers.register.taken")
    assert told.payload == {"register": "things", "shape": shape, "rows": 30}


def test_looking_at_the_screen_is_not_taking_away(asked: Asking) -> None:
    views.show(asked(), "things")
    assert not Entry.objects.filter(name="registers.register.taken").exists()


@pytest.mark.parametrize("view", [views.show, views.xlsx, views.paper])
def test_without_its_power_a_register_does_not_exist(asked: Asking, view: Any) -> None:
    with pytest.raises(Http404):
        view(asked(powers=frozenset()), "things")
    with pytest.raises(Http404):
        view(asked(), "no-such-register")


def test_the_list_leaves_out_what_one_may_not_see(asked: Asking) -> None:
    assert "事情台账" in views.index(asked()).content.decode()
    assert "事情台账" not in views.index(asked(powers=frozenset())).content.decode()
