"""The paper twin of the roll: a sign-in sheet with its number, and the page where it is entered."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone

from changlai.engines.activities.public import Session, roll
from changlai.foundation.people.public import CentreRequest, for_staff
from changlai.halls.gatherings.actions.rolls import enter_sheet
from changlai.halls.gatherings.forms.attendance import SheetForm, named
from changlai.halls.gatherings.views.staff.rolls import POWER, session_or_404
from changlai.kernel.errors import RuleBroken
from changlai.kernel.pages.routes import centre_reverse

BLANK_LINES = 16


@for_staff(POWER)
def sheet(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print the sign-in sheet of a session: those expected, and empty lines for the others."""
    session = session_or_404(request, pk)
    lines = [one for one in roll(session).lines if one.sign_up is not None]
    enter = centre_reverse(request.centre, "gatherings:roll_paper", pk=session.pk)
    context = {
        "session": session,
        "activity": session.activity,
        "rows": [named(number, one) for number, one in enumerate(lines, 1)],
        "blanks": range(len(lines) + 1, len(lines) + 1 + BLANK_LINES),
        "enter": request.build_absolute_uri(enter),
        "number": sheet_number(session),
    }
    return render(request, "gatherings/desk/roll_sheet.html", context)


@for_staff(POWER)
def enter(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Enter a sheet that came back; the QR code on it leads here."""
    session = session_or_404(request, pk)
    lines = [one for one in roll(session).lines if one.sign_up is not None]
    form = SheetForm(request.POST or None, session=session, lines=lines)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            entered = enter_sheet(
                centre=request.centre,
                session=session,
                actor=request.actor,
                at=timezone.now(),
                form_id=form.once,
                ticked=[UUID(one) for one in said["ticked"]],
                names=said["names"],
                came_at=said["came_at"],
            )
        except RuleBroken as error:
            form.add_error(None, error.sentence)
        else:
            messages.success(request, f"录好了，新记到场{entered.came}条。")
            for sentence in entered.not_taken[:8]:
                messages.warning(request, sentence)
            return redirect(centre_reverse(request.centre, "gatherings:roll", pk=session.pk))
    context = {
        "session": session,
        "activity": session.activity,
        "form": form,
        "number": sheet_number(session),
        "here": sum(1 for one in lines if one.stay.came_at),
    }
    return render(request, "gatherings/desk/roll_paper.html", context)


@for_staff(POWER)
def door(request: CentreRequest, pk: UUID) -> HttpResponse:
    """Print the session's own QR for the door, by which people may sign themselves in."""
    session = session_or_404(request, pk)
    address = centre_reverse(request.centre, "gatherings:self_in", session_code=session.code)
    context = {
        "session": session,
        "activity": session.activity,
        "address": request.build_absolute_uri(address),
    }
    return render(request, "gatherings/desk/roll_door.html", context)


def sheet_number(session: Session) -> str:
    """Return the number that stands on the sheet: the activity's, and which session it is."""
    return f"{session.activity.number}-{session.order}"
