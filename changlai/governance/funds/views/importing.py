"""Bring the township's table in: try it, match its headings, then take it for good."""

from typing import Any

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.funds import policies
from changlai.governance.funds.actions.importing import (
    SHEET,
    drop_sheets,
    import_vouchers,
    keep_sheet,
)
from changlai.governance.funds.forms import ChoicesForm, MappingForm, SheetForm
from changlai.governance.funds.sheets import HEADINGS
from changlai.governance.funds.views.trying import key_of, who
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import StoredFile, open_file
from changlai.kernel.files.sheets import write_rows

SALT = "funds import sheet"
SHOWN = 50
GONE = "这张表已经导入过，或者换过别的表了；要导入另一张，请再选一次。"


@for_staff("funds.enter")
def importing(request: CentreRequest) -> HttpResponse:
    """Take a table in: the first press tries it and keeps nothing, the second drafts vouchers."""
    sources = list(policies.visible_sources(request.actor).order_by("made_at", "id"))
    choices = ChoicesForm(request.POST or None, sources=sources)
    context: dict[str, Any] = {"form": SheetForm(), "choices": choices}
    if request.method == "POST" and request.POST.get("sheet"):
        sheet = _kept(request)
        if sheet is None:
            context["trouble"] = GONE
        else:
            context |= _run(request, sheet, choices, is_dry_run="really" not in request.POST)
    elif request.method == "POST":
        context["form"] = form = SheetForm(request.POST, request.FILES)
        if form.is_valid() and choices.is_valid():
            try:
                sheet = keep_sheet(upload=form.cleaned_data["table"], **who(request))
            except BadInput as error:
                form.add_error("table", error.sentence)
            else:
                context |= _run(request, sheet, choices, is_dry_run=True)
    return render(request, "funds/desk/import.html", context)


def _kept(request: CentreRequest) -> StoredFile | None:
    """Return the table that the page carries under a signed name."""
    try:
        key = signing.loads(request.POST["sheet"], salt=SALT)
    except signing.BadSignature:
        return None
    rows = StoredFile.objects.of(request.centre).filter(purpose=SHEET, pk=key)
    found: StoredFile | None = rows.filter(uploaded_by_id=request.actor.account_id).first()
    return found


def _run(
    request: CentreRequest, sheet: StoredFile, choices: ChoicesForm, *, is_dry_run: bool
) -> dict[str, Any]:
    """Try or take a kept table; return what its page shows."""
    fields = MappingForm(request.POST, prefix="col")
    said = choices.cleaned_data if choices.is_valid() else {}
    shown: dict[str, Any] = {
        "sheet": signing.dumps(str(sheet.pk), salt=SALT),
        "sheet_name": sheet.name,
        "mapping": fields,
        "typed_mapping": fields.mapping(),
        "typed": said,
    }
    try:
        with open_file(sheet) as opened:
            report = import_vouchers(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                file=opened,  # type: ignore[arg-type]
                source_id=key_of(said.get("source") or ""),
                purpose=said.get("purpose") or "",
                mapping=fields.mapping() or None,
                is_dry_run=is_dry_run,
            )
    except FileNotFoundError:
        return shown | {"sheet": "", "trouble": GONE}
    except RuleBroken as error:
        # Only a table whose columns are not found can be helped by naming them.
        is_heading = "缺少这些列" in error.sentence
        return shown | {"trouble": error.sentence, "asks_mapping": is_heading}
    if not is_dry_run:
        drop_sheets(centre=request.centre, actor=request.actor)
        shown["sheet"] = ""
    return shown | {
        "report": report,
        "rejected": report.rejected[:SHOWN],
        "rejected_count": len(report.rejected),
    }


@for_staff("funds.enter")
def template(request: CentreRequest) -> HttpResponse:
    """Give an empty table with the headings that are understood."""
    headings = [names[0] for names in HEADINGS.values()]
    body = write_rows(headings, [], widths=[18] * len(headings), title="收支明细")
    response = HttpResponse(
        body, content_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    )
    response["Content-Disposition"] = 'attachment; filename="funds.xlsx"'
    return response
