"""Parcels go out: find one by code or name, hand it over, put it back, return it, bring it home."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, choosing, for_staff, place_of
from changlai.halls.parcels import policies, queries
from changlai.halls.parcels.actions import arranging, handing_out
from changlai.halls.parcels.actions.codes import open_by_code
from changlai.halls.parcels.actions.taking_in import find_recipient
from changlai.halls.parcels.forms import (
    CodeForm,
    DeliveryForm,
    HandOutForm,
    ProxyForm,
    ReasonForm,
    RecipientForm,
)
from changlai.halls.parcels.models import Parcel
from changlai.halls.parcels.states import DeliveryState, ParcelState
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import words_of
from changlai.kernel.pages.routes import centre_reverse

FOUND = 30


def _status(error: RuleBroken) -> int:
    return 200 if isinstance(error, BadInput) else 409


def _asker(request: CentreRequest) -> str:
    return f"desk:{request.actor.account_id}"


@for_staff("parcels.keep")
def out(request: CentreRequest) -> HttpResponse:
    """Find a parcel to hand out: by its code, or by name, telephone or the end of either number."""
    form, status = CodeForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            found = open_by_code(
                centre=request.centre,
                code=form.cleaned_data["code"],
                at=timezone.now(),
                asker=_asker(request),
            )
        except RuleBroken as error:
            form.add_error("code", error.sentence)
            status = _status(error)
        else:
            return redirect(centre_reverse(request.centre, "parcels:desk_parcel", pk=found.pk))
    words = words_of(request)
    rows = policies.visible_parcels(request.actor).live().select_related("person__hamlet")
    found_rows = queries.found_by(request.centre, rows, words) if words else rows.none()
    context = {
        "form": form,
        "words": words,
        "rows": found_rows.order_by("in_at", "id")[:FOUND],
        "now": timezone.now(),
    }
    return render(request, "parcels/desk/out.html", context, status=status)


def _hand_out(request: CentreRequest, parcel: Parcel, form: HandOutForm) -> str:
    """Hand the parcel out, and those ticked beside it that wait for the same person."""
    said = form.cleaned_data
    others = {str(one.pk): one for one in queries.of_same(parcel)}
    ticked = [others[key] for key in request.POST.getlist("also") if key in others]
    tells_own = bool(said["code"]) and _tells_code(request, parcel, said["code"])
    for one in [parcel, *ticked]:
        # Whoever tells the code of one of them may take the others of the same recipient along.
        handing_out.hand_out(
            centre=request.centre,
            parcel_id=one.pk,
            actor=request.actor,
            at=timezone.now(),
            taker=said["taker"],
            taker_name=said["taker_name"],
            code=one.code if tells_own else "",
        )
    return f"{1 + len(ticked)}件都取走了。" if ticked else "取走了。"


def _tells_code(request: CentreRequest, parcel: Parcel, code: str) -> bool:
    """Say whether the code is this parcel's; a wrong one counts like any other at the desk."""
    found = open_by_code(centre=request.centre, code=code, at=timezone.now(), asker=_asker(request))
    if found.pk != parcel.pk:
        raise BadInput(f"这个取件码是另一件的({found.code})，请对照再看。")
    return True


