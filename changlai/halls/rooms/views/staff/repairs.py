"""Repairs on the workbench: what is broken, the next step, the room closed meanwhile."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import RUNNING, Verb
from changlai.foundation.people.public import CentreRequest, choosing, for_staff, staff_of
from changlai.foundation.places.public import visible_rooms
from changlai.halls.rooms.actions.repairs import (
    accept_repair,
    close_for_repair,
    finish_repair,
    report_fault,
)
from changlai.halls.rooms.forms.things import (
    CloseRoomForm,
    ColleagueForm,
    CounterFaultForm,
    LaterForm,
    MendedForm,
    RoomFaultForm,
    WordsForm,
)
from changlai.halls.rooms.models import Repair
from changlai.halls.rooms.queries.things import repairs
from changlai.halls.rooms.repairs import DONE_WORDS
from changlai.halls.rooms.views.resident.faults import (
    keep_photo,
    kept_files,
    signed_files,
    things_of,
)
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.files.public import file_url
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

Who = dict[str, Any]
MAIN = (Verb.ACCEPT, Verb.START, Verb.ANSWER, Verb.CLOSE)


@dataclass(frozen=True)
class StepPage:
    """How a step on a repair is asked for, and the action it calls."""

    form: type[django_forms.Form]
    act: Callable[[Who, dict[str, Any]], Any]
    hint: str = ""


STEPS: dict[str, StepPage] = {
    Verb.ACCEPT: StepPage(
        django_forms.Form,
        lambda who, said: accept_repair(**who),
        "接修后由您负责，东西先标成“坏了，待修”，不再借出。",
    ),
    Verb.ASSIGN: StepPage(
        ColleagueForm,
        lambda who, said: cases.assign_case(**who, handler=said["account"], note=said["text"]),
    ),
    Verb.START: StepPage(django_forms.Form, lambda who, said: cases.start_case(**who)),
    Verb.ANSWER: StepPage(MendedForm, lambda who, said: finish_repair(**who, **said)),
    Verb.EXTEND: StepPage(
        LaterForm,
        lambda who, said: cases.extend_case(
            **who, working_days=said["working_days"], reason=said["text"]
        ),
        "只能延一次，要在到期以前。",
    ),
    Verb.REFUSE: StepPage(
        WordsForm,
        lambda who, said: cases.refuse_case(**who, reason=said["text"]),
        "写明为什么不修，报修的人会看到。",
    ),
    Verb.CLOSE: StepPage(django_forms.Form, lambda who, said: cases.close_case(**who)),
    Verb.NOTE: StepPage(
        WordsForm,
        lambda who, said: cases.note_case(**who, note=said["text"]),
        "只有工作人员看得到。",
    ),
}


def _find(request: CentreRequest, pk: UUID) -> Repair:
    return get_object_or_404(repairs(request.actor), case_id=pk)


@for_staff("rooms.see")
def listing(request: CentreRequest) -> HttpResponse:
    """List what is broken; what is mended stands behind a tab."""
    shows_all = request.GET.get("show") == "all"
    rows = repairs(request.actor)
    if not shows_all:
        rows = rows.filter(case__state_type__in=RUNNING)
    context = {"page": page_of(request, rows), "shows_all": shows_all, "now": timezone.now()}
    return render(request, "rooms/desk/repairs.html", context)


@for_staff("rooms.see")
def repair(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a repair: what was said, the clock, the steps, the way so far."""
    row = _find(request, pk)
    case, actor = row.case, request.actor
    verbs = [verb for verb in dict.fromkeys(cases.steps_for(actor, case)) if verb in STEPS]
    first = next((verb for verb in MAIN if verb in verbs), None)
    labels = {step.code: step.label for step in case.rules.workflow.steps}
    files = case.files.filter(centre_id=case.centre_id).select_related("file").order_by("at")
    context = {
        "repair": row,
        "case": case,
        "now": timezone.now(),
        "first": {"code": first, "label": labels[first]} if first else None,
        "others": [{"code": verb, "label": labels[verb]} for verb in verbs if verb != first],
        "may_close_room": actor.can("places.manage") and row.room_id and case.is_running,
        "photos": [(one.file, file_url(one.file)) for one in files],
        "items": [
            {
                "title": labels.get(line.verb, line.title),
                "at": line.at,
                "who": line.who,
                "text": line.note,
            }
            for line in reversed(cases.timeline(case))
        ],
    }
    return render(request, "rooms/desk/repair.html", context)


