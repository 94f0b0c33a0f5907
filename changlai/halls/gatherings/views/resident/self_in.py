"""Sign oneself in from the QR at the door: one tap, for whoever likes; nobody has to."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.engines.activities.public import (
    EARLIEST,
    MarkKind,
    MarkSource,
    SessionState,
    mark,
    may_see,
    own_who,
    session_by_code,
    stay_of,
)
from changlai.foundation.people.public import CentreRequest, open_to_all, person_for
from changlai.halls.gatherings.forms.attendance import ScanForm
from changlai.kernel.errors import BadInput, RuleBroken
from changlai.kernel.ids import plain_code


@open_to_all
def self_in(request: CentreRequest, session_code: str) -> HttpResponse:
    """Note that the reader came to the session whose QR this is, or is leaving.

    Whoever is signed in taps once; whoever is not gives the code of the sign-up. No position
    and no picture is asked for, and whoever does not tap takes part all the same.
    """
    session = session_by_code(request.centre, plain_code(session_code))
    if session is None or not may_see(request.actor, session.activity):
        raise Http404
    person = person_for(request.actor)
    me = own_who(request.actor)
    form = ScanForm(request.POST or None)
    if me is not None:
        form.fields["code"].required = False
    status = 200
    if request.method == "POST" and form.is_valid():
        code = form.cleaned_data["code"]
        try:
            taken = mark(
                centre=request.centre,
                session_id=session.pk,
                actor=request.actor,
                at=timezone.now(),
                kind=MarkKind.OUT if "out" in request.POST else MarkKind.IN,
                source=MarkSource.SELF,
                code=code,
                person=None if code else person,
                account_id=None if code or person else me and request.actor.account_id,
                nonce=form.once,
            )
        except RuleBroken as error:
            form.add_error("code" if code else None, error.sentence)
            status = 200 if isinstance(error, BadInput) else 409
        else:
            (messages.success if taken.counts else messages.warning)(request, taken.sentence)
            return redirect(request.path)
    context = {
        "session": session,
        "activity": session.activity,
        "person": person,
        "me": me,
        "form": form,
        "stay": stay_of(session, me) if me else None,
        "is_early": timezone.now() < session.starts - EARLIEST,
        "is_cancelled": session.state == SessionState.CANCELLED,
    }
    return render(request, "gatherings/resident/self_in.html", context, status=status)
