"""The shelf on the workbench: what stands there, what is overdue, and the centre's own rules."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.parcels import policies, queries
from changlai.halls.parcels.actions.keeping import put_rules
from changlai.halls.parcels.forms import RulesForm
from changlai.halls.parcels.states import ParcelState
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse

TABS = (
    ("waiting", "在架"),
    ("unmatched", "不知道是谁的"),
    ("overdue", "放久了"),
    ("deliver", "等着送"),
    ("gone", "已离开"),
)


def _of_tab(rows: Any, tab: str, at: Any, days: int) -> Any:
    if tab == "gone":
        return rows.exclude(state=ParcelState.WAITING).order_by("-out_at", "-id")
    rows = rows.live().order_by("in_at", "id")
    if tab == "unmatched":
        return rows.unmatched()
    if tab == "overdue":
        return rows.filter(queries.standing(at, days))
    return rows.filter(to_deliver=True) if tab == "deliver" else rows


@for_staff("parcels.keep")
def parcels(request: CentreRequest) -> HttpResponse:
    """List the parcels by what is to be done with them, and find one by anything known of it."""
    at, days = timezone.now(), queries.rules_of(request.centre).overdue_days
    tab = request.GET.get("tab", "")
    tab = tab if tab in dict(TABS) else "waiting"
    words = words_of(request)
    rows = queries.with_delivery(policies.visible_parcels(request.actor))
    rows = _of_tab(rows.select_related("person__hamlet"), tab, at, days)
    if words:
        rows = queries.found_by(request.centre, rows, words)
    page = page_of(request, rows)
    for row in page:
        row.late = row.is_overdue(at, days)
        row.stood = row.days(at)
    counts = queries.shelf_counts(request.centre, at, days)
    numbers = {
        "waiting": counts.waiting,
        "unmatched": counts.unmatched,
        "overdue": counts.overdue,
        "deliver": counts.deliveries,
    }
    context = {
        "page": page,
        "tabs": [(code, title, numbers.get(code)) for code, title in TABS],
        "tab": tab,
        "words": words,
        "may_set_rules": policies.may_set_rules(request.actor, request.centre),
    }
    return render(request, "parcels/desk/parcels.html", context)


@for_staff("parcels.keep")
def overdue(request: CentreRequest) -> HttpResponse:
    """Show what stands too long as a sheet of paper, with room for what was said on the phone."""
    at, days = timezone.now(), queries.rules_of(request.centre).overdue_days
    rows = list(queries.overdue(request.centre, at, days))
    for row in rows:
        row.stood = row.days(at)
    context = {"rows": rows, "days": days, "today": timezone.localdate()}
    return render(request, "parcels/desk/overdue.html", context)


@for_staff("parcels.manage")
def rules(request: CentreRequest) -> HttpResponse:
    """Choose after how many days a parcel is overdue, and name the shelves."""
    form = RulesForm(request.POST or None, rules=queries.rules_of(request.centre))
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            put_rules(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "parcels:desk_parcels"))
    return render(request, "parcels/desk/rules.html", {"form": form}, status=status)
