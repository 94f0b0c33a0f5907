"""Lay sittings, alone or for a session of an activity, move them, end them, call them off."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import Session, SessionState, visible_activities
from changlai.engines.appointments import public as appointments
from changlai.engines.appointments.public import (
    LIVE,
    Appointment,
    Provider,
    Sitting,
    SittingState,
    Slot,
    slots_of,
    visible_sittings,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.forms.signups import ReasonForm
from changlai.halls.gatherings.forms.sittings import MoveSittingForm, SittingForm, clock_of
from changlai.halls.gatherings.queries.sittings import listed_sittings, sessions_by_slots
from changlai.halls.gatherings.views.staff.providers import CALLS, PLANS
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


def find_sitting(request: CentreRequest, pk: UUID) -> Sitting:
    """Return a sitting of this centre that is no secret; 404 for any other."""
    rows = visible_sittings(request.actor, request.centre).select_related("provider")
    found: Sitting = get_object_or_404(rows, pk=pk)
    return found


@for_staff(CALLS)
def listing(request: CentreRequest) -> HttpResponse:
    """List the sittings, and the coming sessions that go by slots."""
    now = timezone.now()
    may_plan = request.actor.can(PLANS)
    rows = listed_sittings(visible_sittings(request.actor, request.centre))
    context = {
        "page": page_of(request, rows, per=30),
        "now": now,
        "may_plan": may_plan,
        "wanting": sessions_by_slots(request.centre, now) if may_plan else [],
    }
    return render(request, "gatherings/desk/sittings.html", context)


def _session(request: CentreRequest) -> Session | None:
    """Return the session that a sitting is laid for, None for one that stands alone."""
    try:
        key = UUID(request.POST.get("session") or request.GET.get("session", ""))
    except ValueError:
        return None
    activities = visible_activities(request.actor, request.centre)
    rows = Session.objects.of(request.centre).select_related("activity", "room")
    return rows.filter(pk=key, activity__in=activities).first()


def _require_planned(session: Session | None) -> None:
    """Refuse times for a session that was called off while somebody filled in the form."""
    if session is not None and session.state != SessionState.PLANNED:
        raise BadInput("这一场已经举行或取消，不能再排时段。")


def _initial(session: Session | None) -> dict[str, Any]:
    if session is None:
        return {}
    starts, ends = timezone.localtime(session.starts), timezone.localtime(session.ends)
    return {
        "title": session.activity.title,
        "day": starts.date(),
        "opens": starts.time(),
        "closes": ends.time(),
        "place_text": session.room.name if session.room else session.place_text,
    }


@for_staff(PLANS)
def lay(request: CentreRequest) -> HttpResponse:
    """Say who sits when; the time is cut into slots."""
    session = _session(request)
    providers = Provider.objects.of(request.centre).filter(is_active=True).order_by("name", "id")
    form = SittingForm(request.POST or None, providers=providers, initial=_initial(session))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        starts, ends = form.span
        try:
            _require_planned(session)
            row = appointments.lay_sitting(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                provider=said["provider"],
                title=said["title"],
                starts=starts,
                ends=ends,
                slot_minutes=said["slot_minutes"],
                place_text=said["place_text"],
                takes_walk_ins=said["takes_walk_ins"],
                origin_id=session.pk if session else None,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, "时段排好了，村民现在就能约。")
            return redirect(centre_reverse(request.centre, "gatherings:desk_sitting", pk=row.pk))
    context = {"form": form, "session": session, "has_providers": providers.exists()}
    return render(request, "gatherings/desk/sitting_new.html", context)


@for_staff(CALLS)
def end(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask, then close a sitting: who is not there did not come."""
    row = find_sitting(request, pk)
    here = centre_reverse(request.centre, "gatherings:desk_sitting", pk=pk)
    if request.method == "POST":
        try:
            appointments.end_sitting(
                centre=request.centre, sitting_id=pk, actor=request.actor, at=timezone.now()
            )
        except RuleBroken as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, "这一场结束了。")
        return redirect(here)
    return render(request, "gatherings/desk/sitting_end.html", {"sitting": row, "up": here})


@for_staff(PLANS)
def cancel(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Ask for the reason, then call a sitting off; whoever has a time is told."""
    row = find_sitting(request, pk)
    here = centre_reverse(request.centre, "gatherings:desk_sitting", pk=pk)
    form = ReasonForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            appointments.cancel_sitting(
                centre=request.centre,
                sitting_id=pk,
                actor=request.actor,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 409
        else:
            messages.success(request, "取消了，约了的人都会告诉到。")
            return redirect(here)
    context = {
        "sitting": row,
        "form": form,
        "up": here,
        "is_planned": row.state == SittingState.PLANNED,
    }
    return render(request, "gatherings/desk/sitting_cancel.html", context, status=status)


@for_staff(PLANS)
def move(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give a sitting another time or place; everyone keeps their slot and is told."""
    row = find_sitting(request, pk)
    here = centre_reverse(request.centre, "gatherings:desk_sitting", pk=pk)
    starts = timezone.localtime(row.starts)
    initial = {"day": starts.date(), "opens": starts.time(), "place_text": row.place_text}
    form = MoveSittingForm(request.POST or None, initial=initial)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            appointments.move_sitting(
                centre=request.centre,
                sitting_id=pk,
                actor=request.actor,
                at=timezone.now(),
                starts=form.starts,
                place_text=form.cleaned_data["place_text"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了，约了的人都会告诉到。")
            return redirect(here)
    context = {
        "sitting": row,
        "form": form,
        "up": here,
        "is_planned": row.state == SittingState.PLANNED,
    }
    return render(request, "gatherings/desk/sitting_move.html", context, status=status)


@for_staff(CALLS)
def slots(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the slots of a sitting; close one for a while, or open it again."""
    row = find_sitting(request, pk)
    if request.method == "POST":
        try:
            said = _close(request, row)
        except RuleBroken as error:
            messages.error(request, error.sentence)
        else:
            messages.success(request, said)
        return redirect(centre_reverse(request.centre, "gatherings:desk_sitting_slots", pk=pk))
    people = (
        Appointment.objects.of(request.centre)
        .filter(sitting=row, state__in=LIVE, slot__isnull=False)
        .select_related("person")
    )
    whose = {one.slot_id: one.person.name if one.person else one.alias for one in people}
    context = {
        "sitting": row,
        "slots": [(slot, clock_of(slot), whose.get(slot.pk, "")) for slot in slots_of(row)],
        "up": centre_reverse(request.centre, "gatherings:desk_sitting", pk=pk),
        "is_planned": row.state == SittingState.PLANNED,
    }
    return render(request, "gatherings/desk/sitting_slots.html", context)


def _close(request: CentreRequest, row: Sitting) -> str:
    try:
        key = UUID(request.POST.get("slot", ""))
    except ValueError:
        raise BadInput("没有这个时段，请重新选。") from None
    if not Slot.objects.of(request.centre).filter(pk=key, sitting=row).exists():
        raise BadInput("没有这个时段，请重新选。")
    is_closed = request.POST.get("verb") == "close"
    slot = appointments.close_slot(
        centre=request.centre,
        slot_id=key,
        actor=request.actor,
        at=timezone.now(),
        is_closed=is_closed,
    )
    return f"{clock_of(slot)}{'不开放了' if is_closed else '又能约了'}。"
