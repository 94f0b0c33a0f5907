"""Do what a form asks, and put the sentence of a broken rule on the form; days in an address."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils import timezone

from changlai.halls.canteen.queries.menus import monday_of
from changlai.kernel.errors import BadInput, RuleBroken


def status_of(error: RuleBroken) -> int:
    """Return the status of a page that says why not."""
    return 200 if isinstance(error, BadInput) else 409


def tried(form: forms.Form, act: Callable[[], Any]) -> tuple[Any, int]:
    """Return what `act` gives, with 0; or None with the status of the page that says why not."""
    try:
        return act(), 0
    except RuleBroken as error:
        form.add_error(None, error.sentence)
        return None, status_of(error)


def day_in(request: HttpRequest, name: str) -> date:
    """Return a day that the address or form names, today for none or nonsense."""
    typed = request.POST.get(name) or request.GET.get(name, "")
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return timezone.localdate()
    # Weeks are reckoned around it, and neither end of the calendar has any more.
    return day if 2000 <= day.year <= 2100 else timezone.localdate()


def monday_in(request: HttpRequest) -> date:
    """Return the Monday of the week that the address names, of this week for none."""
    return monday_of(day_in(request, "week"))


def month_in(request: HttpRequest) -> date:
    """Return the first day of the month that the address names, of this month for none."""
    typed = request.POST.get("month") or request.GET.get("month", "")
    try:
        month = date.fromisoformat(f"{typed[:7]}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
    return month if 2000 <= month.year <= 2100 else timezone.localdate().replace(day=1)
