"""Bring the residents' list in from a table: try it first, then for good."""

import io
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.foundation.people.actions.importing import (
    COLUMNS,
    OPTIONAL,
    ImportReport,
    import_residents,
)
from changlai.foundation.people.forms import ImportForm
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.kernel.errors import BadInput
from changlai.kernel.files.sheets import read_rows, write_rows

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ERRORS = "people.import_errors"
MOST_ERRORS_KEPT = 500


@for_staff("people.manage")
def import_people(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Read a table of residents; by default only to see what would happen."""
    form = ImportForm(request.POST or None, request.FILES or None)
    report: ImportReport | None = None
    if request.method == "POST" and form.is_valid():
        upload = form.cleaned_data["table"]
        try:
            rows = read_rows(io.BytesIO(upload.read()), COLUMNS, optional=OPTIONAL)
            report = import_residents(
                centre=request.centre,
                rows=rows,
                actor=request.actor,
                at=timezone.now(),
                dry_run=not form.cleaned_data["really"],
            )
        except BadInput as error:
            form.add_error("table", error.sentence)
        else:
            request.session[ERRORS] = [
                [number, row, sentence]
                for number, row, sentence in report.errors[:MOST_ERRORS_KEPT]
            ]
    context = {
        "form": form,
        "report": report,
        "errors": report.errors[:20] if report else [],
    }
    return render(request, "people/import.html", context)


@for_staff("people.manage")
def import_template(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Give the empty table, with a line that shows how to fill it."""
    headings = [aliases[0] for aliases in COLUMNS.values()]
    example = ["张三(示例，请删去)", "", "", "1-001", "", "1956", ""]
    return _file(write_rows(headings, [example], title="居民"), "residents.xlsx")


@for_staff("people.manage")
def import_errors(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Give back the rows of the last try that could not be taken, each with its number and why."""
    headings = ["原表行号", "原因", *(aliases[0] for aliases in COLUMNS.values())]
    lines = [
        [str(number), sentence, *(row.get(key, "") for key in COLUMNS)]
        for number, row, sentence in request.session.get(ERRORS, [])
    ]
    widths = [10.0, 48.0, *([16.0] * len(COLUMNS))]
    return _file(write_rows(headings, lines, widths=widths, title="退回"), "rejected.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
