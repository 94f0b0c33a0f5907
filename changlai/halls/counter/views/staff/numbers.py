"""Write down a number or a time for somebody, move it, name the windows, see how long is waited."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.appointments.public import (
    Appointment,
    AppointmentState,
    Window,
    put_window,
)
from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.halls.counter.actions.queue.days import lay_ahead
from changlai.halls.counter.actions.queue.numbers import book_time, move_time, take_number
from changlai.halls.counter.forms.queue import AddForm, ChangeTimeForm, WindowForm
from changlai.halls.counter.models import ServiceItem
from changlai.halls.counter.policies import CALL, WINDOWS, visible_numbers
from changlai.halls.counter.queries.days import bookable_days
from changlai.halls.counter.queries.queue import waits
from changlai.halls.counter.views.staff.queue import name_of
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse

DAYS = 28


@for_staff(CALL)
def add(request: CentreRequest) -> HttpResponse:
    """Give a number to whoever stands here, or keep a time for whoever rings up."""
    chosen = choosing(request)
    form = AddForm(request.POST or None)
    status, now = 200, timezone.now()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        who: dict[str, Any] = {
            "centre": request.centre,
            "actor": request.actor,
            "at": now,
            "channel": said["channel"],
            "person": chosen["person"],
            "alias": said["alias"],
            "item_id": said["item"],
            "form_id": form.once,
        }
        try:
            row = book_time(slot_id=said["slot"], **who) if said["slot"] else take_number(**who)
        except RuleBroken as error:
            form.add_error("alias" if "称呼" in error.sentence else None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            return redirect(centre_reverse(request.centre, "counter:desk_number", pk=row.pk))
    days = bookable_days(request.centre, now)
    if not days and lay_ahead(centre=request.centre, at=now):
        days = bookable_days(request.centre, now)
    items = ServiceItem.objects.of(request.centre).offered()
    form.offer(days, items, timezone.localdate(now))
    return render(request, "counter/desk/queue_add.html", chosen | {"form": form}, status=status)


@for_staff(CALL)
def number(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what was written down, to read it out, print it, or move it."""
    row = _find(request, pk)
    context = {
        "row": row,
        "who": name_of(row) if row.person or row.alias else "",
        "may_move": row.state == AppointmentState.BOOKED,
    }
    return render(request, "counter/desk/queue_number.html", context)


def _find(request: CentreRequest, pk: UUID) -> Appointment:
    rows = visible_numbers(request.actor, request.centre)
    row: Appointment = get_object_or_404(
        rows.select_related("person", "sitting", "slot", "window"), pk=pk
    )
    return row


@for_staff(CALL)
def move(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give somebody who rings up another time; they are told."""
    row, now = _find(request, pk), timezone.now()
    form = ChangeTimeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            move_time(
                centre=request.centre,
                appointment_id=pk,
                actor=request.actor,
                at=now,
                slot_id=form.cleaned_data["slot"],
            )
        except RuleBroken as error:
            form.add_error("slot", error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了，会告诉本人。")
            return redirect(centre_reverse(request.centre, "counter:desk_number", pk=pk))
    form.offer(bookable_days(request.centre, now), timezone.localdate(now))
    context = {
        "row": row,
        "who": name_of(row),
        "form": form,
        "may_move": row.state == AppointmentState.BOOKED,
    }
    return render(request, "counter/desk/queue_move.html", context, status=status)


@for_staff(WINDOWS)
def windows(request: CentreRequest) -> HttpResponse:
    """List the windows, and add one."""
    rows = list(Window.objects.of(request.centre).order_by("order", "name"))
    form = WindowForm(request.POST or None, initial={"order": len(rows) + 1})
    status = _put(request, form, None) if request.method == "POST" else 200
    if status == 302:
        return redirect(centre_reverse(request.centre, "counter:desk_windows"))
    context = {"windows": rows, "form": form}
    return render(request, "counter/desk/windows.html", context, status=status)


@for_staff(WINDOWS)
def window(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a window's name or place, close it or open it again."""
    row = get_object_or_404(Window.objects.of(request.centre), pk=pk)
    initial = {"name": row.name, "order": row.order, "is_open": row.is_open}
    form = WindowForm(request.POST or None, initial=initial)
    status = _put(request, form, pk) if request.method == "POST" else 200
    if status == 302:
        return redirect(centre_reverse(request.centre, "counter:desk_windows"))
    return render(request, "counter/desk/window.html", {"row": row, "form": form}, status=status)


def _put(request: CentreRequest, form: WindowForm, pk: UUID | None) -> int:
    """Keep a window as the form says; return the status of the answer, 302 when it is kept."""
    if not form.is_valid():
        return 200
    said = form.cleaned_data
    try:
        row = put_window(
            centre=request.centre,
            actor=request.actor,
            at=timezone.now(),
            name=said["name"],
            order=said["order"],
            is_open=said["is_open"],
            window_id=pk,
        )
    except RuleBroken as error:
        form.add_error("name" if isinstance(error, BadInput) else None, error.sentence)
        return 200 if isinstance(error, BadInput) else 409
    messages.success(request, f"{row.name}{'开着' if row.is_open else '关了'}。")
    return 302


@for_staff(CALL)
def waiting(request: CentreRequest) -> HttpResponse:
    """Show how long people waited, by day and by hour: to open a window more, not to rank."""
    rows = visible_numbers(request.actor, request.centre)
    by_day, by_hour = waits(rows, timezone.now(), DAYS)
    context = {"by_day": by_day, "by_hour": by_hour, "days": DAYS}
    return render(request, "counter/desk/queue_waits.html", context)