@for_staff("parcels.keep")
def parcel(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a parcel with all that can be done with it now."""
    rows = policies.visible_parcels(request.actor)
    row = get_object_or_404(rows.select_related("person__hamlet", "in_by", "out_by"), pk=pk)
    verb = request.POST.get("verb", "")
    typed = {verb: request.POST} if request.method == "POST" else {}
    forms: dict[str, Any] = {
        "hand_out": HandOutForm(typed.get("hand_out"), parcel=row),
        "put_back": ReasonForm(typed.get("put_back"), prefix="back"),
        "return": ReasonForm(typed.get("return"), prefix="return"),
        "proxy": ProxyForm(typed.get("proxy"), initial={"name": row.proxy_name}, prefix="proxy"),
        "ask": DeliveryForm(typed.get("ask"), prefix="ask"),
        "brought": ReasonForm(typed.get("brought"), prefix="brought"),
        "cannot": ReasonForm(typed.get("cannot"), prefix="cannot"),
    }
    trouble, status = "", 200
    form = forms.get(verb)
    if form is not None and form.is_valid():
        try:
            done = _do(request, row, verb, form)
        except RuleBroken as error:
            trouble, status = error.sentence, _status(error)
            row = get_object_or_404(rows.select_related("person__hamlet", "in_by", "out_by"), pk=pk)
        else:
            messages.success(request, done)
            return redirect(centre_reverse(request.centre, "parcels:desk_parcel", pk=pk))
    waits = row.state == ParcelState.WAITING
    delivery = row.deliveries.order_by("-asked_at", "-id").first()
    context = {
        "row": row,
        "forms": forms,
        "trouble": trouble,
        "waits": waits,
        "days": row.days(timezone.now()),
        "others": list(queries.of_same(row)) if waits else [],
        "fetchers": queries.fetchers(row, timezone.now()) if waits else [],
        "delivery": delivery,
        "is_asked": delivery is not None and delivery.state == DeliveryState.ASKED,
        "place": place_of(row.person) if delivery and row.person else "",
        "same_end": queries.people_ending(request.centre, row.tail)
        if waits and row.tail and not row.is_matched
        else [],
    }
    return render(request, "parcels/desk/parcel.html", context, status=status)


def _do(request: CentreRequest, row: Parcel, verb: str, form: Any) -> str:
    """Do what was asked with one parcel; return the sentence for the screen."""
    who: dict[str, Any] = {
        "centre": request.centre,
        "actor": request.actor,
        "at": timezone.now(),
    }
    one: dict[str, Any] = {"parcel_id": row.pk}
    said = form.cleaned_data
    if verb == "hand_out":
        return _hand_out(request, row, form)
    if verb == "put_back":
        back = handing_out.put_back(**who, **one, reason=said["reason"])
        return f"放回架上了，新的取件码{back.code}，会告诉收件人。"
    if verb == "return":
        handing_out.return_parcel(**who, **one, reason=said["reason"])
        return "退回快递公司了，已告诉收件人。"
    if verb == "proxy":
        arranging.name_proxy(**who, **one, name=said["name"], channel="counter")
        return "记下了。"
    if verb == "ask":
        arranging.ask_delivery(**who, **one, place=said["place"], channel="counter")
        return "记下了，等着送。"
    delivery = row.deliveries.filter(state=DeliveryState.ASKED).first()
    if delivery is None:
        raise BadInput("这件没有在等着送。")
    is_brought = verb == "brought"
    arranging.end_delivery(
        **who,
        delivery_id=delivery.pk,
        state=DeliveryState.DONE if is_brought else DeliveryState.NOT_POSSIBLE,
        answer="" if is_brought else said["reason"],
        taker_name=said["reason"] if is_brought else "",
    )
    return "送到了，这件取走了。" if is_brought else "已告诉收件人送不了。"


@for_staff("parcels.keep")
def recipient(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say for whom a parcel is: a villager, or a name and a number."""
    row = get_object_or_404(policies.visible_parcels(request.actor).select_related("person"), pk=pk)
    chosen = choosing(request)
    form = RecipientForm(request.POST if request.method == "POST" else None)
    status = 200
    if request.method == "POST" and (form.is_valid() or chosen["person"]):
        said = form.cleaned_data
        try:
            find_recipient(
                centre=request.centre,
                parcel_id=pk,
                actor=request.actor,
                at=timezone.now(),
                person=chosen["person"],
                name=said.get("name", ""),
                phone=said.get("phone", ""),
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, "收件人记下了。")
            return redirect(centre_reverse(request.centre, "parcels:desk_parcel", pk=pk))
    context = chosen | {"form": form, "row": row}
    return render(request, "parcels/desk/recipient.html", context, status=status)
