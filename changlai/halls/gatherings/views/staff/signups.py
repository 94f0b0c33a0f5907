"""The sign-ups of an activity at the desk: who comes, what is left, and the steps of each."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.engines.activities import public as activities
from changlai.engines.activities.public import (
    Activity,
    ActivityState,
    SignUp,
    SignUpRule,
    SignUpState,
    visible_activities,
    visible_sign_ups,
)
from changlai.foundation.people.public import CentreRequest, for_staff, phone_to_call
from changlai.halls.gatherings.forms.signups import (
    STATE_TABS,
    HeadsForm,
    NoteForm,
    ReasonForm,
)
from changlai.halls.gatherings.queries.signups import (
    counts_of,
    listed,
    place_in_order,
    places_of,
    sessions_of,
)
from changlai.halls.gatherings.registers.signups import SIGN_UP_COLUMNS, channel_words
from changlai.halls.gatherings.views.addresses import thing_url
from changlai.halls.gatherings.views.resident.signups import receipt_of
from changlai.kernel.errors import RuleBroken
from changlai.kernel.files.sheets import write_rows
from changlai.kernel.ids import plain_code
from changlai.kernel.pages.paging import page_of, words_of
from changlai.kernel.pages.routes import centre_reverse
from changlai.kernel.registers.actions import take_register

POWER = "gatherings.roll"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def find_activity(request: CentreRequest, pk: UUID) -> Activity:
    """Return an activity staff may see; 404 for any other."""
    rows = visible_activities(request.actor, request.centre).select_related("preset")
    found: Activity = get_object_or_404(rows, pk=pk)
    return found


@for_staff(POWER)
def listing(request: CentreRequest, pk: UUID) -> HttpResponse:
    """List who signed up, by state, with the figures of the seats."""
    activity = find_activity(request, pk)
    rows = visible_sign_ups(request.actor, request.centre)
    states = {str(state) for state, _ in STATE_TABS}
    state = request.GET.get("state", "")
    state = state if state in states else ""
    counts, words = counts_of(rows, activity), words_of(request)
    context = {
        "activity": activity,
        "places": places_of(activity),
        "page": page_of(request, listed(rows, activity, state, words)),
        "words": words,
        "state": state,
        "tabs": [(code, label, counts.get(str(code), 0)) for code, label in STATE_TABS],
        "counts": counts,
        "may_plan": request.actor.can("activities.plan"),
        "has_draw": activity.sign_up_rule == SignUpRule.DRAW,
        "closed": activities.closed_because(activity, timezone.now(), is_staff=True),
        "up": thing_url(request.centre, "gatherings:desk_activity", pk),
        "now": timezone.now(),
    }
    return render(request, "gatherings/desk/signups.html", context)


@for_staff(POWER)
def xlsx(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Give the sign-ups of an activity as a file, as the register has them; noted in the book."""
    activity = find_activity(request, pk)
    at, count = timezone.now(), 0
    rows = visible_sign_ups(request.actor, request.centre).filter(activity=activity)
    rows = rows.select_related("activity", "person", "ticket", "entered_by")

    def cells() -> Iterable[list[Any]]:
        nonlocal count
        found: Iterable[SignUp] = rows.order_by("queued_at", "id").iterator(chunk_size=1000)
        for row in found:
            count += 1
            yield [count, *(column.of(row) for column in SIGN_UP_COLUMNS)]

    body = write_rows(
        ["序号", *(column.title for column in SIGN_UP_COLUMNS)],
        cells(),
        widths=[6, *(column.width for column in SIGN_UP_COLUMNS)],
        kinds=["number", *(column.kind for column in SIGN_UP_COLUMNS)],
        title="报名",
    )
    take_register(
        centre=request.centre,
        actor=request.actor,
        code="sign_ups",
        shape="xlsx",
        rows=count,
        at=at,
    )
    name = quote(f"报名-{activity.number}.xlsx")
    return HttpResponse(
        body,
        content_type=XLSX,
        headers={"Content-Disposition": f"attachment; filename*=UTF-8''{name}"},
    )


def find_sign_up(request: CentreRequest, pk: UUID) -> SignUp:
    """Return a sign-up staff may read; 404 for any other."""
    rows = visible_sign_ups(request.actor, request.centre).select_related(
        "activity", "activity__preset", "ticket", "person", "person__hamlet", "entered_by", "centre"
    )
    found: SignUp = get_object_or_404(rows, pk=pk)
    return found


@for_staff(POWER)
def by_code(request: CentreRequest, number: str) -> HttpResponse:
    """Go to the sign-up whose code was scanned or typed at the door."""
    rows = visible_sign_ups(request.actor, request.centre)
    found = rows.filter(code=plain_code(number)).values_list("pk", flat=True).first()
    if found is None:
        raise Http404
    return redirect(centre_reverse(request.centre, "gatherings:desk_signup", pk=found))


