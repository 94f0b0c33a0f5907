"""The generic pages of a register; a door wires them with the access they need."""

from collections.abc import Iterable
from datetime import date, datetime
from http import HTTPStatus
from itertools import islice
from typing import Any
from urllib.parse import quote

from django import forms
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.kernel.files.sheets import write_rows
from changlai.kernel.pages.paging import page_of
from changlai.kernel.registers import actions
from changlai.kernel.registers.public import Register, RegisterRow, registers_of

PRINT_LIMIT = 2_000
CHUNK = 2_000


def index(request: HttpRequest) -> HttpResponse:
    """List the registers this actor may see."""
    actor = request.actor  # type: ignore[attr-defined]
    return render(request, "registers/index.html", {"registers": registers_of(actor)})


def show(request: HttpRequest, register: str) -> HttpResponse:
    """Show a register, fifty rows a page, behind its filters."""
    found, form, rows = _asked(request, register)
    page = page_of(request, rows)
    return render(
        request,
        "registers/show.html",
        {
            "register": found,
            "form": form,
            "page": page,
            "rows": _shown(found, page.object_list, page.start_index()),
            "query": request.GET.urlencode(),
        },
        status=HTTPStatus.OK,
    )


def xlsx(request: HttpRequest, register: str) -> HttpResponse:
    """Give a register as an xlsx file: all rows behind the filters, text as text."""
    found, form, rows = _asked(request, register)
    if form is not None and not form.is_valid():
        return _back_to_the_page(request)
    at = timezone.now()
    count = 0

    def cells() -> Iterable[list[Any]]:
        nonlocal count
        for row in _streamed(rows):
            count += 1
            yield [count, *(_for_file(column.of(row)) for column in found.columns)]

    body = write_rows(
        ["序号", *(column.title for column in found.columns)],
        cells(),
        widths=[6, *(column.width for column in found.columns)],
        kinds=["number", *(column.kind for column in found.columns)],
        title=found.title,
    )
    _told(request, found, "xlsx", count, at)
    name = quote(f"{found.title}-{timezone.localdate(at):%Y%m%d}.xlsx")
    return HttpResponse(
        body,
        content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def paper(request: HttpRequest, register: str) -> HttpResponse:
    """Show a register as sheets of paper, A4 landscape, with repeated heads."""
    found, form, rows = _asked(request, register)
    if form is not None and not form.is_valid():
        return _back_to_the_page(request)
    at = timezone.now()
    # One more than fits tells whether something is left out.
    some = list(islice(_streamed(rows), PRINT_LIMIT + 1))
    shown = some[:PRINT_LIMIT]
    _told(request, found, "print", len(shown), at)
    return render(
        request,
        "registers/paper.html",
        {
            "register": found,
            "rows": _shown(found, shown, 1),
            "filters": _filters_in_words(form),
            "is_cut": len(some) > PRINT_LIMIT,
            "limit": PRINT_LIMIT,
            "at": at,
            "query": request.GET.urlencode(),
        },
    )


def _asked(request: HttpRequest, code: str) -> tuple[Register, forms.Form | None, Any]:
    """Return the register asked for, its filter form and its rows; 404 when it is not for them."""
    actor = request.actor  # type: ignore[attr-defined]
    found = next((one for one in registers_of(actor) if one.code == code), None)
    if found is None:
        raise Http404
    form = found.filters(request.GET) if found.filters else None
    filters = form.cleaned_data if form is not None and form.is_valid() else {}
    return found, form, found.rows(actor, filters)


def _back_to_the_page(request: HttpRequest) -> HttpResponse:
    """Show what is wrong with the filter: a slip of the pen must not carry every name away."""
    query = request.GET.urlencode()
    return redirect(f"../?{query}")


def _streamed(rows: Any) -> Iterable[Any]:
    """Read rows in chunks, so that a long register does not fill the memory."""
    return rows.iterator(chunk_size=CHUNK) if isinstance(rows, QuerySet) else iter(rows)


def _shown(register: Register, rows: Iterable[Any], first: int) -> list[RegisterRow]:
    return [
        RegisterRow(
            number,
            [(column, _for_page(column.kind, column.of(row))) for column in register.columns],
            register.url(row) if register.url else "",
        )
        for number, row in enumerate(rows, first)
    ]


def _for_page(kind: str, value: Any) -> str:
    """Return a value as a table shows it: short, so that the eye runs down a column."""
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        local = timezone.localtime(value)
        return f"{local:%Y-%m-%d}" if kind == "date" else f"{local:%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return f"{value:%Y-%m-%d}"
    if kind == "percent":
        return f"{value:.1f}%"
    return str(value)


def _for_file(value: Any) -> Any:
    if isinstance(value, bool):
        return "是" if value else "否"
    return value


def _filters_in_words(form: forms.Form | None) -> list[str]:
    """Say on paper what the rows were chosen by."""
    said = []
    for bound in form or []:
        value = bound.data
        if not value:
            continue
        choices = dict(getattr(bound.field, "choices", ()) or ())
        said.append(f"{bound.label}：{choices.get(value, value)}")
    return said


def _told(request: HttpRequest, register: Register, shape: str, rows: int, at: datetime) -> None:
    actions.take_register(
        centre=request.centre,  # type: ignore[attr-defined]
        actor=request.actor,  # type: ignore[attr-defined]
        code=register.code,
        shape=shape,
        rows=rows,
        at=at,
    )
