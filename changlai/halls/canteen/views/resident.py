"""这周吃什么: the menu for everyone, one tap to order, the ticket, and what one has."""

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people.public import CentreRequest, for_residents, open_to_all
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions import eaters, orders
from changlai.halls.canteen.forms import DietForm, OrderForm, StandingForm
from changlai.halls.canteen.models import Donation
from changlai.halls.canteen.queries import menus as menu_reads
from changlai.halls.canteen.queries import orders as order_reads
from changlai.halls.canteen.states import OrderKind, OrderState
from changlai.halls.canteen.views.trying import status_of, tried
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.paging import page_onward
from changlai.kernel.pages.routes import centre_reverse

AHEAD = timedelta(days=13)
PAST = 60


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


@open_to_all
def week(request: CentreRequest) -> HttpResponse:
    """Show what is cooked from today on, to everybody; whoever is signed in orders here."""
    return _week(request)


def _week(request: CentreRequest, trouble: str = "", status: int = 200) -> HttpResponse:
    now = timezone.now()
    today = timezone.localdate(now)
    rows = list(
        policies.visible_menus(request.actor, request.centre)
        .shown()
        .filter(day__range=(today, today + AHEAD))
    )
    is_known = request.actor.for_person_id is not None
    own: dict[Any, Any] = {}
    codes: list[str] = []
    if is_known and rows:
        own = order_reads.live_by_menu(policies.own_orders(request.actor), rows)
        diet = policies.own_diet(request.actor).first()
        codes = diet.codes if diet else []
    days: dict[Any, list[Any]] = {}
    for one in menu_reads.shown(request.centre, rows, own, codes):
        facts = {
            "shown": one,
            "menu": one.menu,
            "own": one.own,
            "form_id": uuid4(),
            "kinds": [(kind, OrderKind(kind).label) for kind in one.menu.kinds],
            "takes": one.menu.takes_orders(now),
            "is_late": one.menu.order_until < now,
        }
        days.setdefault(one.menu.day, []).append(facts)
    context = {
        "days": days,
        "rules": menu_reads.rules_of(request.centre),
        "is_known": is_known,
        "trouble": trouble,
        "today": today,
    }
    return render(request, "canteen/resident/week.html", context, status=status)


