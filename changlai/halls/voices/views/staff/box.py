"""The suggestion box at the desk: opened by two, then one slip after another until it adds up."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.cases.public import categories
from changlai.foundation.people.public import (
    CentreRequest,
    for_staff,
    person_named,
    residents,
    staff_of,
)
from changlai.halls.voices.actions.box import add_box, enter_slip, open_box, set_slip_aside
from changlai.halls.voices.forms.intake import BoxForm, OpenBoxForm, SlipForm
from changlai.halls.voices.queries import box_openings, boxes, slips_of, unfinished_openings
from changlai.halls.voices.views.staff.receipts import kept_photo, said_by
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of
from changlai.kernel.pages.routes import centre_reverse

MOST_FOUND = 10


@for_staff("voices.intake")
def box_list(request: CentreRequest) -> HttpResponse:
    """Show the boxes, what still has to be entered, and the openings so far; put up a new box."""
    form = BoxForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            box = add_box(centre=request.centre, actor=request.actor, **form.cleaned_data)
        except BadInput as error:
            form.add_error("name", error.sentence)
        else:
            messages.success(request, f"登记好了：{box.name}。")
            return redirect(centre_reverse(request.centre, "voices:boxes"))
    context = {
        "form": form,
        "boxes": boxes(request.centre),
        "unfinished": unfinished_openings(request.actor),
        "page": page_of(request, box_openings(request.actor).prefetch_related(None), 20),
    }
    return render(request, "voices/desk/boxes.html", context)


@for_staff("voices.intake")
def box_open(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Record an opening: who the second person is, and how many slips both counted."""
    box = get_object_or_404(boxes(request.centre), pk=pk)
    now = timezone.now()
    staff = staff_of(request.centre, "voices.intake", at=now)
    others = staff.exclude(pk__in=[request.actor.account_id])
    form = OpenBoxForm(request.POST or None, staff=others)
    people: list[Any] = []
    status = 200
    if request.method == "POST" and form.is_valid():
        account = form.cleaned_data["second_account"]
        person, people = (None, []) if account else _villager(request, form)
        if not people and not form.errors:
            try:
                opening = open_box(
                    centre=request.centre,
                    box_id=box.pk,
                    actor=request.actor,
                    at=now,
                    slips=form.cleaned_data["slips"],
                    blank=form.cleaned_data["blank"] or 0,
                    second_account=account,
                    second_person=person,
                    opening_id=form.once,
                )
            except RuleBroken as error:
                form.add_error(None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
            else:
                return redirect(centre_reverse(request.centre, "voices:opening", pk=opening.pk))
    context = {"box": box, "form": form, "people": people}
    return render(request, "voices/desk/box_open.html", context, status=status)


def _villager(request: CentreRequest, form: OpenBoxForm) -> tuple[Any, list[Any]]:
    """Return the villager that was meant, or those among whom somebody has to choose."""
    picked = person_named(request)
    words = form.cleaned_data["villager"].strip()
    if picked is not None or not words:
        return picked, []
    found = list(residents(request.centre, words)[:MOST_FOUND])
    if not found:
        form.add_error("villager", "没有找到这位村民，请核对姓名，或先在“居民”里登记。")
    return (found[0], []) if len(found) == 1 else (None, found)


@for_staff("voices.intake")
def opening(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Enter the slips of an opening one after another, and show whether the count adds up."""
    found = get_object_or_404(box_openings(request.actor), pk=pk)
    here = centre_reverse(request.centre, "voices:opening", pk=found.pk)
    form = SlipForm(
        request.POST or None, request.FILES or None, categories=categories(request.centre)
    )
    status = 200
    if request.method == "POST" and (aside := request.POST.get("aside", "")):
        try:
            set_slip_aside(
                centre=request.centre,
                opening_id=found.pk,
                order=_order(request),
                kind=aside,
                actor=request.actor,
                at=timezone.now(),
            )
        except RuleBroken as error:
            messages.error(request, error.sentence)
        return redirect(here)
    if request.method == "POST" and form.is_valid():
        try:
            files = kept_photo(request, form)
            if files is not None:
                order = form.cleaned_data["order"]
                entered = enter_slip(
                    centre=request.centre,
                    opening_id=found.pk,
                    order=order,
                    actor=request.actor,
                    at=timezone.now(),
                    files=files,
                    **said_by(form),
                )
                if entered:
                    messages.success(request, f"第 {order} 张登记好了：{entered.case.number}。")
                else:
                    messages.info(request, f"第 {order} 张已经登记过了。")
                return redirect(here)
        except RuleBroken as error:
            form.add_error("phone" if "号码" in error.sentence else None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
    slips = slips_of(found)
    waiting = [order for order, slip in slips if slip is None]
    if waiting and not form.is_bound:
        form.initial["order"] = waiting[0]
    context = {
        "opening": found,
        "form": form,
        "slips": slips,
        "next": form["order"].value() if waiting else None,
        "counted": found.slips - found.left,
        "adds_up": found.entered + found.blank + found.invalid,
    }
    return render(request, "voices/desk/box_opening.html", context, status=status)


def _order(request: CentreRequest) -> int:
    typed = request.POST.get("order", "")
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 0
