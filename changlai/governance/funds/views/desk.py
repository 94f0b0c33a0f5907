"""The village's money on the workbench: what there is, the lines, sources, projects, months."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.ledger.public import Sums
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.funds import policies
from changlai.governance.funds.actions.publishing import publish_month
from changlai.governance.funds.actions.sources import (
    link_project,
    put_project,
    put_source,
    unlink_project,
)
from changlai.governance.funds.forms import ProjectForm, SourceForm
from changlai.governance.funds.models import FundPlan, Voucher
from changlai.governance.funds.queries import months as months_of
from changlai.governance.funds.queries import overview as money
from changlai.governance.funds.states import PROJECT_ROLE, Purpose, VoucherState, month_words
from changlai.governance.funds.views.trying import tried, who
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.evidence import LINK, UNLINK, chosen, picking
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse


def month_typed(typed: str) -> date | None:
    """Return the month an address names (2026-03), None for anything else."""
    year, _, month = typed.partition("-")
    try:
        return date(int(year), int(month), 1) if len(typed) == 7 else None
    except ValueError:
        return None


@for_staff("funds.see")
def overview(request: CentreRequest) -> HttpResponse:
    """Show every source with what is left, the projects, and what waits."""
    actor, centre = request.actor, request.centre
    sources = list(policies.visible_sources(actor).order_by("made_at", "id"))
    sums = money.sums_of_sources(policies.visible_entries(actor))
    kinds = money.overview(sources, sums)
    projects = policies.visible_projects(actor).order_by("-made_at", "-id")[:20]
    waiting = Voucher.objects.of(centre).filter(state=VoucherState.DRAFTED)
    context = {
        "kinds": kinds,
        "total": sum((one.sums for one in kinds), Sums()),
        "projects": money.project_views(centre, projects),
        "waiting": waiting.count(),
        "months": months_of.months_waiting(centre, timezone.now()),
        "may_enter": policies.may_enter(actor, centre),
        "may_sign": actor.can(policies.SIGN),
        "may_publish": policies.may_publish(actor, centre),
    }
    return render(request, "funds/desk/overview.html", context)


@for_staff("funds.see")
def lines(request: CentreRequest) -> HttpResponse:
    """List the booked lines by words, source, side, purpose and month."""
    words, typed = words_of(request), request.GET
    sources = list(policies.visible_sources(request.actor).order_by("made_at", "id"))
    source = next((str(one.pk) for one in sources if str(one.pk) == typed.get("source")), "")
    side = typed.get("side", "") if typed.get("side") in {"in", "out"} else ""
    purpose = typed.get("purpose", "") if typed.get("purpose") in Purpose.values else ""
    month = month_typed(typed.get("month", ""))
    rows = money.found_entries(
        policies.visible_entries(request.actor),
        words=words,
        source=source,
        side=side,
        purpose=purpose,
        month=month,
    )
    context = {
        "page": page_of(request, rows),
        "words": words,
        "source": source,
        "sources": sources,
        "side": side,
        "purpose": purpose,
        "purposes": Purpose.choices,
        "month": typed.get("month", "") if month else "",
        "is_narrowed": bool(words or source or side or purpose or month),
        "may_enter": policies.may_enter(request.actor, request.centre),
    }
    return render(request, "funds/desk/lines.html", context)


@for_staff("funds.see")
def source(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one source: its paper, what came, went and is left, and its lines."""
    row = get_object_or_404(policies.visible_sources(request.actor), pk=pk)
    entries = policies.visible_entries(request.actor).filter(source_id=pk)
    sums = money.sums_of_sources(entries).get(pk, Sums())
    context = {
        "view": money.SourceView(row, sums),
        "source": row,
        "page": page_of(request, money.found_entries(entries), 30),
        "may_enter": policies.may_enter(request.actor, request.centre),
    }
    return render(request, "funds/desk/source.html", context)


@for_staff("funds.enter")
def source_add(request: CentreRequest) -> HttpResponse:
    """Write down a source of money."""
    return _source_form(request, None)


