"""The voices list of the workbench: filter, search, saved views, a file to take away."""

from collections.abc import Iterable
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.engines.cases.public import Case, cases_list, categories, desk_counts
from changlai.foundation.people.public import for_staff
from changlai.halls.voices.actions.views import drop_view, save_view
from changlai.halls.voices.forms.staff import CaseFilterForm, SaveViewForm
from changlai.halls.voices.kinds import FAMILY
from changlai.halls.voices.queries import saved_views
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.sheets import write_rows
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.actions import take_register

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
COLUMNS = (
    ("编号", 14, lambda case: case.number),
    ("提出时间", 18, lambda case: f"{timezone.localtime(case.opened_at):%Y-%m-%d %H:%M}"),
    ("种类", 10, lambda case: case.kind_title),
    ("类别", 14, lambda case: case.category.name if case.category else ""),
    ("渠道", 10, lambda case: case.get_channel_display()),
    ("事项", 40, lambda case: case.heading),
    ("地点", 20, lambda case: case.place_text),
    ("状态", 10, lambda case: case.state_label),
    ("承办人", 10, lambda case: case.handler.shown_name if case.handler else ""),
    (
        "答复期限",
        18,
        lambda case: (
            f"{timezone.localtime(case.resolution_due):%Y-%m-%d %H:%M}"
            if case.resolution_due
            else ""
        ),
    ),
    ("评价", 10, lambda case: case.get_face_display()),
)
"""What the file of the list holds: heading, width, value; nobody's name or telephone."""


def _asked(request: HttpRequest) -> tuple[CaseFilterForm, Any]:
    actor = request.actor  # type: ignore[attr-defined]
    form = CaseFilterForm(request.GET, categories=categories(request.centre))  # type: ignore[attr-defined]
    rows = cases_list(actor, timezone.now(), form.as_filter(actor))
    return form, rows.select_related("category", "handler", "kind_version")


@for_staff("voices.see")
def cases(request: HttpRequest) -> HttpResponse:
    """List the voices, fifty a page, behind the chosen filter."""
    actor = request.actor  # type: ignore[attr-defined]
    form, rows = _asked(request)
    now = timezone.now()
    context = {
        "form": form,
        "page": page_of(request, rows),
        "now": now,
        "counts": desk_counts(actor, FAMILY, now),
        "views": saved_views(actor),
        "query": form.as_query,
        "save": SaveViewForm(initial={"query": form.as_query}),
    }
    return render(request, "voices/desk/cases.html", context)


@for_staff("voices.see")
def cases_xlsx(request: HttpRequest) -> HttpResponse:
    """Give the filtered list as a file; who took it is noted in the book."""
    _, rows = _asked(request)
    at = timezone.now()
    count = 0

    def cells() -> Iterable[list[Any]]:
        nonlocal count
        found: Iterable[Case] = rows.iterator(chunk_size=1000)
        for case in found:
            count += 1
            yield [value(case) for _, _, value in COLUMNS]

    body = write_rows(
        [title for title, _, _ in COLUMNS],
        cells(),
        widths=[width for _, width, _ in COLUMNS],
        title="诉求",
    )
    take_register(
        centre=request.centre,  # type: ignore[attr-defined]
        actor=request.actor,  # type: ignore[attr-defined]
        code="voices.list",
        shape="xlsx",
        rows=count,
        at=at,
    )
    name = quote(f"诉求-{timezone.localdate(at):%Y%m%d}.xlsx")
    return HttpResponse(
        body,
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


@require_POST
def _keep_view(request: HttpRequest) -> HttpResponse:
    centre = request.centre  # type: ignore[attr-defined]
    form = SaveViewForm(request.POST)
    back = centre_reverse(centre, "voices:cases")
    if not form.is_valid():
        messages.error(request, "请给这个视图起个名字。")
        return redirect(f"{back}?{request.POST.get('query', '')[:500]}")
    query = form.cleaned_data["query"]
    try:
        save_view(
            centre=centre,
            actor=request.actor,  # type: ignore[attr-defined]
            at=timezone.now(),
            name=form.cleaned_data["name"],
            query=query,
        )
    except RuleBroken as error:
        messages.error(request, error.sentence)
    else:
        messages.success(request, f"存好了：{form.cleaned_data['name']}。")
    return redirect(f"{back}?{query}")


@require_POST
def _forget_view(request: HttpRequest, pk: UUID) -> HttpResponse:
    centre = request.centre  # type: ignore[attr-defined]
    drop_view(centre=centre, view_id=pk, actor=request.actor)  # type: ignore[attr-defined]
    return redirect(centre_reverse(centre, "voices:cases"))


keep_view = for_staff("voices.see")(_keep_view)
forget_view = for_staff("voices.see")(_forget_view)
