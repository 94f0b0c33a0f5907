"""Writing on the desk: choose the item and the period, text and lines, lines out of a sheet."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.engines.content.public import Version
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.disclosure import policies
from changlai.halls.disclosure.actions import drafting
from changlai.halls.disclosure.forms.writing import (
    DisclosureForm,
    PeriodForm,
    SheetForm,
    line_set,
)
from changlai.halls.disclosure.models import DisclosureItem
from changlai.halls.disclosure.periods import period_named
from changlai.halls.disclosure.queries.due import dues
from changlai.halls.disclosure.queries.signing import with_parts
from changlai.halls.disclosure.sheets import blank_sheet, read_pasted, read_sheet
from changlai.halls.disclosure.states import Category
from changlai.halls.disclosure.views.desk_due import who
from changlai.halls.disclosure.views.desk_one import disclosure_of
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@for_staff(policies.WRITE)
def new(request: CentreRequest) -> HttpResponse:
    """Begin a disclosure: first which item, then for which period and what it says."""
    rows = policies.visible_items(request.actor).filter(is_active=True).order_by("order", "id")
    key = request.GET.get("item", "")
    item = rows.filter(pk=key).first() if _is_key(key) else None
    if item is None:
        blocks = [
            (label, [one for one in rows if one.category == code])
            for code, label in Category.choices
        ]
        return render(request, "disclosure/desk/choose.html", {"blocks": blocks})
    return _new(request, item)


def _new(request: CentreRequest, item: DisclosureItem) -> HttpResponse:
    today = timezone.localdate()
    open_ones = [
        one
        for one in dues(request.centre, today)
        if one.item.pk == item.pk and one.disclosure is None
    ]
    periods = [(one.period.code, one.period.label) for one in open_ones]
    asked = period_named(request.GET.get("period", ""))
    started: dict[str, Any] = {"day": today}
    if asked is not None:
        started["period"] = asked.code
    title = f"{asked.label}{item.title}" if asked else item.title
    typed = request.POST or None
    period = PeriodForm(typed, item=item, periods=periods, initial=started)
    form = DisclosureForm(typed, item=item, initial={"title": title[:60]})
    more = "more" in request.POST
    lines = line_set(typed, more=more)
    status = 200
    if request.method == "POST" and not more:
        good = [period.is_valid(), form.is_valid(), lines.is_valid()]
        if all(good):
            try:
                row = drafting.begin_disclosure(
                    **who(request),
                    item_id=item.pk,
                    period=period.code(),
                    wording=form.wording(),
                    lines=lines.lines(),
                    form_id=form.once,
                )
            except RuleBroken as error:
                form.add_error(None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
            else:
                messages.success(request, "草稿存好了，还没有公开。")
                return redirect(centre_reverse(request.centre, "disclosure:desk_one", pk=row.pk))
    context = {
        "item": item,
        "period": period,
        "form": form,
        "lines": lines,
        "is_more": more,
        "nothing_open": "period" in period.fields and not periods,
    }
    return render(request, "disclosure/desk/edit.html", context, status=status)


@for_staff(policies.WRITE)
def edit(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change text and lines; what is public gets a next version by that."""
    row = disclosure_of(request, pk)
    version = _newest(request, row)
    typed = request.POST or None
    more = "more" in request.POST
    form = DisclosureForm(typed, item=row.item, version=version)
    lines = line_set(typed, version.disclosure_lines.all(), more=more)
    status = 200
    if request.method == "POST" and not more and all([form.is_valid(), lines.is_valid()]):
        try:
            drafting.change_disclosure(
                **who(request), disclosure_id=pk, wording=form.wording(), lines=lines.lines()
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "存好了。改过的要重新审核。")
            return redirect(centre_reverse(request.centre, "disclosure:desk_one", pk=pk))
    context = {
        "item": row.item,
        "row": row,
        "version": version,
        "form": form,
        "lines": lines,
        "is_more": more,
        "was_signed": version.is_open and version.sign_offs.all(),
    }
    return render(request, "disclosure/desk/edit.html", context, status=status)


def _newest(request: CentreRequest, row: Any) -> Any:
    rows = Version.objects.of(request.centre).filter(piece_id=row.piece_id)
    return with_parts(rows).order_by("-number").first()


@for_staff(policies.WRITE)
def lines_in(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Read lines out of a sheet: look first, then put them in the place of those that stand."""
    row = disclosure_of(request, pk)
    form, status = SheetForm(request.POST or None, request.FILES or None), 200
    read = None
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            read = read_sheet(said["file"]) if said.get("file") else read_pasted(said["pasted"])
            if "keep" in request.POST and not read.troubles:
                drafting.put_lines(**who(request), disclosure_id=pk, lines=read.lines)
                messages.success(request, f"{len(read.lines)}行放进去了。")
                return redirect(centre_reverse(request.centre, "disclosure:desk_one", pk=pk))
            if not read.lines and not read.troubles:
                form.add_error(None, "没有读到内容。")
        except RuleBroken as error:
            read = None
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
    context = {"row": row, "form": form, "read": read, "version": _newest(request, row)}
    return render(request, "disclosure/desk/lines_in.html", context, status=status)


@for_staff(policies.WRITE)
def blank(request: CentreRequest) -> HttpResponse:
    """Give an empty sheet for lines."""
    response = HttpResponse(blank_sheet(), content_type=XLSX)
    response["Content-Disposition"] = 'attachment; filename="lines.xlsx"'
    return response


def _is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
