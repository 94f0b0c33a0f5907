"""One meal at the counter: tick, tickets, walk-ins, kitchen count, deliveries, orders by phone."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import (
    CentreRequest,
    choosing,
    for_staff,
    numbers_for_errand,
    place_of,
)
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions import eaters, menus, orders, serving
from changlai.halls.canteen.forms import (
    DeskOrderForm,
    DietForm,
    ReasonForm,
    StandingForm,
    TicketForm,
    WalkInForm,
)
from changlai.halls.canteen.models import MealOrder, Menu, StandingOrder
from changlai.halls.canteen.queries import menus as menu_reads
from changlai.halls.canteen.queries import orders as order_reads
from changlai.halls.canteen.queries import safety as safety_reads
from changlai.halls.canteen.states import TOLD, Channel, OrderState
from changlai.halls.canteen.views.trying import status_of, tried
from changlai.kernel.crypto.phones import masked
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


def _menu(request: CentreRequest, pk: UUID) -> Menu:
    """Return a meal that was published; a draft has no orders to show."""
    found: Menu = get_object_or_404(Menu.objects.of(request.centre).shown(), pk=pk)
    return found


@for_staff("canteen.serve")
def meal(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show a meal's orders to be ticked; find a ticket, count walk-ins, call the meal off."""
    row = _menu(request, pk)
    verb = request.POST.get("verb", "")
    ticket = TicketForm(request.POST if verb == "ticket" else None)
    walk_in = WalkInForm(request.POST if verb == "walk_in" else None)
    reason = ReasonForm(request.POST if verb == "off" else None)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            done = _do(request, row, verb, {"ticket": ticket, "walk_in": walk_in, "off": reason})
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
            row = _menu(request, pk)
        else:
            if done:
                messages.success(request, done)
                return redirect(centre_reverse(request.centre, "canteen:desk_meal", pk=pk))
    rows = order_reads.with_diets(request.centre, order_reads.orders_of_meal(row))
    today = timezone.localdate()
    context = {
        "row": row,
        "waiting": [one for one in rows if one.state == OrderState.ORDERED],
        "served": [one for one in rows if one.state == OrderState.SERVED],
        "ticket": ticket,
        "walk_in": walk_in,
        "reason": reason,
        "trouble": trouble,
        "is_today": row.day == today,
        "is_past": row.day < today,
        "takes": row.takes_orders(timezone.now()),
        "may_manage": policies.may_manage(request.actor, request.centre),
        "monday": menu_reads.monday_of(row.day),
        "unsampled": len(safety_reads.unsampled(request.centre, row.day))
        if row.day == today
        else 0,
    }
    return render(request, "canteen/desk/meal.html", context, status=status)


def _do(request: CentreRequest, row: Menu, verb: str, forms: dict[str, Any]) -> str:
    """Do what was asked with a meal; return the sentence for the screen."""
    form: Any = forms.get(verb)
    if form is not None and not form.is_valid():
        return ""
    if verb == "ticket":
        found = order_reads.order_of_meal(row, form.cleaned_data["ticket"])
        serving.serve(order_id=found.pk, **_who(request))
        return f"{found.number}号，{found.get_kind_display()}{found.portions}份，给了。"
    if verb == "walk_in":
        made = serving.serve_walk_in(
            menu_id=row.pk,
            form_id=form.once,
            portions=form.cleaned_data["portions"],
            **_who(request),
        )
        return f"散客{made.portions}份记下了，收{made.amount}。"
    if verb == "off":
        _, fell = menus.cancel_meal(
            menu_id=row.pk, reason=form.cleaned_data["reason"], **_who(request)
        )
        return f"这顿停了，{fell}份订餐都取消了；有手机的发了消息，没手机的在电话单上。"
    order = _order(request, row)
    if verb == "serve":
        serving.serve(order_id=order.pk, **_who(request))
        return f"{order.number}号给了。"
    if verb == "untick":
        serving.untick(order_id=order.pk, **_who(request))
        return f"{order.number}号的勾去掉了。"
    if verb == "cancel":
        orders.cancel_order(order_id=order.pk, **_who(request))
        return f"{order.number}号取消了；有手机的发了消息，没手机的在电话单上。"
    raise BadInput


def _order(request: CentreRequest, row: Menu) -> MealOrder:
    try:
        key = UUID(request.POST.get("order", ""))
    except ValueError:
        key = UUID(int=0)
    found: MealOrder = get_object_or_404(row.orders, pk=key)
    return found


@for_staff("canteen.serve")
def scan(request: CentreRequest) -> HttpResponse:
    """Open what a ticket's code names, to be handed over with one tap."""
    trouble, row, status = "", None, 200
    try:
        row = order_reads.order_by_ticket(request.centre, request.GET.get("t", ""))
        if request.method == "POST":
            serving.serve(order_id=row.pk, **_who(request))
            messages.success(request, f"{row.number}号给了。")
            return redirect(centre_reverse(request.centre, "canteen:desk_meal", pk=row.menu_id))
    except RuleBroken as error:
        trouble, status = error.sentence, status_of(error)
    diet = order_reads.diets_of(request.centre, [row.person_id]) if row else {}
    context = {
        "row": row,
        "trouble": trouble,
        "diet": diet.get(row.person_id, "") if row else "",
        "waits": row is not None and row.state == OrderState.ORDERED and not trouble,
    }
    return render(request, "canteen/desk/scan.html", context, status=status)


