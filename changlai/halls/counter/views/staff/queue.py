"""The clerk's page: one list, a window in one tap, who is next, and the end of the day."""

from collections.abc import Callable
from dataclasses import dataclass
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
    SittingState,
    at_windows,
    windows_of,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.counter.actions.queue.days import Ended, end_day, ensure_day
from changlai.halls.counter.forms.queue import EndForm
from changlai.halls.counter.models import CounterDay
from changlai.halls.counter.policies import CALL, WINDOWS, visible_numbers
from changlai.halls.counter.queries.days import day_of, gives_numbers, is_over, opens_next
from changlai.halls.counter.queries.queue import board_of, clerk_at, desk_of
from changlai.halls.counter.views.numbers import tablet_token, token_of
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse

NO_DAY = "今天不开放，没有号可叫。"


def _uuid(typed: str) -> UUID | None:
    try:
        return UUID(typed)
    except ValueError:
        return None


def _back(request: CentreRequest) -> HttpResponse:
    return redirect(centre_reverse(request.centre, "counter:desk_queue"))


@for_staff(CALL)
def queue(request: CentreRequest) -> HttpResponse:
    """Show who is at one's window, who is next, who stepped out, who is still to come."""
    now = timezone.now()
    day = day_of(request.centre, now)
    sitting = day.sitting if day else None
    desk = desk_of(sitting, now)
    turns = list(at_windows(sitting)) if sitting else []
    mine = clerk_at(turns, request.actor.account_id)
    by_window = {turn.window_id: turn for turn in turns}
    windows = list(windows_of(request.centre))
    current = desk.at(mine.window_id) if mine else None
    gives = gives_numbers(request.centre, day, now)
    asked = request.GET.get("ask", "")
    context = {
        "now": now,
        "day": day,
        "desk": desk,
        "mine": mine,
        "current": current,
        "windows": [(one, by_window.get(one.pk), desk.at(one.pk)) for one in windows],
        "others": [turn.window for turn in turns if turn is not mine],
        "gives": gives,
        "opens": "" if gives else opens_next(request.centre, now, is_over=is_over(day)),
        "is_open": sitting is None or sitting.state == SittingState.PLANNED,
        "may_end": sitting and sitting.state == SittingState.PLANNED and now >= sitting.starts,
        "asked": next(
            (one for one in desk.booked + desk.waiting if str(one.row.pk) == asked), None
        ),
        "version": board_of(sitting, now).version,
        "tablet": tablet_token(request.centre),
        "may_plan": request.actor.can(WINDOWS),
    }
    return render(request, "counter/desk/queue.html", context)


def _today(request: CentreRequest) -> CounterDay:
    now = timezone.now()
    day = ensure_day(centre=request.centre, day=timezone.localdate(now), at=now)
    if day is None:
        raise BadInput(NO_DAY)
    return day


@require_POST
def _sit(request: CentreRequest) -> HttpResponse:
    """Sit down at a window, or get up from it."""
    now, key = timezone.now(), _uuid(request.POST.get("window", ""))
    who: dict[str, Any] = {"centre": request.centre, "actor": request.actor, "at": now}
    try:
        day = _today(request)
        if key is None:
            appointments.leave_window(sitting_id=day.sitting_id, **who)
            messages.success(request, "离开窗口了。")
        else:
            window = get_object_or_404(windows_of(request.centre), pk=key)
            appointments.take_window(sitting_id=day.sitting_id, window_id=key, **who)
            messages.success(request, f"您在{window.name}，可以叫号了。")
    except RuleBroken as error:
        messages.error(request, error.sentence)
    return _back(request)


