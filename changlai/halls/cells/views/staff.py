"""Cells on the workbench: all of them and the line, make one, give one, take one back."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, choosing, for_staff
from changlai.foundation.places.public import visible_rooms
from changlai.halls.cells import actions, policies, queries
from changlai.halls.cells.forms import (
    CellForm,
    CounterWishForm,
    GiveForm,
    ReasonForm,
    RenewForm,
)
from changlai.halls.cells.models import Allocation
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def _status(error: RuleBroken) -> int:
    return 200 if isinstance(error, BadInput) else 409


@for_staff("cells.see")
def cells(request: CentreRequest) -> HttpResponse:
    """List the cells with who has them, and who waits in which order."""
    rows = policies.visible_cells(request.actor, request.centre)
    context = {
        "shelves": queries.shelves(request.centre, rows),
        "line": queries.line(request.centre),
        "today": timezone.localdate(),
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "cells/desk/cells.html", context)


@for_staff("cells.manage")
def add(request: CentreRequest) -> HttpResponse:
    """Register a cell."""
    return _put(request, None)


@for_staff("cells.see")
def cell(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one cell: who has it, who had it, who could have it next."""
    rows = policies.visible_cells(request.actor, request.centre)
    found = get_object_or_404(queries.with_taker(rows), pk=pk)
    past = Allocation.objects.of(request.centre).filter(cell=found).select_related("person")
    context = {
        "cell": found,
        "taken": found.taken[0] if found.taken else None,
        "past": past.order_by("-given_at", "-id")[:20],
        "line": queries.line(request.centre, found.kind),
        "today": timezone.localdate(),
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "cells/desk/cell.html", context)


@for_staff("cells.manage")
def change(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change what is said of a cell."""
    rows = policies.visible_cells(request.actor, request.centre)
    return _put(request, get_object_or_404(rows, pk=pk))


def _put(request: CentreRequest, found: Any) -> HttpResponse:
    rooms = visible_rooms(request.actor, request.centre)
    form = CellForm(request.POST or None, rooms=rooms, cell=found)
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            row = actions.put_cell(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                cell_id=found.pk if found else None,
                **form.cleaned_data,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, "已保存。")
            return redirect(centre_reverse(request.centre, "cells:desk_cell", pk=row.pk))
    return render(request, "cells/desk/put.html", {"form": form, "cell": found}, status=status)


@for_staff("cells.manage")
def give(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give a cell to somebody of the line, the first by default."""
    rows = policies.visible_cells(request.actor, request.centre)
    found = get_object_or_404(queries.with_taker(rows), pk=pk)
    line = queries.line(request.centre, found.kind)
    today = timezone.localdate()
    form = GiveForm(
        request.POST or None,
        line=line,
        initial={
            "wish": str(line[0].pk) if line else "",
            "starts_on": today,
            "ends_on": today + timedelta(days=found.term_days),
            "fee_note": found.fee_note,
            "rules": found.rules,
        },
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            row = actions.give_cell(
                centre=request.centre,
                cell_id=found.pk,
                actor=request.actor,
                at=timezone.now(),
                wish_id=UUID(said.pop("wish")),
                **said,
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, f"“{found.name}”分给{row.who}了。")
            return redirect(centre_reverse(request.centre, "cells:desk_allocation", pk=row.pk))
    context = {"cell": found, "form": form, "line": line, "is_taken": bool(found.taken)}
    return render(request, "cells/desk/give.html", context, status=status)


@for_staff("cells.see")
def counter(request: CentreRequest) -> HttpResponse:
    """Write down a wish at the counter or on the telephone, for a person or a name."""
    chosen = choosing(request, ("kind",))
    form = CounterWishForm(request.POST or None, initial={"kind": request.GET.get("kind", "stall")})
    status = 200
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        names = ("kind", "purpose", "shown_as", "hours")
        try:
            row = actions.wish_for_cell(
                centre=request.centre,
                actor=request.actor,
                at=timezone.now(),
                form_id=form.once,
                person=chosen["person"],
                alias=said["alias"],
                contact_phone=said["contact_phone"],
                channel="counter",
                **{name: said[name] for name in names},
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = _status(error)
        else:
            messages.success(request, f"{row.who}排在第{queries.place_in_line(row)}位。")
            return redirect(centre_reverse(request.centre, "cells:desk_cells"))
    return render(request, "cells/desk/counter.html", chosen | {"form": form}, status=status)


@for_staff("cells.see")
def wish(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a wish; say why it cannot be met."""
    rows = policies.visible_wishes(request.actor)
    row = get_object_or_404(rows.select_related("person", "entered_by"), pk=pk)
    form = ReasonForm(request.POST or None)
    status, trouble = 200, ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.end_wish(
                centre=request.centre,
                wish_id=pk,
                actor=request.actor,
                at=timezone.now(),
                reason=form.cleaned_data["reason"],
            )
        except RuleBroken as error:
            status, trouble = _status(error), error.sentence
            row.refresh_from_db()
        else:
            messages.success(request, "已告诉对方。")
            return redirect(centre_reverse(request.centre, "cells:desk_cells"))
    context = {
        "wish": row,
        "form": form,
        "trouble": trouble,
        "place": queries.place_in_line(row),
        "given": Allocation.objects.of(request.centre).filter(wish=row).first(),
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "cells/desk/wish.html", context, status=status)


@for_staff("cells.see")
def allocation(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show who has a cell under which terms; renew it or take it back."""
    rows = policies.visible_allocations(request.actor)
    row = get_object_or_404(rows.select_related("cell__room", "person", "given_by"), pk=pk)
    verb = request.POST.get("verb", "")
    renew = RenewForm(
        request.POST if verb == "renew" else None,
        initial={"ends_on": row.ends_on + timedelta(days=row.cell.term_days)},
    )
    back = ReasonForm(request.POST if verb == "return" else None)
    form = {"renew": renew, "return": back}.get(verb)
    status, trouble = 200, ""
    if form is not None and form.is_valid():
        who: dict[str, Any] = {
            "centre": request.centre,
            "allocation_id": pk,
            "actor": request.actor,
            "at": timezone.now(),
        }
        try:
            if verb == "renew":
                actions.renew_term(**who, ends_on=form.cleaned_data["ends_on"])
            else:
                actions.return_cell(**who, note=form.cleaned_data["reason"])
        except RuleBroken as error:
            status, trouble = _status(error), error.sentence
            row.refresh_from_db()
        else:
            messages.success(request, "已续期。" if verb == "renew" else "已办退还。")
            return redirect(centre_reverse(request.centre, "cells:desk_allocation", pk=pk))
    context = {
        "row": row,
        "trouble": trouble,
        "renew": renew,
        "back": back,
        "is_over": row.is_over(timezone.localdate()),
        "may_manage": policies.may_manage(request.actor, request.centre),
    }
    return render(request, "cells/desk/allocation.html", context, status=status)


@for_staff("cells.see")
def slip(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the agreement as a sheet of paper with lines to sign."""
    rows = policies.visible_allocations(request.actor)
    row = get_object_or_404(rows.select_related("cell__room", "person", "given_by"), pk=pk)
    return render(request, "cells/desk/slip.html", {"row": row})
