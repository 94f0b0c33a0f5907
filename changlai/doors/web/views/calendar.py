"""The yearly import of the State Council's notice, from which all deadlines are counted."""

from collections.abc import Iterable

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.doors.web.forms import CalendarNotice
from changlai.foundation.people.public import for_staff
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.workcalendar.actions import import_notice
from changlai.kernel.workcalendar.days import current


@for_staff("calendar.import")
def calendar(request: HttpRequest) -> HttpResponse:
    """Show which years are in, and take the next notice; a dry run says what would change."""
    form = CalendarNotice(request.POST or None, request.FILES or None)
    report = None
    if request.method == "POST" and form.is_valid():
        try:
            report = import_notice(
                form.cleaned_data["notice"],
                at=timezone.now(),
                source=form.cleaned_data["source"],
                dry_run=form.cleaned_data["dry_run"],
            )
        except BadInput as error:
            form.add_error("notice", error.sentence)
        else:
            if not report.errors and not form.cleaned_data["dry_run"]:
                messages.success(request, "放假安排已保存，期限会按新的工作日计算。")
                return redirect(centre_reverse(request.centre, "web:calendar"))  # type: ignore[attr-defined]
    kept = current()
    days = sorted(kept.exceptions.items(), reverse=True)
    return render(
        request,
        "web/calendar.html",
        {"form": form, "report": report, "years": _spans(kept.years), "days": days[:60]},
    )


def _spans(years: Iterable[int]) -> list[str]:
    """Say a row of years as spans: 2004–2026."""
    spans: list[list[int]] = []
    for year in sorted(years):
        if spans and spans[-1][1] == year - 1:
            spans[-1][1] = year
        else:
            spans.append([year, year])
    return [f"{first}" if first == last else f"{first}–{last}" for first, last in spans]
