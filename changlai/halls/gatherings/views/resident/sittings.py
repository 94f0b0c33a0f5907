"""Clinics and legal aid for residents: what is coming, a free time, one's own appointment."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.appointments import public as appointments
from changlai.engines.appointments.public import (
    Appointment,
    AppointmentState,
    Sitting,
    SittingState,
    Slot,
    free_slots,
    visible_appointments,
    visible_sittings,
)
from changlai.foundation.people.public import (
    CentreRequest,
    for_residents,
    open_to_all,
    person_for,
)
from changlai.halls.gatherings.forms.sittings import BookForm
from changlai.halls.gatherings.queries.sittings import (
    before_in_queue,
    coming_with_free,
    own_appointments,
)
from changlai.halls.gatherings.views.resident.signups import require_leave
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


@open_to_all
def listing(request: CentreRequest) -> HttpResponse:
    """List who sits when, with how many times are free."""
    rows = coming_with_free(request.centre, timezone.now())
    return render(request, "gatherings/resident/sittings.html", {"rows": rows})


def _find(request: CentreRequest, pk: UUID) -> Sitting:
    rows = visible_sittings(request.actor, request.centre).select_related("provider")
    found: Sitting = get_object_or_404(rows, pk=pk)
    return found


def _page(
    request: CentreRequest, row: Sitting, form: BookForm, *, status: int = 200
) -> HttpResponse:
    now, actor = timezone.now(), request.actor
    is_over = row.state != SittingState.PLANNED or row.ends <= now
    slots = [] if is_over else free_slots(row, now)
    form.offer(slots)
    mine = None
    if actor.for_person_id is not None:
        rows = visible_appointments(actor, request.centre).live()
        mine = rows.filter(sitting=row, person_id=actor.for_person_id).first()
    context = {
        "sitting": row,
        "form": form,
        "slots": slots,
        "is_over": is_over,
        "mine": mine,
        "may_book": actor.for_person_id is not None,
        "for_name": actor.acting_for.name if actor.acting_for else "",
    }
    return render(request, "gatherings/resident/sitting.html", context, status=status)


@open_to_all
def sitting(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show who sits and which times are free; who is signed in books right here."""
    return _page(request, _find(request, pk), BookForm())


@for_residents
def book(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Take the chosen time, and go to the receipt; whoever has just signed in chooses here."""
    require_leave(request)
    form = BookForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            _require_slot(request, pk, form.cleaned_data["slot"])
            row = appointments.book_slot(
                centre=request.centre,
                slot_id=form.cleaned_data["slot"],
                actor=request.actor,
                at=timezone.now(),
                channel=request.actor.channel,
                person=person_for(request.actor),
                form_id=form.once,
            )
        except NotAllowed:
            raise Http404 from None
        except RuleBroken as error:
            form.add_error("slot", error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            return redirect(centre_reverse(request.centre, "gatherings:appointment", pk=row.pk))
    return _page(request, _find(request, pk), form, status=status)


def _require_slot(request: CentreRequest, sitting_id: UUID, slot_id: UUID) -> None:
    """Refuse a time of another sitting, and of one that is no public matter."""
    rows = Slot.objects.of(request.centre).filter(
        pk=slot_id, sitting_id=sitting_id, sitting__is_opaque=False
    )
    if not rows.exists():
        raise BadInput("没有这个时间，请重新选。")


@for_residents
def own(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's own appointment: when, where, how many are before; and give it up."""
    centre, actor = request.centre, request.actor
    rows = visible_appointments(actor, centre).filter(person_id=actor.for_person_id)
    row: Appointment = get_object_or_404(
        rows.select_related("sitting", "sitting__provider", "slot"), pk=pk
    )
    here = centre_reverse(centre, "gatherings:appointment", pk=pk)
    status, trouble = 200, ""
    if request.method == "POST":
        try:
            appointments.cancel_appointment(
                centre=centre, appointment_id=pk, actor=actor, at=timezone.now()
            )
        except RuleBroken as error:
            status, trouble = 409, error.sentence
        else:
            messages.success(request, "已经取消。谢谢您说一声，时间让给别人。")
            return redirect(here)
    context: dict[str, Any] = {
        "row": row,
        "sitting": row.sitting,
        "here": here,
        "trouble": trouble,
        "confirm": request.GET.get("confirm", ""),
        "before": before_in_queue(row) if row.state == AppointmentState.HERE else 0,
        "may_cancel": row.state in {AppointmentState.BOOKED, AppointmentState.HERE}
        and row.sitting.state == SittingState.PLANNED,
        "for_name": actor.acting_for.name if actor.acting_for else "",
    }
    return render(request, "gatherings/resident/appointment.html", context, status=status)


@for_residents
def mine(request: CentreRequest) -> HttpResponse:
    """List one's own appointments."""
    require_leave(request)
    rows = own_appointments(
        visible_appointments(request.actor, request.centre), request.actor.for_person_id
    )
    context = {"page": page_of(request, rows, per=20)}
    return render(request, "gatherings/resident/appointments.html", context)
