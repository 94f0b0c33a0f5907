"""Work groups on the workbench: who answers for what, and the plan of a year."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff, staff_of
from changlai.governance.workgroup import policies, queries
from changlai.governance.workgroup.actions import counting
from changlai.governance.workgroup.actions import groups as actions
from changlai.governance.workgroup.forms import GroupForm, MemberForm, ReasonForm
from changlai.governance.workgroup.models import WorkGroup
from changlai.governance.workgroup.states import SET_UP
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.evidence import LINK, UNLINK, chosen, picking
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

EXTRA_ROWS = 3
MOST_ROWS = actions.MOST_MEMBERS + EXTRA_ROWS


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def _group(request: CentreRequest, pk: UUID) -> WorkGroup:
    rows = policies.visible_groups(request.actor).select_related("head", "centre")
    found: WorkGroup = get_object_or_404(rows, pk=pk)
    return found


@for_staff(policies.SEE)
def listing(request: CentreRequest) -> HttpResponse:
    """List the work groups, those that ended last."""
    rows = policies.visible_groups(request.actor).select_related("head")
    context = {
        "page": page_of(request, rows.order_by("-ended_on", "-set_up_on", "-id")),
        "today": timezone.localdate(),
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "workgroup/desk/groups.html", context)


@for_staff(policies.SEE)
def group(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a group with its members and the plan of a year; what is reached closes on view."""
    row, trouble, status = _group(request, pk), "", 200
    if request.method == "POST":
        try:
            _act(request, row)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            back = centre_reverse(request.centre, "workgroup:desk_group", pk=pk)
            return redirect(f"{back}#evidence")
    actor, now = request.actor, timezone.now()
    known = queries.goals_of(actor, row)
    years = queries.years_of(known)
    year = _year(request, years)
    plan = queries.plan(actor, known, year)
    tasks = [one for _, rows in plan for one in rows]
    numbers = counting.numbers_for(request.centre, tasks, now)
    if counting.close_met(request.centre, now, tasks, numbers):
        messages.info(request, "有任务数到了，已经自己完成。")
        plan = queries.plan(actor, known, year)
    today = timezone.localdate(now)
    goals = [
        (
            goal,
            [
                (
                    one,
                    queries.counted(one, request.centre, numbers.get(one.measure)),
                    one.is_overdue(today) and policies.may_see_lateness(actor, one),
                )
                for one in rows
            ],
        )
        for goal, rows in plan
    ]
    context = {
        "group": row,
        "members": row.members.select_related("account").order_by("order"),
        "goals": goals,
        "year": year,
        "years": years,
        "trouble": trouble,
        "is_live": row.is_live(today),
        "may_manage": policies.may_manage(actor, request.centre) and row.ended_on is None,
        "picking": picking(request, row.pk, SET_UP),
        "may_link": policies.may_manage(actor, request.centre) and row.ended_on is None,
        "evidence_title": "成立的会议或文件",
    }
    return render(request, "workgroup/desk/group.html", context, status=status)


def _year(request: CentreRequest, years: list[int]) -> int:
    asked = request.GET.get("year", "")
    if asked.isascii() and asked.isdigit() and len(asked) == 4:
        return int(asked)
    this = timezone.localdate().year
    return this if this in years or not years else years[0]


def _act(request: CentreRequest, row: WorkGroup) -> None:
    verb, key = request.POST.get("verb", ""), chosen(request)
    by: dict[str, Any] = {"centre": request.centre, "group_id": row.pk, "actor": request.actor}
    if verb == LINK and key:
        actions.link_set_up(**by, record_id=key, at=timezone.now())
    elif verb == UNLINK and key:
        actions.unlink_set_up(**by, record_id=key)
    else:
        raise BadInput


def _members(request: CentreRequest, row: WorkGroup | None) -> list[MemberForm]:
    """Return a form for each member and a few empty ones; posted ones as they were typed."""
    staff = staff_of(request.centre, at=timezone.now())
    if request.method == "POST":
        asked = request.POST.get("rows", "")
        count = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else 0
        count = min(count, MOST_ROWS)
        return [MemberForm(request.POST, prefix=str(n), staff=staff) for n in range(count)]
    names = ("name", "post", "duty")
    kept = row.members.order_by("order") if row else []
    starts: list[dict[str, Any]] = [
        {name: getattr(one, name) for name in names} | {"account": one.account_id} for one in kept
    ]
    starts += [{} for _ in range(EXTRA_ROWS)]
    return [MemberForm(prefix=str(n), initial=start, staff=staff) for n, start in enumerate(starts)]


def _said(form: GroupForm, rows: list[MemberForm]) -> dict[str, Any]:
    names = ("title", "head", "set_up_on", "term_from", "term_until", "document")
    said = {name: form.cleaned_data[name] for name in names}
    return said | {"members": [one.member() for one in rows if one.is_kept]}


def _edit(request: CentreRequest, row: WorkGroup | None) -> HttpResponse:
    heads = staff_of(request.centre, policies.MANAGE, at=timezone.now())
    names = ("title", "set_up_on", "term_from", "term_until", "document")
    start = {name: getattr(row, name) for name in names} | {"head": row.head_id} if row else None
    form = GroupForm(request.POST or None, initial=start, heads=heads)
    rows, status = _members(request, row), 200
    if request.method == "POST" and all([form.is_valid(), *(one.is_valid() for one in rows)]):
        said = _said(form, rows)
        try:
            if row is None:
                row = actions.set_up_group(**_who(request), form_id=form.once, **said)
            else:
                actions.change_group(**_who(request), group_id=row.pk, **said)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "保存好了。")
            return redirect(centre_reverse(request.centre, "workgroup:desk_group", pk=row.pk))
    context = {"group": row, "form": form, "rows": rows, "count": len(rows)}
    return render(request, "workgroup/desk/group_form.html", context, status=status)


@for_staff(policies.MANAGE)
def add(request: CentreRequest) -> HttpResponse:
    """Set up a work group."""
    return _edit(request, None)


@for_staff(policies.MANAGE)
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a work group and who answers for what."""
    return _edit(request, _group(request, pk))


@for_staff(policies.MANAGE)
def end(request: CentreRequest, pk: UUID) -> HttpResponse:
    """End a group, after asking."""
    row = _group(request, pk)
    form, status = ReasonForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_group(**_who(request), group_id=pk, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "撤销了，以前的分工和任务还能看。")
            return redirect(centre_reverse(request.centre, "workgroup:desk_group", pk=pk))
    context = {
        "form": form,
        "title": f"要撤销“{row.title}”吗",
        "lead": "撤销以后不能再加目标和任务，也不能恢复；以前的都还能看。",
        "button": "撤销",
        "is_danger": True,
        "up": centre_reverse(request.centre, "workgroup:desk_group", pk=pk),
        "up_title": row.title,
    }
    return render(request, "workgroup/desk/words.html", context, status=status)


@for_staff(policies.SEE)
def sheet(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print who answers for what, to hang up."""
    row = _group(request, pk)
    context = {"group": row, "members": row.members.order_by("order")}
    return render(request, "workgroup/desk/group_sheet.html", context)


@for_staff(policies.SEE)
def plan(request: CentreRequest, pk: UUID, year: int) -> HttpResponse:
    """Print the plan of a year; lateness stands on no paper."""
    row = _group(request, pk)
    goals = [
        (goal, [(one, queries.counted(one, request.centre, None)) for one in rows])
        for goal, rows in queries.plan(request.actor, queries.goals_of(request.actor, row), year)
    ]
    return render(
        request, "workgroup/desk/plan_sheet.html", {"group": row, "year": year, "goals": goals}
    )
