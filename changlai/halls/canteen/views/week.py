"""The kitchen's week: write, copy, publish, print; dishes and rules."""

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from changlai.foundation.people.public import CentreRequest, for_staff, open_to_all
from changlai.halls.canteen import policies
from changlai.halls.canteen.actions import menus
from changlai.halls.canteen.forms import DishForm, MealForm, RulesForm
from changlai.halls.canteen.models import Dish, Menu
from changlai.halls.canteen.queries import menus as reads
from changlai.halls.canteen.states import Meal, MenuState
from changlai.halls.canteen.views.trying import day_in, monday_in, status_of, tried
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse

WEEK = timedelta(days=7)


def _who(request: CentreRequest) -> dict[str, Any]:
    return {"centre": request.centre, "actor": request.actor, "at": timezone.now()}


@for_staff("canteen.serve")
def week(request: CentreRequest) -> HttpResponse:
    """Show a week of the kitchen: what is written, published and ordered."""
    monday = monday_in(request)
    rules = reads.rules_of(request.centre)
    days, labels = reads.week_grid(request.centre, monday, rules)
    planned = [one.menu for day in days for _, _, one in day.meals if one]
    today = timezone.localdate()
    context = {
        "days": days,
        "labels": labels,
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "before": monday - WEEK,
        "after": monday + WEEK,
        "today": today,
        "drafts": sum(1 for one in planned if one.state == MenuState.DRAFT and one.day >= today),
        "may_copy": len(planned) < len(labels) * 7 and monday + WEEK > today,
        "may_manage": policies.may_manage(request.actor, request.centre),
        "may_settle": policies.may_settle(request.actor, request.centre),
        "is_this_week": monday == reads.monday_of(today),
    }
    return render(request, "canteen/desk/week.html", context)


def _back_to(request: CentreRequest, monday: Any) -> HttpResponse:
    return redirect(f"{centre_reverse(request.centre, 'canteen:desk_week')}?week={monday}")


@for_staff("canteen.manage")
@require_POST
def copy(request: CentreRequest) -> HttpResponse:
    """Write a week from the one before with one press."""
    monday = monday_in(request)
    try:
        made = menus.copy_week(monday=monday, **_who(request))
    except RuleBroken as error:
        messages.error(request, error.sentence)
    else:
        said = f"抄了{made}顿，看一遍再公布。" if made else "这一周已经排好了，没有可以抄的。"
        messages.success(request, said)
    return _back_to(request, monday)


@for_staff("canteen.manage")
@require_POST
def publish(request: CentreRequest) -> HttpResponse:
    """Publish all that is written of a week."""
    monday = monday_in(request)
    made = menus.publish_week(monday=monday, **_who(request))
    messages.success(request, f"公布了{made}顿，大家可以订了。" if made else "没有要公布的。")
    return _back_to(request, monday)


@for_staff("canteen.manage")
def meal_add(request: CentreRequest) -> HttpResponse:
    """Write the menu of a meal."""
    day, meal = day_in(request, "day"), request.GET.get("meal", "")
    if meal not in Meal.values:
        meal = reads.rules_of(request.centre).meals[0]
    rules = reads.rules_of(request.centre)
    form = MealForm(
        request.POST or None, initial=MealForm.usual(rules, reads.deadline_of(rules, day))
    )
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(
            form,
            lambda: menus.plan_meal(day=day, meal=meal, plan=form.plan(), **_who(request)),
        )
        if made is not None:
            messages.success(request, f"{made.title}写好了，公布以后大家才看得到。")
            return _back_to(request, reads.monday_of(day))
    context = {
        "form": form,
        "title": f"{day.month}月{day.day}日{Meal(meal).label}",
        "monday": reads.monday_of(day),
        "dishes": Dish.objects.of(request.centre).values_list("name", flat=True),
    }
    return render(request, "canteen/desk/meal_form.html", context, status=status or 200)