@for_staff("canteen.serve")
def kitchen(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print how much is to be cooked: counts alone."""
    row = _menu(request, pk)
    context = {
        "row": row,
        "shown": menu_reads.shown(request.centre, [row])[0],
        "count": menu_reads.kitchen_count(row),
        "now": timezone.now(),
    }
    return render(request, "canteen/paper/kitchen.html", context)


@for_staff("canteen.serve")
def deliveries(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print where meals are brought, hamlet by hamlet; who asks for numbers in full is noted."""
    row = _menu(request, pk)
    found = order_reads.to_deliver(row)
    with_phones = request.method == "POST"
    shown = {}
    if with_phones:
        people = [one.person_id for one in found if one.person_id is not None]
        shown = numbers_for_errand(
            centre=request.centre,
            person_ids=people,
            actor=request.actor,
            power="canteen.serve",
            at=timezone.now(),
        )
    for one in found:
        one.where = _where(one)  # type: ignore[attr-defined]
        number = one.person.phone or one.person.contact_phone if one.person else ""
        told = shown.get(one.person_id) if one.person_id else ""
        one.call = told or masked(number)  # type: ignore[attr-defined]
    context = {
        "row": row,
        "orders": found,
        "portions": sum(one.portions for one in found),
        "with_phones": with_phones,
    }
    return render(request, "canteen/paper/deliveries.html", context)


def _where(order: MealOrder) -> str:
    """Return to which door a meal is brought; a hamlet that the address names is not said twice."""
    person: Any = order.person
    if person is None:
        return order.place
    address = order.place or (person.household.address if person.household else "")
    hamlet = person.hamlet.name if person.hamlet else ""
    return address if hamlet in address else f"{hamlet} {address}".strip()


@for_staff("canteen.serve")
def take_order(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Order a meal for somebody who called, came or sent a slip of paper."""
    row = _menu(request, pk)
    chosen = choosing(request) | {"known_only": True}
    person = chosen["person"]
    form = DeskOrderForm(request.POST or None, kinds=row.kinds)
    status = 200
    if request.method == "POST" and person is None:
        form.is_valid()
        form.add_error(None, "请先找到是哪一位；不认识的当天按散客记。")
    elif request.method == "POST" and form.is_valid():
        said = {name: one for name, one in form.cleaned_data.items() if name != "form_id"}
        made, status = tried(
            form,
            lambda: orders.order_meal(
                menu_id=pk, person_id=person.pk, form_id=form.once, **said, **_who(request)
            ),
        )
        if made is not None:
            messages.success(request, f"{person.name}订好了，餐号{made.number}。")
            return redirect(centre_reverse(request.centre, "canteen:desk_meal", pk=pk))
    context = chosen | {"form": form, "row": row, "takes": row.takes_orders(timezone.now())}
    if person is not None:
        context["home"] = place_of(person)
        context["diet"] = order_reads.diets_of(request.centre, [person.pk]).get(person.pk, "")
    return render(request, "canteen/desk/take_order.html", context, status=status or 200)


@for_staff("canteen.serve")
def eater(request: CentreRequest) -> HttpResponse:
    """Note for somebody what they want every week and what they must not eat."""
    chosen = choosing(request) | {"known_only": True}
    person = chosen["person"]
    rules = menu_reads.rules_of(request.centre)
    verb = request.POST.get("verb", "")
    mark = None
    rows: list[StandingOrder] = []
    if person is not None:
        mark = policies.visible_diets(request.actor).filter(person=person).first()
        live = StandingOrder.objects.of(request.centre).filter(person=person)
        rows = list(live.filter(ended_at__isnull=True).order_by("put_at", "id"))
    standing = StandingForm(
        request.POST if verb == "standing" else None, meals=rules.meals, kinds=rules.kinds
    )
    diet = DietForm(request.POST if verb == "diet" else None, initial=DietForm.initial_of(mark))
    channel = request.POST.get("channel", "")
    channel = channel if channel in [one.value for one in TOLD] else Channel.COUNTER.value
    trouble, status = "", 200
    if request.method == "POST" and person is not None:
        try:
            done = _note(request, person, verb, {"standing": standing, "diet": diet}, channel, rows)
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
        else:
            if done:
                messages.success(request, done)
                address = centre_reverse(request.centre, "canteen:desk_eater")
                return redirect(f"{address}?person={person.pk}")
    context = chosen | {"standing": standing, "diet": diet, "rows": rows, "trouble": trouble}
    return render(request, "canteen/desk/eater.html", context, status=status)


def _note(
    request: CentreRequest,
    person: Any,
    verb: str,
    forms: dict[str, Any],
    channel: str,
    rows: list[StandingOrder],
) -> str:
    if verb == "end":
        row = next((one for one in rows if str(one.pk) == request.POST.get("standing")), None)
        if row is None:
            raise BadInput("这个长期订餐已经停了。")
        orders.end_standing(standing_id=row.pk, **_who(request))
        return "停了，已经订好的还在。"
    form = forms.get(verb)
    if form is None or not form.is_valid():
        return ""
    said: dict[str, Any] = form.cleaned_data
    if verb == "standing":
        made = orders.put_standing(person_id=person.pk, channel=channel, **said, **_who(request))
        return f"记下了，{made.days}{made.get_meal_display()}替{person.name}订好。"
    eaters.say_diet(person_id=person.pk, channel=channel, **said, **_who(request))
    return "忌口记下了。" if said["marks"] else "忌口去掉了。"