@require_POST
def _call(request: CentreRequest) -> HttpResponse:
    """Call whoever is next to one's window; whoever was there is done."""
    try:
        day = _today(request)
        found = appointments.call_next(
            centre=request.centre,
            sitting_id=day.sitting_id,
            actor=request.actor,
            at=timezone.now(),
            window_id=_uuid(request.POST.get("window", "")) or UUID(int=0),
            instead_of=_uuid(request.POST.get("current", "")),
            once=True,
        )
    except RuleBroken as error:
        messages.error(request, error.sentence)
    else:
        if found is None:
            messages.info(request, "现在没有人在等。")
        else:
            messages.success(request, f"叫了{found.queue_number}号。")
    return _back(request)


@dataclass(frozen=True)
class Step:
    """What a button does with a number, and what is said of it."""

    act: Callable[..., Any]
    said: str


STEPS = {
    "again": Step(appointments.call_again, "又叫了一次{0}。"),
    "over": Step(appointments.pass_over, "{0}先过。回来了点“回来了”；叫过三次没来的记“没等到”。"),
    "here": Step(appointments.arrive, "{0}在排队了。"),
    "done": Step(appointments.finish, "{0}办完了。"),
    "missed": Step(appointments.note_missed, "记下了，{0}没有来。来了还可以再排。"),
    "cancel": Step(appointments.cancel_appointment, "{0}不来了。"),
    "send": Step(appointments.send_to, "{0}转过去了，那边下一个就叫。"),
}


@require_POST
def _step(request: CentreRequest, pk: UUID, verb: str) -> HttpResponse:
    """Take one step with a number and come back to the list."""
    if verb not in STEPS:
        raise Http404
    row: Appointment = get_object_or_404(
        visible_numbers(request.actor, request.centre).select_related("person"), pk=pk
    )
    step, more = STEPS[verb], {}
    if verb == "send":
        more["window_id"] = _uuid(request.POST.get("window", "")) or UUID(int=0)
    try:
        after = step.act(
            centre=request.centre,
            appointment_id=row.pk,
            actor=request.actor,
            at=timezone.now(),
            **more,
        )
    except RuleBroken as error:
        messages.error(request, error.sentence)
    else:
        who = f"{after.queue_number}号" if after.queue_number else name_of(row)
        messages.success(request, step.said.format(who))
    return _back(request)


def name_of(row: Appointment) -> str:
    """Return what staff call somebody without a number."""
    return str(row.person.name) if row.person else row.alias or "这一位"


sit, call, step = for_staff(CALL)(_sit), for_staff(CALL)(_call), for_staff(CALL)(_step)


@for_staff(CALL)
def end(request: CentreRequest) -> HttpResponse:
    """Say what becomes of those who wait, then end the day."""
    now = timezone.now()
    day = day_of(request.centre, now)
    if day is None or day.sitting.state != SittingState.PLANNED:
        return render(request, "counter/desk/queue_end.html", {"is_over": True})
    form = EndForm(request.POST or None)
    status, trouble = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            ended = end_day(
                centre=request.centre,
                day_id=day.pk,
                actor=request.actor,
                at=now,
                seen=form.cleaned_data["seen"],
            )
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, _told(ended))
            return _back(request)
    desk = desk_of(day.sitting, now)
    context = {
        "desk": desk,
        "known": [one for one in desk.waiting if one.row.person_id],
        "nameless": [one for one in desk.waiting if not one.row.person_id],
        "opens": opens_next(request.centre, now, is_over=True),
        "trouble": trouble,
    }
    return render(request, "counter/desk/queue_end.html", context, status=status)


def _told(ended: Ended) -> str:
    if not ended.waited:
        return "今天结束了，没有人在等。"
    rest = ended.waited - ended.known
    said = f"今天结束了。{ended.waited}位没轮到"
    if ended.known:
        said += f"，{ended.known}位知道是谁的都告诉，{ended.kept}位留了下次的时间"
    return said + (f"；{rest}位没留名，告诉不到。" if rest else "。")


@for_staff(CALL)
def slip(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Lead to the slip of a number, to print it."""
    row = get_object_or_404(visible_numbers(request.actor, request.centre), pk=pk)
    return redirect(centre_reverse(request.centre, "counter:slip", token=token_of(row)))
