"""Preset packs: give, bring, look before anything is taken, take."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.governance.practices import policies
from changlai.governance.practices.actions.packs import (
    gift_of,
    keep_arrival,
    make_pack,
    shareable,
    take_pack,
    try_pack,
)
from changlai.governance.practices.forms import BringForm, GiveForm
from changlai.governance.practices.states import LARGEST, ArrivalState
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


@for_staff(policies.TAKE)
def listing(request: CentreRequest) -> HttpResponse:
    """List the packs that came."""
    rows = policies.visible_arrivals(request.actor, request.centre).defer("body")
    return render(request, "practices/desk/packs.html", {"page": page_of(request, rows)})


@for_staff(policies.TAKE)
def give(request: CentreRequest) -> HttpResponse:
    """Choose what goes into a pack, and see what goes and what stays at home."""
    is_asked = "title" in request.GET
    form = GiveForm(request.GET if is_asked else None, parts=shareable(request.centre))
    context: dict[str, Any] = {"form": form}
    if is_asked and form.is_valid():
        said = form.cleaned_data
        try:
            make_pack(
                centre=request.centre,
                actor=request.actor,
                codes=said["part"],
                title=said["title"],
                note=said["note"],
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        gift = gift_of(centre=request.centre, actor=request.actor, codes=said["part"])
        context |= {"gift": gift, "query": request.GET.urlencode()}
    return render(request, "practices/desk/give.html", context)


@for_staff(policies.TAKE)
def give_file(request: CentreRequest) -> HttpResponse:
    """Give the file of a pack."""
    form = GiveForm(request.GET, parts=shareable(request.centre))
    if not form.is_valid():
        return redirect(centre_reverse(request.centre, "practices:give"))
    said = form.cleaned_data
    body = make_pack(
        centre=request.centre,
        actor=request.actor,
        codes=said["part"],
        title=said["title"],
        note=said["note"],
    )
    answer = HttpResponse(body, content_type="application/json")
    name = quote(f"经验包-{said['title']}.json")
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


@for_staff(policies.TAKE)
def bring(request: CentreRequest) -> HttpResponse:
    """Bring a pack; it is only looked at."""
    sent = request.method == "POST"
    form = BringForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        try:
            # One byte more than may be tells too large, however large the file really is.
            body = form.cleaned_data["file"].read(LARGEST + 1)
            row = keep_arrival(**_who(request), body=body)
        except BadInput as error:
            form.add_error("file", error.sentence)
        else:
            return redirect(centre_reverse(request.centre, "practices:arrival", pk=row.pk))
    return render(request, "practices/desk/bring.html", {"form": form})


@for_staff(policies.TAKE)
def arrival(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show what a pack would bring, what is there, what is refused; take it after that."""
    rows = policies.visible_arrivals(request.actor, request.centre)
    row = get_object_or_404(rows.select_related("brought_by", "taken_by"), pk=pk)
    if request.method == "POST":
        taking = take_pack(**_who(request), arrival_id=row.pk)
        words = f"收下了{taking.made}样，都还没有起用，到各处改好再用。"
        messages.success(request, words if taking.made else "这个包里的都已经有了，没有变。")
        return redirect(centre_reverse(request.centre, "practices:arrival", pk=pk))
    context = {
        "arrival": row,
        "taking": try_pack(**_who(request), arrival=row),
        "is_taken": row.state == ArrivalState.TAKEN,
    }
    return render(request, "practices/desk/arrival.html", context)
