"""Checklists on the workbench: what is asked, look over the centre, what is missing."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.checklists import actions, policies, queries
from changlai.governance.checklists.forms import AnswerForm, ItemForm, StartForm, TitleForm
from changlai.governance.checklists.models import ChecklistVersion, Run, RunLine
from changlai.governance.checklists.states import RunState, Verdict
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse, optional_url

EXTRA_ROWS = 3


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


@for_staff(policies.SEE)
def checklists(request: CentreRequest) -> HttpResponse:
    """List the lists and the runs, the newest first."""
    context = {
        "checklists": policies.visible_checklists(request.actor).filter(is_active=True),
        "page": page_of(request, queries.runs_listed(request.actor), 20),
    }
    return render(request, "checklists/desk/checklists.html", context)


@for_staff(policies.SEE)
def checklist(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what a list asks, with the source of each item, and begin a run by it."""
    row = get_object_or_404(policies.visible_checklists(request.actor), pk=pk)
    form, trouble, status = StartForm(request.POST or None), "", 200
    if request.method == "POST" and form.is_valid():
        try:
            begun = actions.start_run(**_who(request), checklist_id=pk, form_id=form.once)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "系统能数的都数好了，剩下的请去看一看。")
            return redirect(centre_reverse(request.centre, "checklists:desk_run", pk=begun.pk))
    version = queries.newest_version(row)
    items = version.items.order_by("order") if version else []
    context = {
        "checklist": row,
        "version": version,
        "groups": queries.by_group(items, request.centre),
        "form": form,
        "trouble": trouble,
        "may_fill": policies.may_fill(request.actor, request.centre),
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "checklists/desk/checklist.html", context, status=status)


def _rows_of(request: CentreRequest, version: ChecklistVersion | None) -> list[ItemForm]:
    """Return a form for each item and a few empty ones; posted ones as they were typed."""
    items = list(version.items.order_by("order")) if version else []
    measures = queries.measure_choices(request.centre, [one.measure for one in items])
    if request.method == "POST":
        count = min(int(_digits(request.POST.get("rows", ""))), actions.MOST_ITEMS + EXTRA_ROWS)
        return [ItemForm(request.POST, prefix=str(n), measures=measures) for n in range(count)]
    names = ("group", "text", "measure", "comparison", "target")
    starts: list[dict[str, Any]] = [{n: getattr(one, n) for n in names} for one in items]
    starts += [{} for _ in range(EXTRA_ROWS)]
    return [
        ItemForm(prefix=str(n), initial=start, measures=measures) for n, start in enumerate(starts)
    ]


def _digits(text: str) -> str:
    return text if text.isascii() and text.isdigit() and len(text) < 4 else "0"


@for_staff(policies.MANAGE)
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what a list asks; that is a new version, and runs made before keep theirs."""
    row = get_object_or_404(policies.visible_checklists(request.actor), pk=pk)
    version = queries.newest_version(row)
    start = {"title": row.title, "based_on": version.number if version else 0}
    head, rows = TitleForm(request.POST or None, initial=start), _rows_of(request, version)
    status = 200
    if request.method == "POST" and all([head.is_valid(), *(one.is_valid() for one in rows)]):
        try:
            made = actions.put_version(
                **_who(request),
                code=row.code,
                lines=[one.line() for one in rows if one.is_kept],
                **head.cleaned_data,
            )
        except RuleBroken as error:
            head.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, f"第{made.number}版从现在起用；以前的对照还是原来的样子。")
            return redirect(centre_reverse(request.centre, "checklists:desk_checklist", pk=pk))
    context = {"checklist": row, "head": head, "rows": rows, "count": len(rows)}
    return render(request, "checklists/desk/change.html", context, status=status)


def _run(request: CentreRequest, pk: UUID) -> Run:
    rows = policies.visible_runs(request.actor).select_related(
        "version__checklist", "started_by", "centre"
    )
    found: Run = get_object_or_404(rows, pk=pk)
    return found


def _lines(run: Run) -> Any:
    rows = RunLine.objects.of(run.centre_id).filter(run=run)
    return rows.select_related("answered_by", "issue_case__kind_version").order_by("order")


@for_staff(policies.SEE)
def run(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a run: what the house counted, what somebody saw, and an issue for each gap."""
    row = _run(request, pk)
    trouble, status = "", 200
    verb = request.POST.get("verb", "")
    if request.method == "POST":
        try:
            address = _act(request, row, verb)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            return redirect(address or centre_reverse(request.centre, "checklists:desk_run", pk=pk))
    lines = list(_lines(row))
    typed = request.POST if trouble and verb != "issue" else None
    is_open = row.state == RunState.OPEN and policies.may_fill(request.actor, request.centre)
    groups = [
        (name, [(one, _answer(one.row, typed) if is_open else None) for one in shown])
        for name, shown in queries.by_group(lines, request.centre)
    ]
    verdicts = [one.verdict for one in lines]
    context = {
        "run": row,
        "groups": groups,
        "trouble": trouble,
        "is_open": is_open,
        "may_fill": policies.may_fill(request.actor, request.centre),
        "sums": [(one.label, verdicts.count(one.value)) for one in Verdict],
        "gaps": verdicts.count(Verdict.GAP),
        "left": verdicts.count(Verdict.OPEN),
        "confirm": request.GET.get("confirm", "") if is_open else "",
    }
    return render(request, "checklists/desk/run.html", context, status=status)


def _answer(line: RunLine, typed: Any) -> AnswerForm | None:
    """Return the form of an item that somebody looks at; what the house counts has none."""
    if line.is_auto:
        return None
    said = {"verdict": line.verdict if line.verdict != Verdict.OPEN else "", "note": line.note}
    return AnswerForm(typed, prefix=str(line.pk), initial=said)


def _act(request: CentreRequest, row: Run, verb: str) -> str:
    who = _who(request)
    if verb == "issue":
        line = get_object_or_404(_lines(row), pk=_key(request.POST.get("line", "")))
        case = actions.open_gap_issue(**who, line_id=line.pk)
        messages.success(request, f"记成了要整改的问题，编号{case.number}。")
        return optional_url(request.centre, case.rules.url_name, pk=case.pk)
    if verb in {"save", "finish"}:
        answers = {}
        for line in _lines(row):
            key = f"{line.pk}-verdict"
            if request.POST.get(key):
                note = request.POST.get(f"{line.pk}-note", "")
                answers[line.pk] = (request.POST[key], note)
        if answers or verb == "save":
            actions.answer_items(**who, run_id=row.pk, answers=answers)
        if verb == "finish":
            actions.finish_run(**who, run_id=row.pk)
            messages.success(request, "对照完了，差距可以一项一项去整改。")
        else:
            messages.success(request, "记下了。")
        return ""
    raise BadInput


def _key(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@for_staff(policies.SEE)
def sheet(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print a run: to go round with a pen, or to hang up what was found."""
    row = _run(request, pk)
    context = {"run": row, "groups": queries.by_group(_lines(row), request.centre)}
    return render(request, "checklists/desk/sheet.html", context)
