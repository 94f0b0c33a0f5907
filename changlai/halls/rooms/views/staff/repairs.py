"""Repairs on the workbench: what is broken, the next step, the room closed meanwhile."""

from typing import Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases import public as cases
from changlai.engines.cases.public import RUNNING, StepPage, Verb, calls
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

MAIN = (Verb.ACCEPT, Verb.START, Verb.ANSWER, Verb.CLOSE)

STEPS: dict[str, StepPage] = {
    Verb.ACCEPT: StepPage(
        django_forms.Form,
        calls(accept_repair),
        "已接修，由您负责。",
        "接修后由您负责，东西先标成“坏了，待修”，不再借出。",
    ),
    Verb.ASSIGN: StepPage(
        ColleagueForm,
        lambda who, said: cases.assign_case(**who, handler=said["account"], note=said["text"]),
        "已指派。",
    ),
    Verb.START: StepPage(django_forms.Form, calls(cases.start_case), "开始修。"),
    Verb.ANSWER: StepPage(
        MendedForm,
        lambda who, said: finish_repair(**who, **said),
        "已记下修好了，会告诉报修的人。",
    ),
    Verb.EXTEND: StepPage(
        LaterForm,
        lambda who, said: cases.extend_case(
            **who, working_days=said["working_days"], reason=said["text"]
        ),
        "已延期，对方会看到原因。",
        "只能延一次，要在到期以前。",
    ),
    Verb.REFUSE: StepPage(
        WordsForm,
        lambda who, said: cases.refuse_case(**who, reason=said["text"]),
        "已告知对方。",
        "写明为什么不修，报修的人会看到。",
    ),
    Verb.CLOSE: StepPage(django_forms.Form, calls(cases.close_case), "已了结。"),
    Verb.NOTE: StepPage(
        WordsForm,
        lambda who, said: cases.note_case(**who, note=said["text"]),
        "记下了。",
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
    shown = cases.buttons(actor, case, STEPS, MAIN)
    files = case.files.filter(centre_id=case.centre_id).select_related("file").order_by("at")
    context = {
        "repair": row,
        "case": case,
        "now": timezone.now(),
        "first": shown.first,
        "others": shown.others,
        "phone": cases.phone_of(case),
        "may_close_room": actor.can("places.manage") and row.room_id and case.is_running,
        "photos": [(one.file, file_url(one.file)) for one in files],
        "items": cases.way_so_far(case, reversed(cases.timeline(case))),
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
    case, page = row.case, STEPS[verb]
    form = _form(request, verb)
    asked = cases.take_step(request, case, verb, page, form, at=timezone.now())
    if asked.is_taken:
        return redirect(centre_reverse(request.centre, "rooms:desk_repair", pk=case.pk))
    context = {
        "repair": row,
        "case": case,
        "page": page,
        "asked": asked,
        "title": cases.labels_of(case).get(verb, ""),
    }
    return render(request, "rooms/desk/repair_step.html", context, status=asked.status)


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
