"""Who is in which cell and when; ask for one, see one's place in line, keep it or give it back."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import (
    CentreRequest,
    for_residents,
    open_to_all,
    person_for,
)
from changlai.halls.cells import actions, policies, queries
from changlai.halls.cells.forms import SignForm, WishForm
from changlai.halls.cells.states import CellKind
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


@open_to_all
def catalogue(request: CentreRequest) -> HttpResponse:
    """Show every cell in use: under what sign, at what hours, how many are free, how many wait."""
    cells = policies.visible_cells(request.actor, request.centre).filter(is_active=True)
    context = {
        "shelves": queries.shelves(request.centre, cells),
        "today": timezone.localdate(),
    }
    return render(request, "cells/resident/catalogue.html", context)


@for_residents
def ask(request: CentreRequest) -> HttpResponse:
    """Take a wish in and say which place in line it has."""
    chosen = request.GET.get("kind", "")
    form = WishForm(
        request.POST or None, initial={"kind": chosen if chosen in CellKind.values else ""}
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            wish = actions.wish_for_cell(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                form_id=form.once,
                person=person_for(request.actor),
                channel=request.actor.channel,
                **{name: said[name] for name in ("kind", "purpose", "shown_as", "hours")},
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "排上了，轮到您就告诉您。")
            return redirect(centre_reverse(request.centre, "cells:wish", pk=wish.pk))
    return render(request, "cells/resident/ask.html", {"form": form}, status=status)


@for_residents
def wish(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's wish with its place in line; take it back."""
    row = get_object_or_404(policies.own_wishes(request.actor), pk=pk)
    trouble = ""
    if request.method == "POST":
        try:
            actions.end_wish(
                centre=request.centre, wish_id=pk, actor=request.actor, at=timezone.now()
            )
        except RuleBroken as error:
            trouble = error.sentence
            row.refresh_from_db()
        else:
            messages.success(request, "好的，不排了。")
            return redirect(centre_reverse(request.centre, "cells:wish", pk=pk))
    context = {
        "wish": row,
        "place": queries.place_in_line(row),
        "confirm": request.GET.get("confirm") == "end",
        "given": policies.own_allocations(request.actor).filter(wish=row).first(),
        "trouble": trouble,
    }
    return render(request, "cells/resident/wish.html", context, status=409 if trouble else 200)


@for_residents
def allocation(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's cell: its term and rules; keep it longer, change the sign, give it back."""
    rows = policies.own_allocations(request.actor)
    row = get_object_or_404(rows.select_related("cell__room"), pk=pk)
    form = SignForm(initial={"shown_as": row.shown_as, "hours": row.hours})
    trouble = ""
    if request.method == "POST":
        verb = request.POST.get("verb", "")
        who: dict[str, Any] = {
            "centre": request.centre,
            "allocation_id": pk,
            "actor": request.actor,
        }
        form = SignForm(request.POST) if verb == "sign" else form
        try:
            if verb == "renew":
                kept = actions.renew_term(**who, at=timezone.now())
                done = f"续好了，用到{kept.ends_on.month}月{kept.ends_on.day}日。"
            elif verb == "return":
                actions.return_cell(**who, at=timezone.now())
                done = "已经退还，谢谢您。"
            elif verb == "sign" and form.is_valid():
                actions.change_sign(**who, **form.cleaned_data)
                done = "招牌改好了。"
            else:
                done = ""
        except RuleBroken as error:
            trouble = error.sentence
            row.refresh_from_db()
        else:
            if done:
                messages.success(request, done)
                return redirect(centre_reverse(request.centre, "cells:allocation", pk=pk))
    context = {
        "row": row,
        "form": form,
        "trouble": trouble,
        "today": timezone.localdate(),
        "is_over": row.is_over(timezone.localdate()),
        "renewal": queries.why_no_renewal(row, timezone.localdate()),
        "confirm": request.GET.get("confirm", ""),
    }
    return render(
        request, "cells/resident/allocation.html", context, status=409 if trouble else 200
    )