@for_staff("funds.enter")
def source_change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what a source is called, stands on, or may be used for."""
    return _source_form(request, get_object_or_404(policies.visible_sources(request.actor), pk=pk))


def _source_form(request: CentreRequest, row: Any) -> HttpResponse:
    form, status = SourceForm(request.POST or None, source=row), 200
    if request.method == "POST" and form.is_valid():
        done, status = tried(
            form,
            lambda: put_source(
                words=form.typed(),
                form_id=form.once,
                source_id=row.pk if row else None,
                **who(request),
            ),
        )
        if done is not None:
            messages.success(request, "记好了。")
            return redirect(centre_reverse(request.centre, "funds:desk_source", pk=done.pk))
    context = {"form": form, "source": row}
    return render(request, "funds/desk/source_form.html", context, status=status)


@for_staff("funds.see")
def project(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a project: budget and spending by purpose, what it is about, its lines."""
    row = get_object_or_404(policies.visible_projects(request.actor), pk=pk)
    trouble, status = "", 200
    verb = request.POST.get("verb", "")
    if request.method == "POST":
        record_id = chosen(request)
        try:
            if record_id is not None and verb == LINK:
                link_project(project_id=pk, record_id=record_id, **who(request))
            elif record_id is not None and verb == UNLINK:
                unlink_project(
                    centre=request.centre, project_id=pk, record_id=record_id, actor=request.actor
                )
        except RuleBroken as error:
            trouble, status = error.sentence, 409
        else:
            return redirect(centre_reverse(request.centre, "funds:desk_project", pk=pk))
    entries = policies.visible_entries(request.actor).filter(project_id=pk)
    context = {
        "view": money.project_views(request.centre, [row])[0],
        "project": row,
        "trouble": trouble,
        "page": page_of(request, money.found_entries(entries), 30),
        "picking": picking(request, pk, PROJECT_ROLE),
        "may_link": policies.may_enter(request.actor, request.centre),
    }
    return render(request, "funds/desk/project.html", context, status=status)


@for_staff("funds.enter")
def project_add(request: CentreRequest) -> HttpResponse:
    """Write down a project with its budget."""
    return _project_form(request, None)


@for_staff("funds.enter")
def project_change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a project or its budget."""
    rows = policies.visible_projects(request.actor)
    return _project_form(request, get_object_or_404(rows, pk=pk))


def _project_form(request: CentreRequest, row: Any) -> HttpResponse:
    plans: dict[str, int] = {}
    if row is not None:
        found = FundPlan.objects.of(request.centre).filter(project=row)
        plans = dict(found.values_list("purpose", "cents"))
    form, status = ProjectForm(request.POST or None, project=row, plans=plans), 200
    if request.method == "POST" and form.is_valid():
        done, status = tried(
            form,
            lambda: put_project(
                words=form.typed(),
                form_id=form.once,
                project_id=row.pk if row else None,
                **who(request),
            ),
        )
        if done is not None:
            messages.success(request, "记好了。")
            return redirect(centre_reverse(request.centre, "funds:desk_project", pk=done.pk))
    context = {"form": form, "project": row}
    return render(request, "funds/desk/project_form.html", context, status=status)


@for_staff("funds.see")
def months(request: CentreRequest) -> HttpResponse:
    """List the published months; show the next one as it would stand, and publish it."""
    centre, now = request.centre, timezone.now()
    trouble, status = "", 200
    if request.method == "POST":
        month = month_typed(request.POST.get("month", ""))
        try:
            if month is not None:
                publish_month(month=month, **who(request))
                messages.success(request, f"{month_words(month)}的收支公开了。")
            return redirect(centre_reverse(centre, "funds:desk_months"))
        except RuleBroken as error:
            trouble, status = error.sentence, 409
    waiting = months_of.months_waiting(centre, now)
    following = waiting[0] if waiting else None
    drafted = Voucher.objects.of(centre).filter(state=VoucherState.DRAFTED)
    context = {
        "page": page_of(request, policies.published_months(centre), 24),
        "next": months_of.month_view(centre, following) if following else None,
        "next_title": month_words(following) if following else "",
        "others": [month_words(one) for one in waiting[1:]],
        "due": months_of.due_day(following) if following else None,
        "is_late": bool(following and timezone.localdate(now) > months_of.due_day(following)),
        "drafted": drafted.count(),
        "may_publish": policies.may_publish(request.actor, centre),
        "trouble": trouble,
    }
    return render(request, "funds/desk/months.html", context, status=status)
