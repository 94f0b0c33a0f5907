"""Tasks on the workbench: set one, say how far it is, close it with what shows it."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases.public import open_case
from changlai.foundation.people.public import CentreRequest, for_staff, staff_of
from changlai.governance.workgroup import policies, queries
from changlai.governance.workgroup.actions import counting
from changlai.governance.workgroup.actions import tasks as actions
from changlai.governance.workgroup.forms import FinishForm, GoalForm, ReasonForm, TaskForm
from changlai.governance.workgroup.models import Task
from changlai.governance.workgroup.states import EVIDENCE, TaskState
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.evidence import LINK, UNLINK, chosen, picking
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse, optional_url
from changlai.kernel.records.public import Record

USUAL_AHEAD = timedelta(days=60)


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def _task(request: CentreRequest, pk: UUID) -> Task:
    rows = policies.visible_tasks(request.actor).select_related(
        "goal__group", "owner", "closed_by", "origin", "centre"
    )
    found: Task = get_object_or_404(rows, pk=pk)
    return found


@for_staff(policies.SEE)
def task(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a task; what is counted is counted now, and closes if it is reached."""
    row, trouble, status = _task(request, pk), "", 200
    if request.method == "POST":
        try:
            done = _act(request, row)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, done)
            return redirect(centre_reverse(request.centre, "workgroup:desk_task", pk=pk))
    actor, now = request.actor, timezone.now()
    numbers = counting.numbers_for(request.centre, [row], now)
    if counting.close_met(request.centre, now, [row], numbers):
        messages.info(request, "数到了，这个任务已经自己完成。")
        row = _task(request, pk)
    may_work = row.is_open and policies.may_work(actor, row)
    today = timezone.localdate(now)
    gone = 0
    if row.kept_records:
        there = Record.objects.of(request.centre).filter(pk__in=row.kept_records).count()
        gone = len(row.kept_records) - there
    context = {
        "task": row,
        "trouble": trouble,
        "counted": queries.counted(row, request.centre, numbers.get(row.measure)),
        "may_work": may_work,
        "may_finish": may_work and not row.measure,
        "may_manage": row.is_open and policies.may_manage(actor, request.centre),
        "may_begin": may_work and row.state != TaskState.DOING,
        "is_late": row.is_overdue(today) and policies.may_see_lateness(actor, row),
        "picking": picking(request, row.pk, EVIDENCE),
        "may_link": may_work,
        "kept": len(row.kept_records),
        "gone": gone,
        "origin_url": _page_of(request, row.origin),
    }
    return render(request, "workgroup/desk/task.html", context, status=status)


def _page_of(request: CentreRequest, record: Record | None) -> str:
    if record is None or not record.url_name:
        return ""
    return optional_url(request.centre, record.url_name, pk=record.pk)


def _act(request: CentreRequest, row: Task) -> str:
    verb, key = request.POST.get("verb", ""), chosen(request)
    by: dict[str, Any] = {"centre": request.centre, "task_id": row.pk, "actor": request.actor}
    if verb == "begin":
        actions.begin_task(**by, at=timezone.now())
        return "在做了。"
    if verb == LINK and key:
        actions.link_record(**by, record_id=key, at=timezone.now())
        return "关联上了。"
    if verb == UNLINK and key:
        actions.unlink_record(**by, record_id=key)
        return "拿掉了。"
    raise BadInput


