"""Screens where a centre says what it is, when it is open, and which hamlets it has.

They carry no access mark, since areas stand below people: the web door gives each the power
`centre.manage` when it places them.
"""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from changlai.foundation.areas.forms import (
    CentreForm,
    ExceptionForm,
    HamletForm,
    PartsForm,
    WeekForm,
)
from changlai.foundation.areas.models import Hamlet
from changlai.foundation.areas.public import (
    add_hamlet,
    change_hamlet,
    choose_parts,
    coming_exceptions,
    describe_centre,
    drop_exception,
    open_week,
    opening,
    set_exception,
    set_week,
)
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registry.public import collect
from changlai.kernel.workcalendar.clocks import OpenWeek

FACTS = ("name", "short_name", "phone", "address", "host_name", "filing_number")


@require_http_methods(["GET", "HEAD", "POST"])
def settings(request: HttpRequest) -> HttpResponse:
    """Show and change what the centre says about itself."""
    centre = _centre(request)
    form = CentreForm(request.POST or None, initial={name: getattr(centre, name) for name in FACTS})
    if request.method == "POST" and form.is_valid():
        try:
            describe_centre(**_who(request), **form.cleaned_data)
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            return _saved(request, "areas:settings", "已保存。")
    facts = {"form": form, "opening": opening(centre, timezone.now()), "tab": "settings"}
    return render(request, "areas/settings.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def parts(request: HttpRequest) -> HttpResponse:
    """Show which parts of the house there are, and which of them the village uses."""
    found, centre = collect("parts"), _centre(request)
    used = [part.code for part in found if part.code not in centre.off]
    typed = request.POST if request.method == "POST" else None
    form = PartsForm(typed, parts=found, initial={"on": used})
    if request.method == "POST" and form.is_valid():
        choose_parts(**_who(request), off=form.off())
        return _saved(request, "areas:parts", "已保存。不用的功能不再出现，记过的东西都还在。")
    return render(request, "areas/parts.html", {"form": form, "tab": "parts", "found": found})


@require_http_methods(["GET", "HEAD", "POST"])
def hours(request: HttpRequest) -> HttpResponse:
    """Show and change the ordinary week."""
    form = WeekForm(request.POST or None, week=open_week(_centre(request)))
    if request.method == "POST" and form.is_valid():
        try:
            set_week(**_who(request), week=OpenWeek(form.cleaned_data["hours"]))
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            return _saved(request, "areas:hours", "开放时间已保存，以后的办理时限按新的时间算。")
    return render(request, "areas/hours.html", {"form": form, "tab": "hours"})


@require_http_methods(["GET", "HEAD", "POST"])
def exceptions(request: HttpRequest) -> HttpResponse:
    """Show the announced days with other hours, and announce one more."""
    form = ExceptionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            set_exception(**_who(request), **form.cleaned_data)
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            return _saved(request, "areas:exceptions", "已公布。")
    rows = coming_exceptions(_centre(request), timezone.localdate())
    facts = {"form": form, "rows": rows, "tab": "exceptions"}
    return render(request, "areas/exceptions.html", facts)


@require_POST
def exception_drop(request: HttpRequest, exception_id: UUID) -> HttpResponse:
    """Take back an announced day."""
    drop_exception(**_who(request), exception_id=exception_id)
    return _saved(request, "areas:exceptions", "已取消，这一天按平常时间开放。")


@require_http_methods(["GET", "HEAD", "POST"])
def hamlets(request: HttpRequest) -> HttpResponse:
    """Show the hamlets, and add one."""
    form = HamletForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_hamlet(**_who(request), name=form.cleaned_data["name"])
        except BadInput as error:
            form.add_error("name", error.sentence)
        else:
            return _saved(request, "areas:hamlets", "已添加。")
    rows = Hamlet.objects.of(_centre(request))
    facts = {"form": form, "rows": rows, "tab": "hamlets"}
    return render(request, "areas/hamlets.html", facts)


@require_http_methods(["GET", "HEAD", "POST"])
def hamlet(request: HttpRequest, hamlet_id: UUID) -> HttpResponse:
    """Rename a hamlet, retire it or take it back."""
    row = get_object_or_404(Hamlet.objects.of(_centre(request)), pk=hamlet_id)
    form = HamletForm(request.POST or None, initial={"name": row.name, "is_active": row.is_active})
    if request.method == "POST" and form.is_valid():
        try:
            change_hamlet(**_who(request), hamlet_id=row.pk, **form.cleaned_data)
        except BadInput as error:
            form.add_error("name", error.sentence)
        else:
            return _saved(request, "areas:hamlets", "已保存。")
    facts = {"form": form, "hamlet": row, "tab": "hamlets"}
    return render(request, "areas/hamlet.html", facts)


def _centre(request: HttpRequest) -> Any:
    return request.centre  # type: ignore[attr-defined]


def _who(request: HttpRequest) -> dict[str, Any]:
    return {
        "centre": _centre(request),
        "actor": request.actor,  # type: ignore[attr-defined]
        "at": timezone.now(),
    }


def _saved(request: HttpRequest, name: str, sentence: str) -> HttpResponse:
    messages.success(request, sentence)
    return redirect(centre_reverse(_centre(request), name))
