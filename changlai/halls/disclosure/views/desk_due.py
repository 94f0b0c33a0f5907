"""The desk: what is due, everything that was begun, the calendar, the supervisor's word."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, OuterRef, Subquery
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.content.public import Version
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.disclosure import policies
from changlai.halls.disclosure.actions import calendar, signing
from changlai.halls.disclosure.forms.calendar import DaysForm, ItemForm
from changlai.halls.disclosure.forms.signing import DeclareForm
from changlai.halls.disclosure.queries import showing
from changlai.halls.disclosure.queries.due import current, dues
from changlai.halls.disclosure.queries.signing import has_declared, year_of
from changlai.halls.disclosure.states import Category, Rhythm
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse


def who(request: CentreRequest) -> dict[str, Any]:
    """Return centre, actor and moment of a request, as every action asks for them."""
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


@for_staff(policies.SEE)
def due(request: CentreRequest) -> HttpResponse:
    """Show what has to be disclosed now, by month, quarter and year, the latest on top."""
    today = timezone.localdate()
    rows = dues(request.centre, today)
    category, show = request.GET.get("category", ""), request.GET.get("show", "")
    found = rows if show == "all" else current(rows)
    if category in Category.values:
        found = [one for one in found if one.item.category == category]
    if show == "all":
        found = found[::-1]
    context = {
        "page": page_of(request, found),
        "show": show,
        "category": category,
        "categories": Category.choices,
        "late": sum(one.is_late for one in rows),
        "today": today,
        "may_write": policies.may_write(request.actor, request.centre),
        "occasions": [
            one
            for one in showing.items_of(request.centre)
            if one.rhythm == Rhythm.OCCASION and one.is_active
        ],
        "readable": set(policies.visible_disclosures(request.actor).values_list("pk", flat=True)),
        "may_supervise": policies.may_supervise(request.actor, request.centre),
    }
    return render(request, "disclosure/desk/due.html", context)


@for_staff(policies.SEE)
def desk_list(request: CentreRequest) -> HttpResponse:
    """List everything that was begun, the newest first, with how far it is."""
    words, category = words_of(request), request.GET.get("category", "")
    show = request.GET.get("show", "")
    newest = (
        Version.objects.of(request.centre).filter(piece=OuterRef("piece_id")).order_by("-number")
    )
    rows = policies.visible_disclosures(request.actor).annotate(
        title=Subquery(newest.values("title")[:1]),
        state=Subquery(newest.values("state")[:1]),
        shown_until=Subquery(newest.filter(state="published").values("ends_on")[:1]),
        is_open=Exists(newest.filter(state__in=["draft", "review"]).order_by()),
        is_live=Exists(newest.filter(state="published").order_by()),
    )
    if words:
        rows = rows.filter(title__icontains=words)
    if category in Category.values:
        rows = rows.filter(category=category)
    if show == "open":
        rows = rows.filter(is_open=True)
    elif show == "live":
        rows = rows.filter(is_live=True)
    elif show == "over":
        rows = rows.filter(is_open=False, is_live=False)
    context = {
        "page": page_of(request, rows.select_related("item").order_by("-made_at", "-id")),
        "words": words,
        "category": category,
        "show": show,
        "categories": Category.choices,
        "shows": [("open", "还没公示"), ("live", "正在公示"), ("over", "已归档")],
        "is_narrowed": bool(words or category or show),
    }
    return render(request, "disclosure/desk/list.html", context)


@for_staff(policies.SEE)
def items(request: CentreRequest) -> HttpResponse:
    """Show the calendar of the year; whoever answers for publishing changes it and the days."""
    may = policies.may_set_up(request.actor, request.centre)
    form = DaysForm(request.POST or None, initial={"days": showing.public_days(request.centre)})
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            calendar.set_public_days(**who(request), days=form.cleaned_data["days"])
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "改好了，以后公示的按这个天数。")
            return redirect(centre_reverse(request.centre, "disclosure:items"))
    rows = list(policies.visible_items(request.actor).order_by("order", "id"))
    context = {
        "blocks": [
            (label, [one for one in rows if one.category == code])
            for code, label in Category.choices
        ],
        "may": may,
        "form": form,
        "days": showing.public_days(request.centre),
    }
    return render(request, "disclosure/desk/items.html", context, status=status)


@for_staff(policies.PUBLISH)
def item_add(request: CentreRequest) -> HttpResponse:
    """Add an item to the calendar."""
    form = ItemForm(request.POST or None, initial={"since": timezone.localdate()})
    return _item(request, form, None)


@for_staff(policies.PUBLISH)
def item(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change an item, or switch it off."""
    row = get_object_or_404(policies.visible_items(request.actor), pk=pk)
    return _item(request, ItemForm(request.POST or None, item=row), row)


def _item(request: CentreRequest, form: ItemForm, row: Any) -> HttpResponse:
    status = 200
    if request.method == "POST" and form.is_valid():
        try:
            if row is None:
                calendar.add_item(**who(request), form_id=form.once, **form.said())
            else:
                calendar.change_item(**who(request), item_id=row.pk, **form.said())
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "存好了。")
            return redirect(centre_reverse(request.centre, "disclosure:items"))
    context = {"form": form, "item": row}
    return render(request, "disclosure/desk/item.html", context, status=status)


@for_staff(policies.SUPERVISE)
def declaration(request: CentreRequest) -> HttpResponse:
    """Keep the supervisor's word for this year, without which nothing is signed."""
    form, status = DeclareForm(request.POST or None), 200
    if request.method == "POST" and form.is_valid():
        try:
            signing.declare(**who(request), is_true=form.cleaned_data["is_true"])
        except RuleBroken as error:
            form.add_error(None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            messages.success(request, "声明记下了，可以审核了。")
            return redirect(centre_reverse(request.centre, "disclosure:due"))
    year = year_of(timezone.now())
    context = {
        "form": form,
        "year": year,
        "has_declared": has_declared(request.centre, request.actor.account_id, year),
    }
    return render(request, "disclosure/desk/declaration.html", context, status=status)
