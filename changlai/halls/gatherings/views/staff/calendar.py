"""The month of activities; each day is a list, so that a keyboard reads it as well."""

import calendar as months
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities.public import SessionState, sessions_between, visible_activities
from changlai.foundation.people.public import for_staff
from changlai.halls.gatherings.queries.showing import hours, place_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.workcalendar.days import current


def _month_of(said: str, today: date) -> date:
    """Return the first day of the month asked for; a broken one is this month."""
    try:
        found = datetime.strptime(said, "%Y-%m").date()  # noqa: DTZ007 -- a month has no zone
    except ValueError:
        return today.replace(day=1)
    return found if 1950 <= found.year <= 2100 else today.replace(day=1)


@for_staff("gatherings.see")
def use_session(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lead from a session, as a calendar of rooms shows it, to its activity."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    found = get_object_or_404(visible_activities(actor, centre), sessions__pk=pk)
    return redirect(centre_reverse(centre, "gatherings:desk_activity", pk=found.pk))


@for_staff("gatherings.see")
def month(request: HttpRequest) -> HttpResponse:
    """Show the sessions of a month, day by day, with holidays and make-up days marked."""
    centre, actor = request.centre, request.actor  # type: ignore[attr-defined]
    today = timezone.localdate()
    first = _month_of(request.GET.get("month", ""), today)
    weeks = months.Calendar().monthdatescalendar(first.year, first.month)
    zone = timezone.get_default_timezone()
    since = datetime.combine(weeks[0][0], time(0), zone)
    until = datetime.combine(weeks[-1][-1] + timedelta(days=1), time(0), zone)
    by_day: dict[date, list[dict[str, Any]]] = {}
    for row in sessions_between(actor, centre, since, until):
        line = {
            "row": row,
            "hours": hours(row),
            "place": place_of(row),
            "is_off": row.state == SessionState.CANCELLED,
        }
        by_day.setdefault(timezone.localdate(row.starts), []).append(line)
    holidays = current().exceptions
    grid = [
        [
            {
                "day": day,
                "lines": by_day.get(day, []),
                "is_other": day.month != first.month,
                "is_today": day == today,
                "note": {True: "班", False: "休"}.get(holidays.get(day), ""),  # type: ignore[arg-type]
            }
            for day in week
        ]
        for week in weeks
    ]
    context = {
        "first": first,
        "grid": grid,
        "before": (first - timedelta(days=1)).replace(day=1),
        "after": (first + timedelta(days=32)).replace(day=1),
        "weekdays": "一二三四五六日",
    }
    return render(request, "gatherings/desk/calendar.html", context)
