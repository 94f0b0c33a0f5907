"""Pages of the outbox: whom to phone, the same on paper, and a person's own messages.

They carry no access mark, since the kernel knows no roles: the web door gives each its own when
it places them (`outbox.phone` for the list, residents for their messages).
"""

from typing import Any

from django.contrib import messages as notices
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from changlai.kernel.errors import RuleBroken
from changlai.kernel.outbox.forms import DROPPED, REACHED, CallForm
from changlai.kernel.outbox.public import (
    Call,
    calls_made,
    calls_to_make,
    drop_call,
    mark_called,
    mark_read,
    messages_of,
    unread,
)

PER_PAGE = 30
MADE_SHOWN = 20


@require_http_methods(["GET", "HEAD"])
def phone_list(request: HttpRequest) -> HttpResponse:
    """Show whom to phone or visit now, and what was ticked off today."""
    return _phone_list(request)


@require_GET
def phone_list_on_paper(request: HttpRequest) -> HttpResponse:
    """Show the list as a sheet of paper to be ticked off by hand."""
    at = timezone.now()
    calls = calls_to_make(request.centre, at)  # type: ignore[attr-defined]
    return render(request, "outbox/phone_list_paper.html", {**_sorted(calls), "at": at})


@require_POST
def call_made(request: HttpRequest) -> HttpResponse:
    """Note how a call went and show the rest of the list."""
    form = CallForm(request.POST)
    if not form.is_valid():
        return _phone_list(request, _first_error(form), status=409)
    facts = form.cleaned_data
    call: dict[str, Any] = {
        "centre": request.centre,  # type: ignore[attr-defined]
        "sending_ids": facts["sendings"],
        "actor": request.actor,  # type: ignore[attr-defined]
        "at": timezone.now(),
        "note": facts["note"],
    }
    try:
        if facts["how"] == DROPPED:
            drop_call(**call)
        else:
            mark_called(**call, reached=facts["how"] == REACHED)
    except RuleBroken as error:
        return _phone_list(request, error.sentence, status=409)
    said = {REACHED: "已登记：告诉了。", DROPPED: "已从名单上拿掉。"}
    notices.success(request, said.get(facts["how"], "已登记：没联系上，两小时后再提醒。"))
    return redirect(_address(request, "outbox:phone_list"))


@require_GET
def messages(request: HttpRequest) -> HttpResponse:
    """Show a person what they were told, newest first."""
    reader = _reader(request)
    page = Paginator(messages_of(**reader), PER_PAGE).get_page(request.GET.get("page"))
    facts = {"messages_page": page, "unread": unread(**reader).count()}
    return render(request, "outbox/messages.html", facts)


@require_POST
def messages_read(request: HttpRequest) -> HttpResponse:
    """Note that a person has read everything."""
    mark_read(**_reader(request), at=timezone.now())
    return redirect(_address(request, "outbox:messages"))


def _phone_list(request: HttpRequest, error: str = "", status: int = 200) -> HttpResponse:
    at = timezone.now()
    centre = request.centre  # type: ignore[attr-defined]
    today = timezone.localtime(at).replace(hour=0, minute=0, second=0, microsecond=0)
    facts = {
        **_sorted(calls_to_make(centre, at)),
        "made": calls_made(centre, today)[:MADE_SHOWN],
        "at": at,
        "error": error,
        "note": request.POST.get("note", "") if error else "",
        "kept": request.POST.get("call", "") if error else "",
    }
    return render(request, "outbox/phone_list.html", facts, status=status)


def _sorted(calls: list[Call]) -> dict[str, Any]:
    return {
        "calls": calls,
        "to_phone": [call for call in calls if not call.is_visit],
        "to_visit": [call for call in calls if call.is_visit],
    }


def _first_error(form: CallForm) -> str:
    return str(next(iter(form.errors.values()))[0])


def _reader(request: HttpRequest) -> dict[str, Any]:
    """Say whose messages are read, and how many of them a delegate may see."""
    actor = request.actor  # type: ignore[attr-defined]
    return {
        "centre": request.centre,  # type: ignore[attr-defined]
        "person_id": actor.for_person_id,
        "within": actor.bound_to,
    }


def _address(request: HttpRequest, name: str) -> str:
    return reverse(name, kwargs={"code": request.centre.code})  # type: ignore[attr-defined]
