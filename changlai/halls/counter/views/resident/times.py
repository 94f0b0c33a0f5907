"""Book a quarter of an hour at the counter from home, see it, say one is here, move or leave it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.appointments import public as appointments
from changlai.engines.appointments.public import Appointment, AppointmentState
from changlai.foundation.people.public import CentreRequest, Scope, for_residents, person_for
from changlai.halls.counter.actions.queue.days import lay_ahead
from changlai.halls.counter.actions.queue.numbers import book_time, move_time, say_here
from changlai.halls.counter.forms.queue import ChangeTimeForm, TimeForm
from changlai.halls.counter.models import ServiceItem, Ticket
from changlai.halls.counter.policies import own_numbers, visible_items
from changlai.halls.counter.queries.days import Bookable, bookable_days
from changlai.halls.counter.queries.queue import STATE_WORDS, before
from changlai.halls.counter.views.resident.guides import NOT_YOURS
from changlai.kernel.errors import BadInput, NotAllowed, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def _days(request: CentreRequest) -> list[Bookable]:
    """Return the days that can be booked; the week is laid here where no worker did it yet."""
    now = timezone.now()
    found = bookable_days(request.centre, now)
    if not found and lay_ahead(centre=request.centre, at=now):
        found = bookable_days(request.centre, now)
    return found


def _item(request: CentreRequest) -> ServiceItem | None:
    try:
        key = UUID(request.POST.get("item") or request.GET.get("item", ""))
    except ValueError:
        return None
    found: ServiceItem | None = visible_items(request.actor, request.centre).filter(pk=key).first()
    return found


@for_residents
def come(request: CentreRequest) -> HttpResponse:
    """Choose a day and a time to come, perhaps for a service; nobody is asked why."""
    if not request.actor.acts_within(Scope.SERVICES):
        raise NotAllowed(NOT_YOURS)
    item = _item(request)
    form = TimeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = book_time(
                centre=request.centre,
                slot_id=form.cleaned_data["slot"],
                actor=request.actor,
                at=timezone.now(),
                channel=request.actor.channel,
                person=person_for(request.actor),
                item_id=item.pk if item else None,
                form_id=form.once,
            )
        except RuleBroken as error:
            form.add_error("slot", error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            return redirect(centre_reverse(request.centre, "counter:time", pk=row.pk))
    days = _days(request)
    asked = request.POST.get("day") or request.GET.get("day", "")
    free = [one for one in days if one.slots]
    shown = next((one for one in days if one.day.isoformat() == asked), free[0] if free else None)
    form.offer(shown.slots if shown else ())
    context = {
        "days": days,
        "shown": shown,
        "form": form,
        "item": item,
        "for_name": request.actor.acting_for.name if request.actor.acting_for else "",
    }
    return render(request, "counter/resident/come.html", context, status=status)


def _own(request: CentreRequest, pk: UUID) -> Appointment:
    rows = own_numbers(request.actor, request.centre)
    row: Appointment = get_object_or_404(rows.select_related("sitting", "slot", "window"), pk=pk)
    return row


@for_residents
def time(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's own time or number: when, how many are before; say one is here, or not coming."""
    row, now = _own(request, pk), timezone.now()
    here = centre_reverse(request.centre, "counter:time", pk=pk)
    trouble, status = "", 200
    if request.method == "POST":
        who: dict[str, Any] = {
            "centre": request.centre,
            "appointment_id": pk,
            "actor": request.actor,
            "at": now,
        }
        try:
            if request.POST.get("verb") == "here":
                say_here(**who)
                messages.success(request, "记下了，听到叫号再过去。")
            else:
                appointments.cancel_appointment(**who)
                messages.success(request, "取消了。谢谢您说一声，时间让给别人。")
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            return redirect(here)
    ticket = Ticket.objects.of(request.centre).filter(appointment=row).select_related("item")
    is_waiting = row.state == AppointmentState.HERE
    context = {
        "row": row,
        "word": STATE_WORDS[AppointmentState(row.state)],
        "ticket": ticket.first(),
        "before": before(row, now) if is_waiting else 0,
        "may_cancel": row.state in {AppointmentState.BOOKED, AppointmentState.HERE},
        "is_today": timezone.localdate(row.sitting.starts) == timezone.localdate(now),
        "confirm": request.GET.get("confirm", ""),
        "here": here,
        "trouble": trouble,
    }
    return render(request, "counter/resident/time.html", context, status=status)


@for_residents
def move(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Come at another time; the old one is free only once the new one is had."""
    row = _own(request, pk)
    form = ChangeTimeForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            move_time(
                centre=request.centre,
                appointment_id=pk,
                actor=request.actor,
                at=timezone.now(),
                slot_id=form.cleaned_data["slot"],
            )
        except RuleBroken as error:
            form.add_error("slot", error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了。")
            return redirect(centre_reverse(request.centre, "counter:time", pk=pk))
    form.offer(_days(request), timezone.localdate())
    context = {"row": row, "form": form, "may_move": row.state == AppointmentState.BOOKED}
    return render(request, "counter/resident/move.html", context, status=status)