@for_staff("canteen.manage")
def meal_edit(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Change a meal; publish it, or take it away while nobody has seen it."""
    row: Menu = get_object_or_404(Menu.objects.of(request.centre), pk=pk)
    verb = request.POST.get("verb", "")
    typed = request.POST if request.method == "POST" and not verb else None
    form = MealForm(typed, initial=MealForm.initial_of(row))
    status, done, trouble = 200, "", ""
    if verb in {"drop", "publish"}:
        try:
            done = _step(request, row, verb)
        except RuleBroken as error:
            trouble, status = error.sentence, status_of(error)
    elif typed is not None and form.is_valid():
        made, status = tried(
            form, lambda: menus.change_meal(menu_id=pk, plan=form.plan(), **_who(request))
        )
        done = "改好了。" if made else ""
    if done:
        messages.success(request, done)
        return _back_to(request, reads.monday_of(row.day))
    context = {
        "form": form,
        "row": row,
        "trouble": trouble,
        "title": row.title,
        "monday": reads.monday_of(row.day),
        "dishes": Dish.objects.of(request.centre).values_list("name", flat=True),
    }
    return render(request, "canteen/desk/meal_form.html", context, status=status or 200)


def _step(request: CentreRequest, row: Menu, verb: str) -> str:
    """Publish a draft or take it away; return the sentence for the screen."""
    if verb == "publish":
        menus.publish_meal(menu_id=row.pk, **_who(request))
        return f"{row.title}公布了。"
    menus.drop_draft(centre=request.centre, actor=request.actor, menu_id=row.pk)
    return f"{row.title}删掉了。"


@open_to_all
def sheet(request: CentreRequest) -> HttpResponse:
    """Print a week's menu for the wall, A4 or A3."""
    monday = monday_in(request)
    rules = reads.rules_of(request.centre)
    days, labels = reads.week_grid(request.centre, monday, rules)
    # What is not published stands on no wall.
    shown = [
        (
            one.day,
            [
                (label, found if found and found.menu.is_open else None)
                for _, label, found in one.meals
            ],
        )
        for one in days
    ]
    context = {
        "days": shown,
        "labels": labels,
        "monday": monday,
        "sunday": monday + WEEK - timedelta(days=1),
        "rules": rules,
        "is_a3": request.GET.get("size") == "a3",
    }
    return render(request, "canteen/paper/week.html", context)


@for_staff("canteen.manage")
def dishes(request: CentreRequest) -> HttpResponse:
    """List the dishes, those first in which nobody looked for what some must not eat."""
    words = words_of(request)
    rows = Dish.objects.of(request.centre).order_by("is_checked", "name", "id")
    if words:
        rows = rows.filter(name__icontains=words)
    form = DishForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(
            form,
            lambda: menus.put_dish(centre=request.centre, actor=request.actor, **form.cleaned_data),
        )
        if made is not None:
            messages.success(request, f"{made.name}记下了。")
            return redirect(centre_reverse(request.centre, "canteen:desk_dishes"))
    context = {"page": page_of(request, rows), "form": form, "words": words}
    return render(request, "canteen/desk/dishes.html", context, status=status or 200)


@for_staff("canteen.manage")
def dish(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Say what is in a dish."""
    row = get_object_or_404(Dish.objects.of(request.centre), pk=pk)
    form = _dish_form(request, row)
    if request.method == "POST" and form.is_valid():
        menus.put_dish(
            centre=request.centre,
            actor=request.actor,
            name=row.name,
            allergens=form.cleaned_data["allergens"],
            dish_id=pk,
        )
        messages.success(request, f"{row.name}记下了。")
        return redirect(centre_reverse(request.centre, "canteen:desk_dishes"))
    return render(request, "canteen/desk/dish.html", {"form": form, "row": row})


def _dish_form(request: CentreRequest, row: Dish) -> DishForm:
    typed = request.POST if request.method == "POST" else None
    form = DishForm(typed, initial={"allergens": row.allergens})
    del form.fields["name"]
    return form


@for_staff("canteen.manage")
def rules(request: CentreRequest) -> HttpResponse:
    """Say what is usual in this kitchen."""
    row = reads.rules_of(request.centre)
    form = RulesForm(request.POST or None, initial=RulesForm.initial_of(row))
    status = 200
    if request.method == "POST" and form.is_valid():
        made, status = tried(form, lambda: menus.put_rules(**form.said(), **_who(request)))
        if made is not None:
            messages.success(request, "记下了，以后新写的菜单照这个来。")
            return redirect(centre_reverse(request.centre, "canteen:desk_week"))
    return render(request, "canteen/desk/rules.html", {"form": form}, status=status or 200)
