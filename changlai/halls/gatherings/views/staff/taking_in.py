"""Sign somebody up at the desk: a villager found by name, or whoever stands there."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.engines.activities import public as activities
from changlai.foundation.people.public import CentreRequest, Person, for_staff, residents
from changlai.halls.gatherings.forms.signups import DeskSignUpForm, FindForm
from changlai.halls.gatherings.queries.signups import places_of
from changlai.halls.gatherings.views.staff.signups import POWER, find_activity
from changlai.kernel.crypto.phones import normalise_cn
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.pages.routes import centre_reverse

FOUND = 10


def chosen_person(request: CentreRequest) -> Person | None:
    """Return the person of this centre that a form or an address names, None for nobody."""
    try:
        key = UUID(request.POST.get("person") or request.GET.get("person", ""))
    except ValueError:
        return None
    return residents(request.centre).filter(pk=key).first()


def people_found(request: CentreRequest) -> dict[str, Any]:
    """Return the search for a villager and whom it found."""
    words = request.GET.get("q", "").strip()
    context: dict[str, Any] = {"find": FindForm(request.GET or None), "searched": bool(words)}
    if words:
        context["people"] = residents(request.centre, words)[:FOUND]
    return context


def typed_phone(form: Any) -> str | None:
    """Return the number somebody left as we keep it; None when it is none, which the form says."""
    typed = form.cleaned_data.get("phone", "").strip()
    try:
        return normalise_cn(typed) if typed else ""
    except BadInput as error:
        form.add_error("phone", error.sentence)
        return None


@for_staff(POWER)
def add(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Find who it is (or take a name), and sign them up; the slip is one tap away."""
    activity = find_activity(request, pk)
    person = chosen_person(request)
    form = DeskSignUpForm(request.POST or None)
    status = 200
    if request.method == "POST" and form.is_valid():
        phone = typed_phone(form)
        if phone is not None:
            said = form.cleaned_data
            try:
                row = activities.sign_up(
                    centre=request.centre,
                    activity_id=pk,
                    ticket_id=said["ticket"],
                    actor=request.actor,
                    at=timezone.now(),
                    channel=said["channel"],
                    person=person,
                    alias=said["alias"],
                    contact_phone="" if person else phone,
                    heads=said["heads"],
                    note=said["note"],
                    form_id=form.once,
                )
            except RuleBroken as error:
                form.add_error(None, error.sentence)
                status = 200 if isinstance(error, BadInput) else 409
            else:
                messages.success(request, f"登记好了：{row.get_state_display()}。")
                return redirect(centre_reverse(request.centre, "gatherings:desk_signup", pk=row.pk))
    places = places_of(activity)
    form.offer(places.choices(), activity.party_limit)
    context = people_found(request) | {
        "activity": activity,
        "form": form,
        "person": person,
        "places": places,
        "closed": activities.closed_because(activity, timezone.now(), is_staff=True),
        "up": centre_reverse(request.centre, "gatherings:desk_signups", pk=pk),
    }
    return render(request, "gatherings/desk/signup_add.html", context, status=status)
