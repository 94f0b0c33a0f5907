"""The sign-up list on paper: print it with its number, and type it in when it comes back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.engines.activities import public as activities
from changlai.engines.activities.public import Activity, SignUp, visible_sign_ups
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.actions.paper import enter_line, line_id
from changlai.halls.gatherings.forms.signups import PAPER_LINES, PaperLineForm, SheetForm
from changlai.halls.gatherings.queries.signups import places_of, sessions_of
from changlai.halls.gatherings.views.staff.signups import POWER, find_activity
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse

MOST_SHEETS = 20


def _number(typed: str, most: int) -> int:
    return min(max(int(typed), 1), most) if typed.isascii() and typed.isdigit() else 1


@for_staff(POWER)
def sheet(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show blank sheets with their numbers, and who has signed up already, ready to print."""
    activity = find_activity(request, pk)
    first = _number(request.GET.get("from", ""), 99)
    count = _number(request.GET.get("sheets", ""), MOST_SHEETS)
    enter = request.build_absolute_uri(
        centre_reverse(request.centre, "gatherings:signup_paper", pk=pk)
    )
    rows = visible_sign_ups(request.actor, request.centre).live().filter(activity=activity)
    context = {
        "activity": activity,
        "sessions": sessions_of(activity),
        "sheets": [(n, f"{enter}?sheet={n}") for n in range(first, min(first + count, 100))],
        "lines": range(1, PAPER_LINES + 1),
        "rows": rows.select_related("person", "ticket").order_by("queued_at", "id"),
        "tickets": places_of(activity).tickets,
    }
    return render(request, "gatherings/desk/signup_sheet.html", context)


@for_staff(POWER)
def enter(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Type a sheet in, line by line; what was typed before is told, not entered twice."""
    activity = find_activity(request, pk)
    places = places_of(activity)
    tickets = [(one.pk, one.name) for one in places.tickets]
    posted = request.POST if request.method == "POST" else None
    which = SheetForm(posted, initial={"sheet": _number(request.GET.get("sheet", ""), 99)})
    lines = [PaperLineForm(posted, prefix=f"line{n}") for n in range(1, PAPER_LINES + 1)]
    for n, line in enumerate(lines, 1):
        line.offer(tickets, n)
    status = 200
    if posted is not None and all([which.is_valid(), *(line.is_valid() for line in lines)]):
        if not any(line.is_filled for line in lines):
            which.add_error(None, "一行也没有填。请照着纸上写的填姓名。")
        else:
            status = _enter_all(request, activity, which, lines, tickets)
            if status == 302:
                return redirect(centre_reverse(request.centre, "gatherings:desk_signups", pk=pk))
    number = which.data.get("sheet") if which.is_bound else which.initial["sheet"]
    context = {
        "activity": activity,
        "which": which,
        "lines": list(enumerate(lines, 1)),
        "has_kinds": len(tickets) > 1,
        "known": _known(request, activity, _number(str(number), 99)),
        "closed": activities.closed_because(activity, timezone.now(), is_staff=True),
        "up": centre_reverse(request.centre, "gatherings:desk_signups", pk=pk),
    }
    return render(request, "gatherings/desk/signup_enter.html", context, status=status)


def _enter_all(
    request: CentreRequest, activity: Activity, which: Any, lines: list[Any], tickets: list[Any]
) -> int:
    """Enter every line that somebody wrote on; a line that cannot be entered stays, with why."""
    entered, before = 0, _known(request, activity, which.cleaned_data["sheet"])
    failed = False
    for number, line in enumerate(lines, 1):
        if not line.is_filled:
            continue
        said = line.cleaned_data
        try:
            enter_line(
                centre=request.centre,
                activity=activity,
                actor=request.actor,
                at=timezone.now(),
                sheet=which.cleaned_data["sheet"],
                line=number,
                ticket_id=said.get("ticket") or tickets[0][0],
                alias=said["alias"],
                phone=said["phone"],
                heads=said["heads"] or 1,
            )
        except RuleBroken as error:
            line.add_error(None, error.sentence)
            failed = True
        else:
            entered += number not in before
    if failed:
        if entered:
            messages.success(request, f"已经录好{entered}行，没录上的还在下面。")
        return 200
    messages.success(
        request, f"录好了{entered}行。" if entered else "这些行以前录过了，没有重复录。"
    )
    return 302


def _known(request: CentreRequest, activity: Activity, sheet: int) -> dict[int, SignUp]:
    """Return the lines of a sheet that were entered before."""
    keys = {line_id(activity, sheet, n): n for n in range(1, PAPER_LINES + 1)}
    rows = visible_sign_ups(request.actor, request.centre).filter(form_id__in=keys)
    return {keys[row.form_id]: row for row in rows.select_related("person") if row.form_id}
