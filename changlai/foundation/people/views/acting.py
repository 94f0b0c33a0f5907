"""Standing in someone's place: begin with a reason, end at any time, a slip for the person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone

from changlai.foundation.people import policies, sessions
from changlai.foundation.people.actions import acting
from changlai.foundation.people.forms import ActForForm
from changlai.foundation.people.models import ActForSession, Delegation
from changlai.foundation.people.public import CentreRequest, for_residents, for_staff
from changlai.foundation.people.states import Channel
from changlai.foundation.people.views.returning import desk, home
from changlai.kernel.errors import BadInput
from changlai.kernel.pages.routes import centre_reverse


@for_staff("people.act_for")
def act_for(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Ask for the reason, then go to the resident's pages in their place."""
    person = get_object_or_404(policies.visible_people(request.actor, request.centre), pk=pk)
    form = ActForForm(request.POST or None, initial={"channel": Channel.COUNTER})
    if request.method == "POST" and form.is_valid():
        try:
            session = acting.start_act_for(
                centre=request.centre,
                person_id=person.pk,
                actor=request.actor,
                at=timezone.now(),
                **form.cleaned_data,
            )
        except BadInput as error:
            form.add_error(None, error.sentence)
        else:
            sessions.set_acting_session(request, request.centre.pk, session.pk)
            return redirect(home(request))
    return render(request, "people/act_for.html", {"form": form, "person": person})


@for_residents
def act_by_delegation(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Go to the pages of someone who delegated to me, in their place."""
    if request.method != "POST":
        return redirect(centre_reverse(request.centre, "people:delegates"))
    try:
        session = acting.start_by_delegation(
            centre=request.centre, delegation_id=pk, actor=request.actor, at=timezone.now()
        )
    except Delegation.DoesNotExist:
        raise Http404 from None
    sessions.set_acting_session(request, request.centre.pk, session.pk)
    return redirect(home(request))


@for_residents
def act_for_end(request: CentreRequest, **rest: Any) -> HttpResponse:
    """Ask, then leave the person's place."""
    session_id = sessions.acting_session(request, request.centre.pk)
    if request.method == "POST":
        sessions.set_acting_session(request, request.centre.pk, None)
        session = session_id and acting.end_act_for(
            centre=request.centre,
            session_id=session_id,
            actor=request.actor,
            at=timezone.now(),
        )
        messages.success(request, "代办已结束。")
        if session and request.actor.can("people.act_for"):
            return redirect(centre_reverse(request.centre, "people:act_for_slip", pk=session.pk))
        return redirect(desk(request) if request.actor.is_staff else home(request))
    if request.actor.acting_for is None:
        return redirect(home(request))
    return render(request, "people/act_for_end.html", {"home": home(request)})


@for_staff("people.act_for")
def act_for_slip(request: CentreRequest, pk: UUID, **rest: Any) -> HttpResponse:
    """Print what the person takes home: who acted for them, when and why."""
    session = get_object_or_404(
        ActForSession.objects.of(request.centre).select_related("person", "account"), pk=pk
    )
    context = {"session": session, "channel": Channel(session.channel).label}
    return render(request, "people/act_for_slip.html", context)
