"""The telephone at the desk: four fields while somebody is on the line, and whom to ring back."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.cases.public import Urgency
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.voices.actions.calls import (
    TRIES_BEFORE_GIVING_UP,
    log_call,
    log_missed_call,
    settle_missed_call,
)
from changlai.halls.voices.actions.ringing import note_try
from changlai.halls.voices.forms.intake import CallForm, MissedForm, NoAnswerForm, SettleForm
from changlai.halls.voices.policies import visible_calls
from changlai.halls.voices.queries import calls, calls_to_return, emergency_numbers
from changlai.halls.voices.states import CallState
from changlai.halls.voices.views.staff.receipts import done_url, receipt_of
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

LATEST = 8


def _urgency(form: Any) -> str:
    return Urgency.URGENT if form.cleaned_data["is_urgent"] else Urgency.NORMAL


def _unheard(form: Any) -> list[str]:
    """Return the emergency numbers that the caller should be told before anything is saved."""
    if form.cleaned_data["heard"]:
        return []
    return emergency_numbers(form.cleaned_data["text"])


@for_staff("voices.intake")
def call(request: CentreRequest) -> HttpResponse:
    """Write down a call: settled on the line, or made a voice whose number is read out."""
    form = CallForm(request.POST or None)
    numbers: list[str] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        numbers = _unheard(form)
        if not numbers:
            try:
                taken = log_call(
                    centre=request.centre,
                    actor=request.actor,
                    at=timezone.now(),
                    summary=form.cleaned_data["text"],
                    phone=form.cleaned_data["phone"],
                    kind=form.cleaned_data["kind"],
                    is_answered="answered" in request.POST,
                    urgency=_urgency(form),
                    form_id=form.once,
                )
            except RuleBroken as error:
                form.add_error("phone" if "号码" in error.sentence else None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
            else:
                if taken.opened:
                    return redirect(done_url(request.centre, "voices:call", taken.opened))
                messages.success(request, "记下了：当场答复，不转成诉求。")
                return redirect(centre_reverse(request.centre, "voices:call"))
    context = {
        "form": form,
        "numbers": numbers,
        "receipt": receipt_of(request),
        "latest": calls(request.actor)[:LATEST],
        "waiting": calls_to_return(request.actor).count(),
    }
    return render(request, "voices/desk/call.html", context, status=status)


@for_staff("voices.intake")
def missed(request: CentreRequest) -> HttpResponse:
    """List who rang in vain, the longest waiting first, and note one more."""
    form = MissedForm(request.POST or None)
    now = timezone.now()
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        rang = now
        if said["rang_at"]:
            rang = timezone.make_aware(datetime.combine(timezone.localdate(now), said["rang_at"]))
        if rang > now:
            form.add_error("rang_at", "这个时间还没到，请核对。")
        else:
            try:
                log_missed_call(
                    centre=request.centre,
                    actor=request.actor,
                    at=rang,
                    phone=said["phone"],
                    caller=said["caller"],
                )
            except BadInput as error:
                form.add_error("phone", error.sentence)
            else:
                messages.success(request, "记下了，等着回电。")
                return redirect(centre_reverse(request.centre, "voices:missed"))
    gone = visible_calls(request.actor).filter(state=CallState.NOT_REACHED)
    context = {
        "form": form,
        "page": page_of(request, calls_to_return(request.actor)),
        "now": now,
        "receipt": receipt_of(request),
        "not_reached": gone.order_by("-at", "-id")[:LATEST],
        "enough_tries": TRIES_BEFORE_GIVING_UP,
    }
    return render(request, "voices/desk/missed.html", context)


@for_staff("voices.intake")
def settle(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Write down what a missed caller said when rung back."""
    found = get_object_or_404(visible_calls(request.actor).select_related("case"), pk=pk)
    form = SettleForm(request.POST or None)
    numbers: list[str] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        numbers = _unheard(form)
        if not numbers:
            try:
                taken = settle_missed_call(
                    centre=request.centre,
                    call_id=found.pk,
                    actor=request.actor,
                    at=timezone.now(),
                    summary=form.cleaned_data["text"],
                    kind=form.cleaned_data["kind"],
                    is_answered="answered" in request.POST,
                    urgency=_urgency(form),
                )
            except RuleBroken as error:
                form.add_error(None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
                found.refresh_from_db()
            else:
                if taken.opened:
                    return redirect(done_url(request.centre, "voices:missed", taken.opened))
                messages.success(request, "记下了：回电时已经答复。")
                return redirect(centre_reverse(request.centre, "voices:missed"))
    context = {
        "call": found,
        "form": form,
        "numbers": numbers,
        "is_open": found.state in (CallState.MISSED, CallState.NOT_REACHED),
    }
    return render(request, "voices/desk/settle.html", context, status=status)


@require_POST
def _no_answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(visible_calls(actor), pk=pk)
    form = NoAnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, "没有记上，请刷新后再试。")
        return redirect(centre_reverse(centre, "voices:missed"))
    give_up = "give_up" in request.POST
    try:
        noted = note_try(
            centre=centre,
            call_id=found.pk,
            actor=actor,
            at=timezone.now(),
            tries_seen=form.cleaned_data["tries"],
            give_up=give_up,
            note=form.cleaned_data["note"],
        )
    except RuleBroken as error:
        messages.error(request, error.sentence)
    else:
        done = "不再回拨了。" if give_up else f"记下了：打了 {noted.tries} 次没人接。"
        messages.success(request, done)
    return redirect(centre_reverse(centre, "voices:missed"))


no_answer = for_staff("voices.intake")(_no_answer)
