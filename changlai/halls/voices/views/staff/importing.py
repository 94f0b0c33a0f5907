"""Bring voices of another platform in: try the sheet, match its headings, then take it for good."""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.voices.actions.importing import ImportReport, import_voices
from changlai.halls.voices.actions.sheets import PURPOSE, drop_sheets, keep_sheet
from changlai.halls.voices.forms.intake import MappingForm, SheetForm
from changlai.halls.voices.importing import HEADINGS, RejectedRow
from changlai.halls.voices.queries import import_batches
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import StoredFile, open_file
from changlai.kernel.files.sheets import write_rows
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SHEET = "voices import sheet"
REJECTED = "voices.import_rejected"
KEPT_ROWS = 1000
SHOWN_ROWS = 20
GONE = "这张表已经导入过，或者换过别的表了。下面有导入记录；要导入另一张，请再选一次。"


@for_staff("voices.oversee")
def importing(request: CentreRequest) -> HttpResponse:
    """Take a sheet in: the first press tries it and keeps nothing, the second one imports."""
    context: dict[str, Any] = {"form": SheetForm()}
    if request.method == "POST" and request.POST.get("sheet"):
        sheet = _kept(request)
        if sheet is None:
            context["trouble"] = GONE
        else:
            context |= _run(request, sheet, is_dry_run="really" not in request.POST)
    elif request.method == "POST":
        context["form"] = form = SheetForm(request.POST, request.FILES)
        if form.is_valid():
            try:
                sheet = keep_sheet(
                    centre=request.centre,
                    actor=request.actor,
                    upload=form.cleaned_data["table"],
                    at=timezone.now(),
                )
            except BadInput as error:
                form.add_error("table", error.sentence)
            else:
                context |= _run(request, sheet, is_dry_run=True)
    # Read after the run, so that it stands in the list at once.
    context["page"] = page_of(request, import_batches(request.actor), 20)
    return render(request, "voices/desk/import.html", context)


def _kept(request: CentreRequest) -> StoredFile | None:
    """Return the sheet that the page carries under a signed name."""
    try:
        key = signing.loads(request.POST["sheet"], salt=SHEET)
    except signing.BadSignature:
        return None
    rows = StoredFile.objects.of(request.centre).filter(purpose=PURPOSE, pk=key)
    found: StoredFile | None = rows.filter(uploaded_by_id=request.actor.account_id).first()
    return found


def _run(request: CentreRequest, sheet: StoredFile, *, is_dry_run: bool) -> dict[str, Any]:
    """Try or take a kept sheet; return what its page shows."""
    kind = request.POST.get("kind", "")
    fields = MappingForm(request.POST, prefix="col")
    shown: dict[str, Any] = {
        "sheet": signing.dumps(str(sheet.pk), salt=SHEET),
        "sheet_name": sheet.name,
        "kind": kind,
        "mapping": fields,
        "typed_mapping": fields.mapping(),
    }
    try:
        with open_file(sheet) as opened:
            report = import_voices(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                file=opened,  # type: ignore[arg-type]
                file_name=sheet.name,
                mapping=fields.mapping() or None,
                kind=kind,
                is_dry_run=is_dry_run,
            )
    except FileNotFoundError:
        return shown | {"sheet": "", "trouble": GONE}
    except RuleBroken as error:
        # Only a sheet whose columns are not found can be helped by naming them.
        is_heading = "缺少这些列" in error.sentence
        return shown | {"trouble": error.sentence, "asks_mapping": is_heading}
    _remember(request, report)
    if not is_dry_run:
        drop_sheets(centre=request.centre, actor=request.actor)
        shown["sheet"] = ""
    return shown | {
        "report": report,
        "rejected": report.errors[:SHOWN_ROWS],
        "notes": report.notes[:SHOWN_ROWS],
    }


def _remember(request: CentreRequest, report: ImportReport) -> None:
    request.session[REJECTED] = [
        [one.row, one.number, one.reason] for one in report.errors[:KEPT_ROWS]
    ]


@for_staff("voices.oversee")
def rejected(request: CentreRequest) -> HttpResponse:
    """Give the rows of the last try that were not taken, as a table to work through."""
    rows = request.session.get(REJECTED)
    if not rows:
        return redirect(centre_reverse(request.centre, "voices:import"))
    report = ImportReport(errors=[RejectedRow(*row) for row in rows])
    return _file(report.errors_xlsx(), "rejected.xlsx")


@for_staff("voices.oversee")
def template(request: CentreRequest) -> HttpResponse:
    """Give an empty sheet with the headings that are understood."""
    headings = [names[0] for names in HEADINGS.values()]
    widths = [40 if code in {"text", "answer"} else 16 for code in HEADINGS]
    return _file(write_rows(headings, [], widths=widths, title="诉求"), "voices.xlsx")


def _file(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=XLSX)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