@dataclass(frozen=True)
class Step:
    """A step of a sign-up as staff take it: from which states, its words, its form, its action."""

    label: str
    states: frozenset[SignUpState]
    act: Callable[[dict[str, Any], dict[str, Any]], Any]
    done: str
    hint: str
    form: type[forms.Form] | None = None
    power: str = "activities.roll"
    is_main: bool = False


STEPS: dict[str, Step] = {
    "approve": Step(
        "给名额",
        frozenset({SignUpState.APPLIED}),
        lambda who, said: activities.approve_sign_up(**who),
        "给了名额，会告诉对方。",
        "占一个名额，并告诉对方报上了。",
        power="activities.plan",
        is_main=True,
    ),
    "queue": Step(
        "放进候补",
        frozenset({SignUpState.APPLIED}),
        lambda who, said: activities.queue_sign_up(**who),
        "放进候补了，会告诉对方。",
        "名额满了先排着，有人退了按先后轮到。",
        power="activities.plan",
    ),
    "refuse": Step(
        "不通过",
        frozenset({SignUpState.APPLIED}),
        lambda who, said: activities.refuse_sign_up(**who, reason=said["reason"]),
        "已经告诉对方没有报上。",
        "写明原因，对方会看到。",
        ReasonForm,
        power="activities.plan",
    ),
    "accept": Step(
        "对方说来",
        frozenset({SignUpState.OFFERED}),
        lambda who, said: activities.accept_offer(**who),
        "位置给对方了。",
        "打过电话，对方说来。",
        is_main=True,
    ),
    "decline": Step(
        "对方说不来",
        frozenset({SignUpState.OFFERED}),
        lambda who, said: activities.decline_offer(**who),
        "位置让给了下一位。",
        "位置马上让给下一位候补。",
    ),
    "reduce": Step(
        "少来几个",
        frozenset(activities.LIVE),
        lambda who, said: activities.reduce_party(**who, heads=said["heads"]),
        "改好了，空出来的位置让给别人。",
        "位置不用重排，空出来的让给下一位候补，也会告诉本人。",
        HeadsForm,
    ),
    "cancel": Step(
        "取消报名",
        frozenset(activities.LIVE),
        lambda who, said: activities.cancel_sign_up(**who, reason=said["reason"]),
        "取消了，位置让给别人。",
        "位置会让给下一位候补，也会告诉本人。",
        NoteForm,
    ),
}


def steps_of(request: CentreRequest, row: SignUp) -> list[tuple[str, Step]]:
    """Return the steps this colleague may take with a sign-up now."""
    activity = row.activity
    if activity.state == ActivityState.CANCELLED:
        return []
    unfit = set() if activity.sign_up_rule == SignUpRule.APPROVE else {"approve", "queue", "refuse"}
    if not activity.has_waiting_list:
        unfit.add("queue")
    if row.heads == 1:
        unfit.add("reduce")
    return [
        (verb, step)
        for verb, step in STEPS.items()
        if row.state in step.states and request.actor.can(step.power) and verb not in unfit
    ]


@for_staff(POWER)
def one(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show one sign-up and what can be done with it."""
    row = find_sign_up(request, pk)
    context = {
        "row": row,
        "activity": row.activity,
        "who": row.person.name if row.person else row.alias,
        "phone": (phone_to_call(row.person) if row.person else row.contact_phone) or "",
        "place": place_in_order(row) if row.state == SignUpState.WAITING else 0,
        "sessions": sessions_of(row.activity),
        "steps": steps_of(request, row),
        "channel": channel_words(row.channel),
        "now": timezone.now(),
    }
    return render(request, "gatherings/desk/signup.html", context)


@for_staff(POWER)
def slip(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Show the slip of a sign-up, to print and take home."""
    row = find_sign_up(request, pk)
    back = centre_reverse(request.centre, "gatherings:desk_signup", pk=pk)
    context = receipt_of(row) | {"back": back}
    return render(request, "gatherings/resident/signup_paper.html", context)


@for_staff(POWER)
def step(request: CentreRequest, pk: UUID, verb: str) -> HttpResponse:
    """Ask whether to take a step, with the reason where one is due, and take it."""
    asked = STEPS.get(verb)
    if asked is None:
        raise Http404
    row = find_sign_up(request, pk)
    here = centre_reverse(request.centre, "gatherings:desk_signup", pk=pk)
    form = asked.form(request.POST or None) if asked.form else None
    status = 200
    if request.method == "POST" and (form is None or form.is_valid()):
        who = {
            "centre": request.centre,
            "sign_up_id": pk,
            "actor": request.actor,
            "at": timezone.now(),
        }
        try:
            asked.act(who, form.cleaned_data if form else {})
        except RuleBroken as error:
            status = 409
            if form is None:
                messages.error(request, error.sentence)
                return redirect(here)
            form.add_error(None, error.sentence)
        else:
            messages.success(request, asked.done)
            return redirect(here)
    context = {
        "row": row,
        "step": asked,
        "form": form,
        "who": row.person.name if row.person else row.alias,
        "up": here,
    }
    return render(request, "gatherings/desk/signup_step.html", context, status=status)