def _form(request: CentreRequest, verb: str) -> Any:
    data = request.POST if request.method == "POST" else None
    page = STEPS[verb]
    if page.form is ColleagueForm:
        staff = staff_of(request.centre, "rooms.handle", at=timezone.now())
        return ColleagueForm(data, staff=staff)
    return page.form(data)


@for_staff("rooms.see")
def step(request: CentreRequest, pk: UUID, verb: str) -> HttpResponse:
    """Ask for what a step needs, take it, and go back to the repair."""
    row = _find(request, pk)
    if verb not in STEPS:
        raise Http404
    case, page, form = row.case, STEPS[verb], _form(request, verb)
    labels = {one.code: one.label for one in case.rules.workflow.steps}
    trouble, status = "", 200
    if request.method == "POST" and form.is_valid():
        who: Who = {
            "centre": request.centre,
            "case_id": case.pk,
            "actor": request.actor,
            "at": timezone.now(),
        }
        try:
            page.act(who, form.cleaned_data)
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
            case.refresh_from_db()
        else:
            messages.success(request, DONE_WORDS[Verb(verb)])
            return redirect(centre_reverse(request.centre, "rooms:desk_repair", pk=case.pk))
    elif request.method != "POST" and verb not in cases.steps_for(request.actor, case):
        trouble, status = "这一步现在不能做：可能同事刚办过，或者不归您办。", 409
    context = {
        "repair": row,
        "case": case,
        "form": form,
        "page": page,
        "verb": verb,
        "title": labels.get(verb, ""),
        "trouble": trouble,
        "is_open": status == 200 or request.method == "POST",
    }
    return render(request, "rooms/desk/repair_step.html", context, status=status)


@for_staff("places.manage")
def close_room(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Close the room while it is mended; whoever had booked it is told."""
    row = _find(request, pk)
    if row.room_id is None:
        raise Http404
    form = CloseRoomForm(request.POST or None, initial=CloseRoomForm.usual(timezone.now()))
    status = 200
    if request.method == "POST" and form.is_valid():
        starts, ends = form.span()
        try:
            close_for_repair(
                centre=request.centre,
                case_id=pk,
                actor=request.actor,
                at=timezone.now(),
                starts=starts,
                ends=ends,
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "已暂停使用，约了的人会收到消息。")
            return redirect(centre_reverse(request.centre, "rooms:desk_repair", pk=pk))
    context = {"repair": row, "case": row.case, "form": form}
    return render(request, "rooms/desk/repair_close.html", context, status=status)


@for_staff("rooms.intake")
def counter(request: CentreRequest) -> HttpResponse:
    """Write down a fault that somebody told, or that a colleague saw; a villager hears of it."""
    rooms = visible_rooms(request.actor, request.centre)
    chosen = choosing(request, ("room",))
    choose = RoomFaultForm(request.POST or request.GET or None, rooms=rooms)
    room = choose.cleaned_data.get("room") if choose.is_bound and choose.is_valid() else None
    things = things_of(room) if room else []
    form = CounterFaultForm(request.POST or None, request.FILES or None, things=things)
    files = kept_files(request.centre, request.POST.get("kept", ""))
    status = 200
    if request.method == "POST" and form.is_valid() and keep_photo(request, form, files):
        said, person = form.cleaned_data, chosen["person"]
        try:
            opened = report_fault(
                centre=request.centre,
                text=said["text"],
                actor=request.actor,
                at=timezone.now(),
                channel=said["channel"],
                room=room,
                facility=form.thing,
                person=person,
                alias="" if person else said["alias"],
                phone=said["phone"],
                is_urgent=said["is_urgent"],
                form_id=form.once,
                files=files,
            )
        except RuleBroken as error:
            form.add_error("phone" if "号码" in error.sentence else None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, f"记下了，编号{opened.case.number}，查询码{opened.code}。")
            return redirect(centre_reverse(request.centre, "rooms:desk_repair", pk=opened.case.pk))
    context = chosen | {
        "choose": choose,
        "room": room,
        "form": form,
        "files": signed_files(files),
        "kept": len(files),
    }
    return render(request, "rooms/desk/repair_counter.html", context, status=status)