@for_staff(policies.MANAGE)
def add_goal(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Set a goal of a year."""
    row = get_object_or_404(policies.visible_groups(request.actor), pk=pk)
    start = {"year": timezone.localdate().year}
    form, status = GoalForm(request.POST or None, initial=start), 200
    up = centre_reverse(request.centre, "workgroup:desk_group", pk=pk)
    if request.method == "POST" and form.is_valid():
        said = {name: form.cleaned_data[name] for name in ("year", "title", "note")}
        try:
            actions.set_goal(**_who(request), group_id=pk, form_id=form.once, **said)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "目标定下了，接着写任务。")
            return redirect(f"{up}?{urlencode({'year': said['year']})}")
    context = {"form": form, "title": "定一个目标", "button": "定下", "up": up}
    return render(
        request, "workgroup/desk/words.html", context | {"up_title": row.title}, status=status
    )


def _task_form(request: CentreRequest, start: dict[str, Any], also: str = "") -> TaskForm:
    goals = policies.visible_goals(request.actor).filter(group__ended_on__isnull=True)
    return TaskForm(
        request.POST or None,
        initial=start,
        goals=goals.order_by("-year", "made_at"),
        staff=staff_of(request.centre, policies.WORK, at=timezone.now()),
        measures=queries.measure_choices(request.centre, also),
    )


@for_staff(policies.MANAGE)
def add_task(request: CentreRequest) -> HttpResponse:
    """Give a task; another page may lead here with title, goal and origin filled in."""
    start: dict[str, Any] = {"due_on": timezone.localdate() + USUAL_AHEAD}
    for name in ("title", "origin", "goal"):
        if request.GET.get(name):
            start[name] = request.GET[name][:80]
    form, status = _task_form(request, start), 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            made = actions.set_task(
                **_who(request),
                goal_id=said["goal"].pk,
                form_id=form.once,
                wanted=form.wanted(),
                origin_id=said["origin"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "任务定下了。")
            return redirect(centre_reverse(request.centre, "workgroup:desk_task", pk=made.pk))
    origin = _record(request, str(form["origin"].value() or ""))
    context = {"form": form, "origin": origin, "title": "定一个任务"}
    return render(request, "workgroup/desk/task_form.html", context, status=status)


def _record(request: CentreRequest, key: str) -> Record | None:
    try:
        return Record.objects.of(request.centre).filter(pk=UUID(key)).first()
    except ValueError:
        return None


@for_staff(policies.MANAGE)
def change_task(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give a task otherwise while it is open."""
    row = _task(request, pk)
    names = ("title", "due_on", "measure", "comparison", "target")
    start = {name: getattr(row, name) for name in names}
    start |= {"owner": row.owner_id, "goal": row.goal_id}
    form, status = _task_form(request, start, row.measure), 200
    if request.method == "POST" and form.is_valid():
        try:
            actions.change_task(**_who(request), task_id=pk, wanted=form.wanted())
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "workgroup:desk_task", pk=pk))
    context = {"form": form, "task": row, "title": "改任务"}
    return render(request, "workgroup/desk/task_form.html", context, status=status)


def _asked(
    request: CentreRequest,
    pk: UUID,
    form: Any,
    act: Callable[..., Any],
    words: dict[str, Any],
) -> HttpResponse:
    """Ask for what a verb needs, do it, and go back to the task."""
    row, status = _task(request, pk), 200
    up = centre_reverse(request.centre, "workgroup:desk_task", pk=pk)
    if request.method == "POST" and form.is_valid():
        try:
            act(**_who(request), task_id=pk, **form.cleaned_data)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "记下了。")
            return redirect(up)
    context = {"form": form, "up": up, "up_title": row.title} | words
    return render(request, "workgroup/desk/words.html", context, status=status)


@for_staff(policies.WORK)
def finish(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say what came of a task; one that is counted closes itself and says so here."""
    words = {
        "title": "做好了",
        "lead": "先在任务页上关联已有的记录，不用上传。",
        "button": "做好了",
    }
    return _asked(request, pk, FinishForm(request.POST or None), actions.finish_task, words)


@for_staff(policies.WORK)
def block(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say what a task is held up by."""
    words = {"title": "卡住了", "lead": "写清卡在哪里，组长好帮着想办法。", "button": "记下"}
    return _asked(request, pk, ReasonForm(request.POST or None), actions.block_task, words)


@for_staff(policies.MANAGE)
def drop(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give a task up for good, after asking."""
    words = {
        "title": "这个任务不做了吗",
        "lead": "不做了就不能恢复，记录还在。",
        "button": "不做了",
        "is_danger": True,
    }
    return _asked(request, pk, ReasonForm(request.POST or None), actions.drop_task, words)


@for_staff(policies.MANAGE)
def decisions(request: CentreRequest) -> HttpResponse:
    """List what meetings decided; each becomes a task or an issue with one press."""
    words, trouble, status = words_of(request), "", 200
    if request.method == "POST":
        record = _record(request, request.POST.get("record", ""))
        try:
            return redirect(_open_issue(request, record))
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
    page = page_of(request, queries.decided(request.centre, words), 30)
    context = {
        "page": page,
        "lines": queries.decisions(request.centre, page.object_list),
        "words": words,
        "trouble": trouble,
    }
    return render(request, "workgroup/desk/decisions.html", context, status=status)


def _open_issue(request: CentreRequest, record: Record | None) -> str:
    if record is None or record.kind != queries.DECISION:
        raise BadInput("没有找到会上定的这件事。")
    case = open_case(
        **_who(request),
        kind="issue",
        title=record.title[:80],
        text=record.title,
        channel="online",
        origin_id=record.pk,
        form_id=record.pk,
    ).case
    messages.success(request, f"记成了要整改的问题，编号{case.number}。")
    return optional_url(request.centre, case.rules.url_name, pk=case.pk) or request.path
