"""The queue of a sitting: who is expected, who is here, who is next; and its list on paper."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.appointments import public as appointments
from changlai.engines.appointments.public import (
    Appointment,
    AppointmentState,
    SittingState,
    Slot,
    free_slots,
    slots_of,
    visible_appointments,
)
from changlai.foundation.people.public import CentreRequest, for_staff, phone_to_call
from changlai.halls.gatherings.forms.sittings import DeskBookForm
from changlai.halls.gatherings.queries.sittings import everybody
from changlai.halls.gatherings.views.staff.providers import CALLS, PLANS
from changlai.halls.gatherings.views.staff.sittings import find_sitting
from changlai.halls.gatherings.views.staff.taking_in import chosen_person, people_found
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def name_of(row: Appointment) -> str:
    """Return whoever has the appointment, as the desk calls them."""
    return row.person.name if row.person else row.alias


@for_staff(CALLS)
def queue(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show who is in the room, who waits, who is expected, who came and who did not."""
    sitting = find_sitting(request, pk)
    rows = list(everybody(sitting))
    by_state: dict[str, list[Appointment]] = {state: [] for state in AppointmentState}
    for row in rows:
        by_state[row.state].append(row)
    by_state[AppointmentState.HERE].sort(key=lambda row: row.queue_number or 0)
    now = timezone.now()
    is_planned = sitting.state == SittingState.PLANNED
    context = {
        "sitting": sitting,
        "called": by_state[AppointmentState.CALLED],
        "here": by_state[AppointmentState.HERE],
        "booked": by_state[AppointmentState.BOOKED],
        "done": by_state[AppointmentState.DONE],
        "missed": by_state[AppointmentState.NO_SHOW],
        "asked": _asked(request, rows),
        "phones": {
            row.pk: phone_to_call(row.person) or ""
            for row in by_state[AppointmentState.BOOKED]
            if row.person
        },
        "free": len(free_slots(sitting, now)) if is_planned else 0,
        "now": now,
        "is_planned": is_planned,
        "has_begun": now >= sitting.starts,
        "may_plan": request.actor.can(PLANS),
    }
    return render(request, "gatherings/desk/queue.html", context)


def _asked(request: CentreRequest, rows: list[Appointment]) -> Appointment | None:
    """Return whose place is about to be given up, which nobody can take back."""
    asked = request.GET.get("ask", "")
    open_states = {AppointmentState.BOOKED, AppointmentState.HERE}
    return next((row for row in rows if str(row.pk) == asked and row.state in open_states), None)


@for_staff(CALLS)
def add(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Write somebody down: into a free slot, or at the end of the queue."""
    sitting = find_sitting(request, pk)
    person = chosen_person(request)
    form = DeskBookForm(request.POST or None)
    status = 200
    here = centre_reverse(request.centre, "gatherings:desk_sitting", pk=pk)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        who: dict[str, Any] = {
            "centre": request.centre,
            "actor": request.actor,
            "at": timezone.now(),
            "channel": said["channel"],
            "person": person,
            "alias": said["alias"],
        }
        try:
            if said["slot"]:
                slot_id = _slot_here(sitting.pk, request, said["slot"])
                appointments.book_slot(slot_id=slot_id, form_id=form.once, **who)
            else:
                appointments.walk_in(sitting_id=pk, form_id=form.once, **who)
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "登记好了。")
            return redirect(here)
    form.offer(free_slots(sitting, timezone.now()), takes_walk_ins=sitting.takes_walk_ins)
    context = people_found(request) | {
        "sitting": sitting,
        "form": form,
        "person": person,
        "up": here,
        "is_planned": sitting.state == SittingState.PLANNED,
    }
    return render(request, "gatherings/desk/queue_add.html", context, status=status)


def _slot_here(sitting_id: UUID, request: CentreRequest, slot_id: UUID) -> UUID:
    if not Slot.objects.of(request.centre).filter(pk=slot_id, sitting_id=sitting_id).exists():
        raise BadInput("没有这个时段，请重新选。")
    return slot_id


@require_POST
def _call(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Call whoever is next; whoever was in the room is done."""
    sitting = find_sitting(request, pk)
    found = appointments.call_next(
        centre=request.centre, sitting_id=sitting.pk, actor=request.actor, at=timezone.now()
    )
    if found is None:
        messages.info(request, "现在没有人在等。")
    else:
        messages.success(request, f"请{found.queue_number}号 {name_of(found)}。")
    return redirect(centre_reverse(request.centre, "gatherings:desk_sitting", pk=pk))


STEPS: dict[str, tuple[Callable[..., Any], str]] = {
    "arrive": (appointments.arrive, "{0}到了，排{1}号。"),
    "finish": (appointments.finish, "{0}谈完了。"),
    "put_back": (appointments.put_back, "{0}排回队尾，{1}号。"),
    "missed": (appointments.note_missed, "记下了：{0}没有来。来了还可以再登记。"),
    "cancel": (appointments.cancel_appointment, "{0}的预约取消了。"),
}


@require_POST
def _step(request: CentreRequest, pk: UUID, verb: str) -> HttpResponse:
    """Take one step with an appointment and come back to the queue."""
    if verb not in STEPS:
        raise Http404
    rows = visible_appointments(request.actor, request.centre).select_related("person")
    row: Appointment = get_object_or_404(rows, pk=pk)
    act, done = STEPS[verb]
    try:
        after = act(
            centre=request.centre, appointment_id=pk, actor=request.actor, at=timezone.now()
        )
    except RuleBroken as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, done.format(name_of(row), after.queue_number or ""))
    return redirect(centre_reverse(request.centre, "gatherings:desk_sitting", pk=row.sitting_id))


call = for_staff(CALLS)(_call)
step = for_staff(CALLS)(_step)


@for_staff(CALLS)
def day_list(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the list of a sitting to print: times, who has them, blank lines for who just comes."""
    sitting = find_sitting(request, pk)
    by_slot: dict[Any, Appointment] = {}
    others = []
    for row in everybody(sitting).live():
        if row.slot_id:
            by_slot[row.slot_id] = row
        else:
            others.append(row)
    context = {
        "sitting": sitting,
        "slots": [(slot, by_slot.get(slot.pk)) for slot in slots_of(sitting)],
        "others": others,
        "blank": range(max(0, 6 - len(others))),
    }
    return render(request, "gatherings/desk/sitting_list.html", context)