@for_residents
def order(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Order a meal with one tap; whoever comes here by a link lands at the week."""
    menu = get_object_or_404(policies.visible_menus(request.actor, request.centre).shown(), pk=pk)
    person_id = request.actor.for_person_id
    form = OrderForm(request.POST or None)
    if request.method != "POST" or not form.is_valid() or person_id is None:
        return redirect(centre_reverse(request.centre, "canteen:week"))
    try:
        made = orders.order_meal(
            menu_id=menu.pk,
            person_id=person_id,
            form_id=form.once,
            kind=form.cleaned_data["kind"],
            portions=form.cleaned_data["portions"] or 1,
            channel=request.actor.channel,
            **_who(request),
        )
    except RuleBroken as error:
        return _week(request, error.sentence, status_of(error))
    said = f"订好了：{menu.title}，{made.get_kind_display()}{made.portions}份，餐号{made.number}。"
    messages.success(request, said)
    return redirect(f"{centre_reverse(request.centre, 'canteen:week')}#d-{menu.day}")


@for_residents
def ticket(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one's order with number and code; take it back while that may be."""
    rows = policies.own_orders(request.actor).select_related("menu", "centre")
    row = get_object_or_404(rows, pk=pk)
    trouble, status = "", 200
    if request.method == "POST":
        try:
            orders.cancel_order(order_id=pk, **_who(request))
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
            row = get_object_or_404(rows, pk=pk)
        else:
            messages.success(request, f"{row.menu.title}取消了，不收钱。")
            return redirect(centre_reverse(request.centre, "canteen:mine"))
    now = timezone.now()
    context = {
        "row": row,
        "trouble": trouble,
        "waits": row.state == OrderState.ORDERED,
        "may_cancel": row.state == OrderState.ORDERED and now <= row.menu.order_until,
        "is_past": row.menu.day < timezone.localdate(now),
        "ticket": order_reads.ticket_of(row),
    }
    return render(request, "canteen/resident/ticket.html", context, status=status)


@for_residents
def mine(request: CentreRequest) -> HttpResponse:
    """Show what one has ordered, what one ordered lately, and what stands every week."""
    today = timezone.localdate()
    own = policies.own_orders(request.actor).select_related("menu", "centre")
    past = own.exclude(state=OrderState.ORDERED, menu__day__gte=today)
    context = {
        "coming": order_reads.coming(
            policies.own_orders(request.actor).filter(state=OrderState.ORDERED), today
        ),
        "past": past.order_by("-menu__day", "-id")[:PAST],
        "standing": policies.own_standing(request.actor).filter(ended_at__isnull=True),
        "diet": policies.own_diet(request.actor).first(),
        "today": today,
    }
    return render(request, "canteen/resident/mine.html", context)


@for_residents
def standing(request: CentreRequest) -> HttpResponse:
    """Order the same every week, or end that."""
    rules = menu_reads.rules_of(request.centre)
    rows = policies.own_standing(request.actor).filter(ended_at__isnull=True)
    is_end = request.POST.get("verb") == "end"
    typed = request.POST if request.method == "POST" and not is_end else None
    form = StandingForm(typed, meals=rules.meals, kinds=rules.kinds)
    status, person_id = 200, request.actor.for_person_id
    if is_end:
        row = get_object_or_404(rows, pk=_key(request, "standing"))
        orders.end_standing(standing_id=row.pk, **_who(request))
        messages.success(request, "停了，已经订好的还在，不要的请一份一份取消。")
        return redirect(centre_reverse(request.centre, "canteen:standing"))
    if typed is not None and form.is_valid() and person_id is not None:
        made, status = tried(
            form,
            lambda: orders.put_standing(
                person_id=person_id,
                channel=request.actor.channel,
                **form.cleaned_data,
                **_who(request),
            ),
        )
        if made is not None:
            said = f"记下了：{made.days}{made.get_meal_display()}，以后公布的都替您订好。"
            messages.success(request, f"{said}已经公布的请另外订。")
            return redirect(centre_reverse(request.centre, "canteen:mine"))
    context = {"form": form, "rows": rows}
    return render(request, "canteen/resident/standing.html", context, status=status or 200)


def _key(request: CentreRequest, name: str) -> UUID:
    """Return the id that a form names, nobody's for nonsense."""
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError:
        return UUID(int=0)


@for_residents
def diet(request: CentreRequest) -> HttpResponse:
    """Say what one must not eat, or that the canteen need not know it any more."""
    mark = policies.own_diet(request.actor).first()
    typed = request.POST if request.method == "POST" else None
    form = DietForm(typed, initial=DietForm.initial_of(mark))
    status, person_id = 200, request.actor.for_person_id
    if request.method == "POST" and form.is_valid() and person_id is not None:
        said = form.cleaned_data
        done: list[bool] = []

        def act() -> None:
            eaters.say_diet(
                person_id=person_id,
                marks=said["marks"],
                agrees=said["agrees"],
                channel=request.actor.channel,
                **_who(request),
            )
            done.append(True)

        _, status = tried(form, act)
        if done:
            messages.success(request, "记下了。" if said["marks"] else "好的，食堂不再记您的忌口。")
            return redirect(centre_reverse(request.centre, "canteen:mine"))
    context = {"form": form, "mark": mark}
    return render(request, "canteen/resident/diet.html", context, status=status or 200)


@open_to_all
def donations(request: CentreRequest) -> HttpResponse:
    """Show who gave what to the canteen, by name only with their leave."""
    rows = Donation.objects.of(request.centre).order_by("-given_on", "-id")
    return render(request, "canteen/resident/donations.html", {"page": page_onward(request, rows)})
