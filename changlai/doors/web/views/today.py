"""今日: everything that needs this colleague today, on one sheet that can be printed."""

from datetime import datetime, time, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.doors.web.flags import flags
from changlai.doors.web.forms import ChooseDay
from changlai.foundation.people.public import duty_of_day, for_staff
from changlai.kernel.registry.public import collect

MORNING = time(8)


def _sheet(request: HttpRequest) -> dict[str, Any]:
    """Ask each app for its block, as of now or of the morning of the chosen day."""
    now = timezone.now()
    form = ChooseDay(request.GET)
    chosen = form.cleaned_data.get("day") if form.is_valid() else None
    today = timezone.localdate(now)
    day = chosen or today
    at = now if day == today else timezone.make_aware(datetime.combine(day, MORNING))
    actor = request.actor  # type: ignore[attr-defined]
    blocks = []
    off = request.centre.off  # type: ignore[attr-defined]
    for section in collect("today", off):
        if not section.shown(actor):
            continue
        lines, total = section.lines(actor, at)
        blocks.append(
            {
                "section": section,
                "lines": lines,
                "total": total,
                "more": total - len(lines),
                "is_late": any(line.late for line in lines),
            }
        )
    return {
        "form": ChooseDay(initial={"day": day}),
        "day": day,
        "is_today": day == today,
        "before": day - timedelta(days=1),
        "after": day + timedelta(days=1),
        "at": at,
        "now": now,
        "blocks": blocks,
        "duty": duty_of_day(request.centre, day),  # type: ignore[attr-defined]
        "flags": flags(day, now),
    }


@for_staff()
def today(request: HttpRequest) -> HttpResponse:
    """Show the sheet of a day on the workbench."""
    return render(request, "web/today.html", _sheet(request))


@for_staff()
def today_on_paper(request: HttpRequest) -> HttpResponse:
    """Show the sheet of a day as one page of paper."""
    return render(request, "web/today_paper.html", _sheet(request))
