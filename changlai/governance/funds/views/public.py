"""What everyone reads of the village's money: months line by line, projects, and questions."""

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import (
    CentreRequest,
    for_residents,
    open_to_all,
    person_for,
)
from changlai.governance.funds import policies
from changlai.governance.funds.actions.asking import ask_about, quoted
from changlai.governance.funds.forms import AskForm
from changlai.governance.funds.models import PublishedMonth
from changlai.governance.funds.queries import months as months_of
from changlai.governance.funds.queries.lines import public_entries, with_all
from changlai.governance.funds.queries.overview import project_views
from changlai.governance.funds.views.desk import month_typed
from changlai.governance.funds.views.trying import tried
from changlai.kernel.pages.paging import page_of, page_onward
from changlai.kernel.pages.routes import centre_reverse, optional_url

SHOWN_MONTHS = 60


def _chosen(request: CentreRequest, rows: list[PublishedMonth]) -> PublishedMonth | None:
    """Return the month an address names, else the newest; a month not published is not there."""
    typed = request.GET.get("month", "")
    if not typed:
        return rows[0] if rows else None
    month = month_typed(typed)
    found = next((one for one in rows if one.month == month), None)
    if found is None:
        raise Http404
    return found


def _month_page(request: CentreRequest, template: str) -> HttpResponse:
    rows = list(policies.published_months(request.centre)[:SHOWN_MONTHS])
    month = _chosen(request, rows)
    context: dict[str, Any] = {"month": month, "months": rows}
    if month is not None:
        context["view"] = months_of.month_view(request.centre, month.month)
    return render(request, template, context)


@open_to_all
def months(request: CentreRequest) -> HttpResponse:
    """Show a published month: what there was, came, went and is left, line by line."""
    return _month_page(request, "funds/public/month.html")


@open_to_all
def month_print(request: CentreRequest) -> HttpResponse:
    """Give the month as a sheet of A3 for the wall."""
    return _month_page(request, "funds/paper/month.html")


@open_to_all
def projects(request: CentreRequest) -> HttpResponse:
    """List the projects with budget and what they cost so far."""
    rows = policies.public_projects(request.centre).order_by("-made_at", "-id")
    page = page_onward(request, rows, 20)
    public = public_entries(request.centre)
    context = {
        "page": page,
        "views": project_views(request.centre, page.object_list, entries=public),
    }
    return render(request, "funds/public/projects.html", context)


@open_to_all
def project(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a project: budget and spending by purpose, and its published lines."""
    row = get_object_or_404(policies.public_projects(request.centre), pk=pk)
    public = public_entries(request.centre)
    rows = public.filter(project=row)
    page = page_of(request, with_all(rows).order_by("entry__occurred_on", "id"), 30)
    context = {
        "project": row,
        "view": project_views(request.centre, [row], entries=public)[0],
        "page": page,
        "lines": months_of.shown_lines(request.centre, page.object_list),
    }
    return render(request, "funds/public/project.html", context)


@open_to_all
def line(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one line with what was asked about it and answered in public."""
    row = get_object_or_404(with_all(public_entries(request.centre)), pk=pk)
    answers = months_of.answers_about(request.centre, [row.pk]).get(row.pk, [])
    context = {
        "line": row,
        "party": row.voucher.shown_party,
        "decision": row.decision_title or "",
        "answers": answers,
    }
    return render(request, "funds/public/line.html", context)


@for_residents
def ask(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask about a line that is quoted; the question goes the way of every voice."""
    row = get_object_or_404(with_all(public_entries(request.centre)), pk=pk)
    form, status = AskForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        channel = request.actor.channel
        opened, status = tried(
            form,
            lambda: ask_about(
                centre=request.centre,
                line_id=row.pk,
                question=form.cleaned_data["question"],
                may_publish=form.cleaned_data["may_publish"],
                actor=request.actor,
                person=person_for(request.actor),
                at=timezone.now(),
                form_id=form.once,
                channel=channel if channel in {"counter", "phone", "visit"} else "online",
            ),
        )
        if opened is not None:
            here = centre_reverse(request.centre, "funds:line", pk=row.pk)
            return redirect(optional_url(request.centre, "voices:case", pk=opened.case.pk) or here)
    context = {"form": form, "line": row, "quote": quoted(row)}
    return render(request, "funds/public/ask.html", context, status=status)
