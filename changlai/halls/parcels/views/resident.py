"""我的快递: what waits for me, who fetches it, have it brought; a code that anyone may check."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_residents, open_to_all
from changlai.halls.parcels import policies
from changlai.halls.parcels.actions import arranging
from changlai.halls.parcels.actions.codes import open_by_code
from changlai.halls.parcels.forms import CodeForm, DeliveryForm, ProxyForm
from changlai.halls.parcels.states import DeliveryState, ParcelState
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.callers import address_of
from changlai.kernel.pages.routes import centre_reverse

PAST = 50


@for_residents
def mine(request: CentreRequest) -> HttpResponse:
    """Show one's parcels on the shelf with their codes, and those of the last thirty days."""
    rows = policies.own_parcels(request.actor).order_by("in_at", "id")
    past = policies.own_parcels(request.actor).exclude(state=ParcelState.WAITING)
    context = {
        "waiting": rows.live(),
        "past": past.filter(purged_at__isnull=True).order_by("-out_at", "-id")[:PAST],
    }
    return render(request, "parcels/resident/mine.html", context)


@for_residents
def parcel(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's parcel; say who fetches it, or have it brought home."""
    rows = policies.own_parcels(request.actor).filter(purged_at__isnull=True)
    row = get_object_or_404(rows, pk=pk)
    verb = request.POST.get("verb", "")
    proxy = ProxyForm(
        request.POST if verb == "proxy" else None, initial={"name": row.proxy_name}, prefix="proxy"
    )
    ask = DeliveryForm(request.POST if verb == "ask" else None, prefix="ask")
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _arrange(request, row, verb, {"proxy": proxy, "ask": ask}.get(verb))
        except RuleBroken as error:
            trouble, status = error.sentence, 200 if isinstance(error, BadInput) else 409
            row = get_object_or_404(rows, pk=pk)
        else:
            if done:
                messages.success(request, done)
                return redirect(centre_reverse(request.centre, "parcels:parcel", pk=pk))
    delivery = row.deliveries.order_by("-asked_at", "-id").first()
    context = {
        "row": row,
        "proxy": proxy,
        "ask": ask,
        "trouble": trouble,
        "waits": row.state == ParcelState.WAITING,
        "delivery": delivery,
        "is_asked": delivery is not None and delivery.state == DeliveryState.ASKED,
    }
    return render(request, "parcels/resident/parcel.html", context, status=status)


def _arrange(request: CentreRequest, row: Any, verb: str, form: Any) -> str:
    who: dict[str, Any] = {
        "centre": request.centre,
        "actor": request.actor,
        "at": timezone.now(),
    }
    if verb == "no_delivery":
        asked = get_object_or_404(row.deliveries.filter(state=DeliveryState.ASKED))
        arranging.end_delivery(**who, delivery_id=asked.pk, state=DeliveryState.WITHDRAWN)
        return "好的，不用送了。"
    if form is None or not form.is_valid():
        return ""
    how: dict[str, Any] = {"parcel_id": row.pk, "channel": request.actor.channel}
    if verb == "ask":
        arranging.ask_delivery(**who, **how, place=form.cleaned_data["place"])
        return "记下了，送之前会给您打电话。"
    named = arranging.name_proxy(**who, **how, name=form.cleaned_data["name"])
    return f"记下了，{named.proxy_name}可以来代取。" if named.proxy_name else "好的，不请人代取。"


@open_to_all
def check(request: CentreRequest) -> HttpResponse:
    """Say of a pickup code whether its parcel stands here, on which shelf and since when."""
    form, status, found = CodeForm(request.POST or None), 200, None
    if request.method == "POST" and form.is_valid():
        try:
            found = open_by_code(
                centre=request.centre,
                code=form.cleaned_data["code"],
                at=timezone.now(),
                asker=f"open:{address_of(request)}",
            )
        except RuleBroken as error:
            form.add_error("code", error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
    context = {"form": form, "found": found}
    return render(request, "parcels/resident/check.html", context, status=status)
