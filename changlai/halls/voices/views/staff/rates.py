"""The three rates at the desk: open numerators and denominators, each leading to its cases."""

from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from changlai.engines.cases.public import (
    ExcludedFromRate,
    RateCode,
    cases_behind,
    may_decide_exclusion,
    open_exclusions,
    rates,
)
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.voices.forms.intake import OWN, QUARTER, SpanForm
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.series import rates_by_category, rates_by_month, within
from changlai.kernel.pages.paging import page_of

APPROVED = ".out.by_approval"
TITLES = [(rate.label, rate is RateCode.SATISFACTION) for rate in RateCode]
"""The rates, and whether how many said anything stands beside."""


def _asked(request: CentreRequest) -> tuple[SpanForm, date, date]:
    """Return the form filled with the span in use, and its days."""
    today = timezone.localdate()
    asked = SpanForm(request.GET)
    since, until = asked.days(today)
    if not asked.is_valid():
        return asked, since, until
    span = asked.cleaned_data["span"]
    if not span:
        span = OWN if asked.cleaned_data["since"] or asked.cleaned_data["until"] else QUARTER
    form = SpanForm({"span": span, "since": since.isoformat(), "until": until.isoformat()})
    return form, since, until


@for_staff("voices.see")
def three_rates(request: CentreRequest) -> HttpResponse:
    """Show response, resolution and satisfaction of a span, or by month, or by category."""
    actor, centre = request.actor, request.centre
    form, since, until = _asked(request)
    show = request.GET.get("show", "")
    context: dict[str, Any] = {
        "form": form,
        "since": since,
        "until": until,
        "show": show,
        "days": urlencode({"since": since.isoformat(), "until": until.isoformat()}),
    }
    if show == "months":
        context["rows"] = rates_by_month(actor, centre, until)
        context["titles"] = TITLES
    elif show == "categories":
        context["rows"] = rates_by_category(actor, centre, since, until)
        context["titles"] = TITLES
    else:
        context["figures"] = rates(centre, since, until)
        context["waiting"] = [
            (row, may_decide_exclusion(actor, row.case, row.asked_by_id))
            for row in open_exclusions(actor, FAMILY)
        ]
    return render(request, "voices/desk/rates.html", context)


@for_staff("voices.see")
def rate_cases(request: CentreRequest) -> HttpResponse:
    """List the voices behind one number of a rate."""
    _, since, until = _asked(request)
    code = request.GET.get("code", "")
    category = request.GET.get("category", "")[:60]
    try:
        rows = cases_behind(request.centre, code, since, until, actor=request.actor, family=FAMILY)
    except KeyError:
        raise Http404 from None
    rate, _, part = code.partition(".")
    page = page_of(request, within(rows, category).select_related("category", "kind_version"))
    reasons = {}
    if code.endswith(APPROVED):
        agreed = ExcludedFromRate.objects.of(request.centre).filter(
            rate=rate, is_agreed=True, case_id__in=[case.pk for case in page.object_list]
        )
        reasons = {row.case_id: row for row in agreed.select_related("asked_by", "decided_by")}
    context = {
        "page": page,
        "lines": [(case, reasons.get(case.pk)) for case in page.object_list],
        "title": RateCode(rate).label,
        "part": {"numerator": "分子", "denominator": "分母"}.get(part, "没有计入的"),
        "why": _why(request, code, since, until) if part.startswith("out.") else "",
        "since": since,
        "until": until,
        "now": timezone.now(),
        "days": urlencode({"since": since.isoformat(), "until": until.isoformat()}),
    }
    return render(request, "voices/desk/rate_cases.html", context)


def _why(request: CentreRequest, code: str, since: date, until: date) -> str:
    """Return the words of the reason for which these cases are left out."""
    for figure in rates(request.centre, since, until):
        for row in figure.excluded:
            if row.filter_code == code:
                return row.title
    return ""
